"""How much of one PDF is read: the limits of the contract, as plain numbers."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds for one document, one page and one process; the defaults are the contract's.

    The real maxima of 7,400 third-party PDFs lie far below: 9 MB inflated content, 65,872 paths, 284,000
    path items a page. `max_jpx_pixels` is lower because a JPEG 2000 image of 869 bytes can cost 1.3 GB.
    `step_cpu_s` is processor time for one request to the child: it ends also a child whose parent is gone.
    `document_timeout_s` bounds one opening: no page is begun after it, and none is cut short by it. `total_timeout_s`
    bounds all openings of a document together (3.6 s for each of 2,000 pages); the pages that are left then fail.
    `child_memory_bytes` is for the children of a document together: two of them (`max_children`) where there are two
    processors, else one.
    """

    max_file_bytes: int = 100_000_000
    max_pages: int = 2_000
    max_content_bytes: int = 64 * 1024 * 1024
    max_paths: int = 250_000
    max_path_items: int = 1_000_000
    max_words: int = 200_000
    max_annotations: int = 500
    max_links: int = 500
    max_layers: int = 1_000
    max_outline_entries: int = 1_000
    max_images: int = 50_000
    max_page_image_pixels: int = 40_000_000
    max_decoded_image_pixels: int = 50_000_000
    max_jpx_pixels: int = 25_000_000
    max_image_side_px: int = 30_000
    open_timeout_s: float = 15.0
    page_timeout_s: float = 60.0
    document_timeout_s: float = 600.0
    total_timeout_s: float = 7_200.0
    step_cpu_s: int = 60
    child_memory_bytes: int = 1_536 * 1024 * 1024
    max_children: int = 2
    max_lost_children: int = 5

    def alone(self) -> Limits:
        """Return the limits without what settings that inherit them add."""
        return Limits(**{f.name: getattr(self, f.name) for f in fields(Limits)})

    @property
    def read_timeout_s(self) -> float:
        """Seconds for a page's text, paths, images and annotations: half of a page's time (30 s)."""
        return self.page_timeout_s / 2

    @property
    def render_timeout_s(self) -> float:
        """Seconds for one attempt at the page image, of which there are two: a quarter each (15 s)."""
        return self.page_timeout_s / 4
