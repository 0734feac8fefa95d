"""Recognition: a page image in, electrical components out; pure (arrays and values, no AWS, no HTTP)."""
