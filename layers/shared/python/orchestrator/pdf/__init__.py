"""Reads one PDF with PyMuPDF. Runs only inside the sandboxed process that `orchestrator.extraction` starts."""
