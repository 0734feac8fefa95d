"""What a drawing's components can be taken away as: CSV, XLSX, JSON, COCO, the annotated and the audit PDF.

Components a reviewer rejected are in the JSON alone, which is the record; the others are for counting.
"""
