"""Reads one PDF with PyMuPDF. Runs only in the sandboxed process that `orchestrator.extraction` starts."""
