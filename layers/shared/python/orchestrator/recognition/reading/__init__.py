"""Text of a page's picture, where the PDF has none: scans, and lettering that is drawn as strokes."""
