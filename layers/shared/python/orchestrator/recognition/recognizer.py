"""From a page image to components: detect, classify, let look-alikes agree, settle doubles, attach words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from orchestrator.components import (
    Alternative,
    Cloud,
    Component,
    PageComponents,
    Provenance,
    RegionResult,
    band_of,
)
from orchestrator.geometry import Box, centre, clip
from orchestrator.legends import LegendEntry
from orchestrator.pages import Page
from orchestrator.recognition import busbars
from orchestrator.recognition.boxes import Boxes, Scores, distinct
from orchestrator.recognition.busbars import busbars_of, without_doubles
from orchestrator.recognition.classifier import BACKGROUND, Verdict, examine, verdict, with_objectness
from orchestrator.recognition.clouds import mark_clouded
from orchestrator.recognition.confirmed_repeats import Repeated, confirmed_by_repeats, strokes_for_repeats
from orchestrator.recognition.detector import detect
from orchestrator.recognition.images import on_white_paper
from orchestrator.recognition.legend.correction import Redrawn, Sights, explained, redrawn, with_redrawn
from orchestrator.recognition.legend.symbols import LegendSymbol, LegendSymbols, symbols_of
from orchestrator.recognition.lettering import marked_as_variants, read_lettering, seen_letters
from orchestrator.recognition.look_alikes import agree
from orchestrator.recognition.model import Model, load_model
from orchestrator.recognition.prototypes import Confirmed, Prototypes, adapted
from orchestrator.recognition.reading.reader import FEWEST_WORDS
from orchestrator.recognition.regions import checked
from orchestrator.recognition.revision_marks import revision_marks
from orchestrator.recognition.scans.clouds import page_clouds
from orchestrator.recognition.sparse_pages import doubted
from orchestrator.recognition.tags import read_words
from orchestrator.recognition.told_by_tags import told_by_tag
from orchestrator.recognition.upright import Upright

_MAY_BE_SYMBOL: Final = 0.1
"""Probability of being a symbol from which letters may make a box one that is stored: four times as likely."""


@dataclass(frozen=True, slots=True)
class Recognizer:
    """The model, ready for pages; safe to use for one page after another."""

    model: Model

    @classmethod
    def load(cls, model_dir: Path, threads: int) -> Recognizer:
        """Load the pinned model.

        Raises:
            ModelError: when it is missing or altered.
        """
        return cls(load_model(model_dir, threads))

    @property
    def model_version(self) -> str:
        """The version every result carries."""
        return self.model.version

    def recognize(
        self,
        image_u8: NDArray[np.uint8],
        page: Page,
        min_confidence: float,
        prototypes: Prototypes | None = None,
        legend: LegendSymbols | None = None,
    ) -> PageComponents:
        """Return the components of a page, in reading order.

        Args:
            image_u8: (H, W) grey picture of the displayed page, 255 = paper.
            page: what extraction stored of it; its image's scale maps pixels to points.
            min_confidence: components below it are left out.
            prototypes: what people confirmed on this or other pages.
            legend: the symbols of the legends of the set.

        Raises:
            ValueError: when the picture is not the one the page describes.
            DrawingError: when the page holds more possible symbols than can be looked at.
        """
        image_u8 = on_white_paper(image_u8)
        upright = Upright.of(image_u8, page)
        boxes, objectness = detect(self.model.propose, upright.picture, self.model.threads)
        if not len(boxes):
            return self._page(image_u8, page, ())
        known = (min_confidence, prototypes, legend)
        found = doubted(self._seen(upright, page, (boxes, objectness), known))
        found = [c for c in found if c.confidence >= min_confidence and min(c.bbox[2:]) > 0]
        found = self._with_busbars(page, found, min_confidence)
        ordered = _numbered(sorted(found, key=_reading_order))
        return self._page(image_u8, page, ordered)

    def _seen(
        self,
        upright: Upright,
        page: Page,
        proposed: tuple[Boxes, Scores],
        known: tuple[float, Prototypes | None, LegendSymbols | None],
    ) -> list[Component]:
        """Return the components that the networks see in N >= 1 proposed boxes, no two in one place.

        Args:
            upright: the page's picture on white paper.
            page: what extraction stored of it.
            proposed: (N, 4) boxes in pixels of the upright picture and (N,) objectness.
            known: the least confidence, what people confirmed, the legends of the set.
        """
        (boxes, objectness), (min_confidence, prototypes, legend) = proposed, known
        scale = upright.scale
        chances, embeddings, there = examine(self.model.classify, upright.picture, boxes, self.model.threads)
        boxes = upright.on_page(there)
        chances = with_objectness(chances, objectness)
        marked = marked_as_variants(boxes / np.float32(scale), page.words)
        if prototypes is not None:
            chances = adapted(chances, embeddings, prototypes, marked)
        chances = agree(chances, embeddings, boxes, objectness, marked)
        letters = self._letters(upright, page, there, chances)
        chances, places = read_lettering(chances, boxes, page.words, scale, letters)
        verdicts = [verdict(row) for row in chances]
        sure = np.array([v.confidence for v in verdicts], np.float32)
        clear = np.array([v.is_symbol for v in verdicts])
        wanted = (sure > 0) & (sure >= min_confidence)
        # surely named and well placed first: a part of a symbol loses against the whole
        keep = _distinct(places, sure * objectness, wanted & clear)
        faint = _distinct(places, sure * objectness, wanted & ~clear)
        seen = [self._component(page, _points(places[i] / scale, page), verdicts[i]) for i in (*keep, *faint)]
        found, doubtful = seen[: len(keep)], seen[len(keep) :]
        if page.kind != "scanned" and found:
            strokes = strokes_for_repeats(page, found)
            found = confirmed_by_repeats(strokes, found, partial(self._repeated, page))
        if legend is not None:
            told = explained(found[: len(keep)], embeddings[keep], legend, page.words) + found[len(keep) :]
            sights = Sights([_points(box / scale, page) for box in boxes], embeddings)
            found = with_redrawn(told, redrawn(page, legend, sights), partial(self._redrawn, page))
        return found + _elsewhere(doubtful, found)

    def _letters(
        self, upright: Upright, page: Page, boxes: Boxes, chances: NDArray[np.float32]
    ) -> NDArray[np.float32] | None:
        """Return what letters in boxes of the upright picture name, (N, classes); None where the PDF spells them.

        Boxes that no letters could make a symbol are not looked at.
        """
        if len(page.text.split()) >= FEWEST_WORDS:
            return None
        named = np.zeros((len(boxes), BACKGROUND), np.float32)
        likely = np.flatnonzero(1 - chances[:, BACKGROUND] >= _MAY_BE_SYMBOL)
        if len(likely):
            read, threads = self.model.read_letters, self.model.threads
            named[likely] = seen_letters(read, upright.picture, boxes[likely], threads)
        return named

    def prototypes(
        self, image_u8: NDArray[np.uint8], page: Page, confirmed: Sequence[Confirmed]
    ) -> Prototypes:
        """Return what N >= 1 confirmed boxes of a page look like.

        Raises:
            ValueError: when the picture is not the one the page describes.
        """
        looks = self._looks(image_u8, page, [one.bbox for one in confirmed])
        marked = marked_as_variants(_corners([one.bbox for one in confirmed]), page.words)
        return Prototypes.of(looks, confirmed, marked)

    def symbols(
        self, image_u8: NDArray[np.uint8], page: Page, entries: Sequence[LegendEntry]
    ) -> list[LegendSymbol]:
        """Return the symbols that N >= 1 entries of a page's legend show, those that name a class.

        Raises:
            ValueError: when the picture is not the one the page describes.
        """
        looks = self._looks(image_u8, page, [entry.bbox for entry in entries])
        return symbols_of(page, entries, list(looks))

    def _looks(self, image_u8: NDArray[np.uint8], page: Page, boxes: Sequence[Box]) -> NDArray[np.float32]:
        """Return the embeddings (N, E) of N >= 1 boxes of a page."""
        upright = Upright.of(on_white_paper(image_u8), page)
        places = upright.turned(_corners(boxes) * np.float32(upright.scale))
        _, embeddings, _ = examine(self.model.classify, upright.picture, places)
        return embeddings

    def _redrawn(self, page: Page, place: Redrawn) -> Component:
        """Return the component of a place where only an entry's strokes were found."""
        provenance = Provenance(legend_entry=place.symbol.entry.id, method="strokes")
        made = self._drawn(page, place.bbox, (place.symbol.class_name, place.confidence))
        return made.model_copy(update={"source": "legend", "provenance": provenance})

    def _repeated(self, page: Page, place: Repeated) -> Component:
        """Return the component of a place where only the strokes of other components were found."""
        made = self._drawn(page, place.bbox, (place.class_name, place.confidence))
        return made.model_copy(update={"source": "vector", "provenance": place.provenance})

    def _drawn(self, page: Page, bbox: Box, named: tuple[str, float]) -> Component:
        """Return the component of strokes, cut to the page, with its class and how sure that is."""
        x, y, width, height = clip(bbox, page.width_pt, page.height_pt)
        box = round(x, 2), round(y, 2), round(width, 2), round(height, 2)
        return self._component(page, box, Verdict(*named, (), is_symbol=True))

    def _with_busbars(self, page: Page, found: list[Component], min_confidence: float) -> list[Component]:
        """Return components with the busbars that the page's strokes show."""
        boxes = busbars_of(page.vectors, found) if min_confidence <= busbars.CONFIDENCE else []
        answer = Verdict("busbar", busbars.CONFIDENCE, (), is_symbol=True)
        drawn = [self._component(page, box, answer).model_copy(update={"source": "vector"}) for box in boxes]
        return without_doubles(found, boxes) + drawn

    def _page(
        self, image_u8: NDArray[np.uint8], page: Page, components: Sequence[Component]
    ) -> PageComponents:
        marks = revision_marks(page)
        clouds, warnings = page_clouds(image_u8, page, marks)
        read = read_words(components, page.words, page.vectors)
        told = [told_by_tag(component) for component in read.components]
        return PageComponents(
            page=page.page_number,
            width_pt=page.width_pt,
            height_pt=page.height_pt,
            model_version=self.model_version,
            components=tuple(mark_clouded(told, clouds)),
            clouds=tuple(clouds),
            revision_marks=tuple(marks),
            unowned_tags=read.unowned_tags,
            warnings=warnings,
        )

    def recognize_regions(
        self, image_u8: NDArray[np.uint8], page: Page, regions: Sequence[Box | JsonValue]
    ) -> list[RegionResult]:
        """Classify each region on its own; a bad one says so, the others go on.

        Args:
            image_u8: (H, W) grey picture of the displayed page, 255 = paper.
            page: what extraction stored of it.
            regions: boxes (x, y, width, height in points of the displayed page), or what came in place of one.

        Raises:
            ValueError: when the picture is not the one the page describes.
        """
        image_u8 = on_white_paper(image_u8)
        upright = Upright.of(image_u8, page)
        clouds = page_clouds(image_u8, page).clouds
        found = [self._region(upright, page, region) for region in regions]
        return [_with_note(result, page, clouds) for result in found]

    def _region(self, upright: Upright, page: Page, region: Box | JsonValue) -> RegionResult:
        box, problem = checked(region, page)
        if box is None or problem:
            return RegionResult(region=region, status="error", detail=problem)
        x, y, width, height = clip(box, page.width_pt, page.height_pt)
        pixels = np.array([[x, y, x + width, y + height]], np.float32) * np.float32(upright.scale)
        there = upright.turned(pixels)
        chances, _, _ = examine(self.model.classify, upright.picture, there)
        letters = self._letters(upright, page, there, chances)
        chances, _ = read_lettering(chances, pixels, page.words, upright.scale, letters)
        answer = verdict(chances[0])
        if not answer.is_symbol:
            detail = "No electrical symbol of a known kind is recognised in this region."
            return RegionResult(region=region, status="not_a_symbol", detail=detail)
        component = self._component(page, _points(pixels[0] / upright.scale, page), answer)
        return RegionResult(region=region, status="recognized", component=component)

    def _component(self, page: Page, bbox: Box, answer: Verdict) -> Component:
        """Return a component; how sure it is has four decimals, which page tallies keep as whole numbers."""
        x, y = centre(bbox)
        confidence = round(answer.confidence, 4)
        return Component(
            id=f"p{page.page_number:05d}-{round(x):05d}-{round(y):05d}",
            page=page.page_number,
            class_name=answer.class_name,
            bbox=bbox,
            confidence=confidence,
            band=band_of(confidence),
            alternatives=tuple(Alternative(class_name=n, confidence=c) for n, c in answer.alternatives),
            model_version=self.model_version,
        )


def _with_note(result: RegionResult, page: Page, clouds: Sequence[Cloud]) -> RegionResult:
    """Return a region's result in the same way: on its own, words may go to several."""
    if result.component is None:
        return result
    read = read_words([result.component], page.words, page.vectors)
    (noted,) = mark_clouded([told_by_tag(component) for component in read.components], clouds)
    return result.model_copy(update={"component": noted})


def _distinct(boxes: Boxes, scores: Scores, wanted: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the indices of the wanted boxes that are no doubles of better wanted ones."""
    which = np.flatnonzero(wanted)
    return which[distinct(boxes[which], scores[which])]


def _elsewhere(faint: Sequence[Component], found: Sequence[Component]) -> list[Component]:
    """Return the faint components that are no doubles of what was found."""
    boxes = _corners([c.bbox for c in (*found, *faint)])
    found_first = np.arange(len(boxes), 0, -1, dtype=np.float32)
    return [faint[i - len(found)] for i in distinct(boxes, found_first).tolist() if i >= len(found)]


def _corners(boxes: Sequence[Box]) -> Boxes:
    """Return boxes xywh as (N, 4) xyxy."""
    return np.array([(x, y, x + width, y + height) for x, y, width, height in boxes], np.float32).reshape(
        -1, 4
    )


def _points(box_xyxy: Boxes, page: Page) -> Box:
    """Return left, top, right, bottom in points as a box on the page, rounded to 0.01 pt."""
    x0, y0, x1, y1 = box_xyxy.tolist()
    x, y, width, height = clip((x0, y0, x1 - x0, y1 - y0), page.width_pt, page.height_pt)
    return round(x, 2), round(y, 2), round(width, 2), round(height, 2)


def _reading_order(component: Component) -> tuple[float, float, str]:
    """Sort by rows half an inch high, then from left to right."""
    x, y = centre(component.bbox)
    return y // 36, x, component.id


def _numbered(components: Iterable[Component]) -> list[Component]:
    """Make ids unique: a second component with its centre at the same whole point gets `-2`."""
    seen: Counter[str] = Counter()
    result = []
    for component in components:
        seen[component.id] += 1
        count = seen[component.id]
        result.append(
            component if count == 1 else component.model_copy(update={"id": f"{component.id}-{count}"})
        )
    return result
