from __future__ import annotations

import pytest

from orchestrator.recognition.compare.pairing import SheetName, pair_sheets

Named = tuple[str | None, str]


def sheets(*named: Named | str | None) -> list[SheetName]:
    """Return pages by number, or by number and words."""
    pairs = [one if isinstance(one, tuple) else (one, "") for one in named]
    return [SheetName(i + 1, number, frozenset(words.split())) for i, (number, words) in enumerate(pairs)]


@pytest.mark.parametrize(
    ("old", "new", "pairs", "only_old", "only_new"),
    [
        (["E-1", "E-2"], ["E-2", "e-1"], [(1, 2, "number"), (2, 1, "number")], [], []),
        (["E-1"], ["E-9"], [(1, 1, "only")], [], []),
        (["E-1", "E-2"], ["E-1", "E-3"], [(1, 1, "number")], [2], [2]),
        ([None, None], [None, None], [(1, 1, "order"), (2, 2, "order")], [], []),
        ([None, "E-2"], [None, "E-2", None], [(1, 1, "order"), (2, 2, "number")], [], [3]),
        (
            [(None, "panel board lp"), (None, "pump motor")],
            [(None, "cover"), (None, "panel board lp x"), (None, "pump motor")],
            [(1, 2, "content"), (2, 3, "content")],
            [],
            [1],
        ),
        ([("E-1", "pump lp"), "E-2"], [("E-7", "pump lp"), "E-2"], [(1, 1, "content"), (2, 2, "number")], [], []),
        (["E-1", "E-1"], ["E-1", "E-1"], [], [1, 2], [1, 2]),
        ([], ["E-1"], [], [], [1]),
    ],
)  # fmt: skip
def test_sheets_are_paired_by_number_then_words_then_order(
    old: list[Named], new: list[Named], pairs: list[object], only_old: list[int], only_new: list[int]
) -> None:
    found = pair_sheets(sheets(*old), sheets(*new))
    assert list(found.pairs) == pairs
    assert (list(found.only_old), list(found.only_new)) == (only_old, only_new)
