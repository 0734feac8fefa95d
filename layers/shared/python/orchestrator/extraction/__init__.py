"""From a PDF to its pages: text, images, vectors and a grey picture of each, read in a sandboxed process.

with Extraction(path) as extraction:
    for page in extraction.pages():
        ...
"""

from orchestrator.extraction.document import Extraction
from orchestrator.extraction.results import DocumentInfo, ExtractedPage, PageFailure
from orchestrator.pdf.limits import Limits

__all__ = ["DocumentInfo", "ExtractedPage", "Extraction", "Limits", "PageFailure"]
