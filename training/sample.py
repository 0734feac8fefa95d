"""Write the sample sheet that `make demo` takes off: a synthetic lighting plan from a fixed seed.

python -m training.sample --out out/sample-sheet.pdf
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.sheets.composition import compose

SEED = 1_000_022  # a held-out sheet: the model has never seen it


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/sample-sheet.pdf"))
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(compose(SEED, "plan").pdf)


if __name__ == "__main__":
    main()
