"""What is read from the grey picture of a scanned page, where there are no strokes to read it from."""
