"""Parametric electrical symbols, drawn from the published standards' descriptions.

Importing the package registers every module's variants in `catalogue.VARIANTS`. Sources: ANSI/IEEE 315 and 315A,
IEC 60617, NECA 100, NFPA 170, ISA-5.1. The drawings are ours.

The order of registration decides what a seed draws. So the modules of further forms, which import others, come last,
and the sheets that models are compared on stay what they are.
"""

import importlib
import pkgutil

for _module in sorted(
    (m.name for m in pkgutil.iter_modules(__path__)), key=lambda m: (m.endswith("_forms"), m)
):
    importlib.import_module(f"{__name__}.{_module}")
