"""Parametric electrical symbols, drawn from the published standards' descriptions.

`VARIANTS` lists every way a class is drawn. Sources: ANSI/IEEE 315 and 315A, IEC 60617, NECA 100, NFPA 170,
ISA-5.1. The drawings are ours.
"""
