"""Exact repeats: every place where a symbol is drawn again, found by its strokes; pure (numpy alone).

    index = index_page(page)                       # once a page; index_around(page, boxes) where few places matter
    exemplar = exemplar_of(index, box)             # Indistinct: with the reason, a sentence
    found = find_repeats(index, exemplar)          # at the exemplar's size, or scale=...
    vote = vote_scale([index, ...], exemplar)      # where nobody stated the scale
    settled = resolve(index, [found, ...])         # several exemplars on one page
    all = find_jointly([index, ...], [exemplar, ...], [1.0, None, ...])  # all of it; None: the scale is voted
    exemplar = agreed(index, exemplar, [index, ...])  # without strokes that came into its box by chance

`Repeats` holds the placements, what was withheld with its reason, and whether that is all there is.
"""

from orchestrator.recognition.repeats.consensus import agreed
from orchestrator.recognition.repeats.exemplar import Exemplar, Indistinct, exemplar_of, same_strokes
from orchestrator.recognition.repeats.joint import Joint, find_jointly, resolve, search_jointly
from orchestrator.recognition.repeats.page_index import PageIndex, index_around, index_page
from orchestrator.recognition.repeats.placements import Limits, Placement, Repeats, Withheld
from orchestrator.recognition.repeats.scales import Vote, vote_scale
from orchestrator.recognition.repeats.search import find_repeats

__all__ = [
    "Exemplar",
    "Indistinct",
    "Joint",
    "Limits",
    "PageIndex",
    "Placement",
    "Repeats",
    "Vote",
    "Withheld",
    "agreed",
    "exemplar_of",
    "find_jointly",
    "find_repeats",
    "index_around",
    "index_page",
    "resolve",
    "same_strokes",
    "search_jointly",
    "vote_scale",
]
