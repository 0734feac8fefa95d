"""A drawing's life: its upload slot, its extraction and recognition page by page, its closing, its review."""
