"""What a takeoff came to, on the screen and on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from local.client import Api

# file name -> export format
FILES: Final = {
    "components.json": "json",
    "takeoff.csv": "csv",
    "takeoff.xlsx": "xlsx",
    "annotated.pdf": "pdf",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One drawing's end: its takeoff and the folder it was written to, or the sentence why not."""

    source: Path
    status: str
    sentence: str = ""
    takeoff: Mapping[str, Any] | None = None
    folder: Path | None = None


def folders(sources: Sequence[Path], out: Path) -> list[Path]:
    """Return a folder for each source, named like it; the second of the same name ends in `-2`."""
    taken: set[str] = set()
    result = []
    for source in sources:
        name, number = source.stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{source.stem}-{number}"
        taken.add(name.casefold())
        result.append(out / name)
    return result


def write_files(api: Api, drawing_path: str, folder: Path, min_confidence: float) -> None:
    """Write a drawing's exports into its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in FILES.items():
        params = {"min_confidence": min_confidence}
        api.download(f"{drawing_path}/exports/{kind}", folder / name, params)


def show(console: Console, outcomes: Iterable[Outcome]) -> None:
    """Print a table for each drawing that has a takeoff, and a sentence for each that has not."""
    for outcome in outcomes:
        if outcome.takeoff is not None:
            console.print(_table(outcome))
            console.print(f"Written to {escape(str(outcome.folder))}", soft_wrap=True, highlight=False)
        if outcome.sentence:
            mark = "[yellow]Note:[/yellow]" if outcome.takeoff is not None else "[red]Failed:[/red]"
            # a name such as `[rev A].pdf` is no markup
            console.print(mark, escape(f"{outcome.source.name}: {outcome.sentence}"), soft_wrap=True)


def _table(outcome: Outcome) -> Table:
    counted = outcome.takeoff or {}
    table = Table(title=f"{escape(outcome.source.name)} · {counted['count']} components", show_footer=True)
    table.add_column("Class", footer="Total")
    table.add_column("Count", justify="right", footer=str(counted["count"]))
    for heading, key in (("Sure", "high"), ("To review", "review"), ("Unsure", "low")):
        table.add_column(heading, justify="right", footer=str(counted["bands"][key]))
    table.add_column("In clouds", justify="right", footer=str(counted["in_cloud"]))
    for row in counted["by_class"]:
        bands = (str(row["bands"][key]) for key in ("high", "review", "low"))
        table.add_row(row["class"], str(row["count"]), *bands, str(row["in_cloud"]))
    return table
