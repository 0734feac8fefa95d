"""Composers of synthetic sheets: single-line diagrams, schematics, plans, legends, and sheets without symbols."""
