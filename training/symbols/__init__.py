"""Parametric electrical symbols, drawn from the published standards' descriptions.

Importing the package registers every module's variants in `catalogue.VARIANTS`. Sources: ANSI/IEEE 315 and 315A,
IEC 60617, NECA 100, NFPA 170, ISA-5.1. The drawings are ours.
"""

import importlib
import pkgutil

for _module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
