"""Promises of threads: answers in the order asked, and the same ones whatever the number of threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from orchestrator.recognition.classifier import examine
from orchestrator.recognition.detector import detect
from orchestrator.recognition.recognizer import Recognizer
from orchestrator.recognition.threads import in_threads
from tests.orchestrator.recognition.blob_model import BLOB_PX


def test_answers_come_in_order_though_the_first_takes_longest() -> None:
    second_done = threading.Event()

    def work(number: int) -> int:
        if number == 1:
            assert second_done.wait(timeout=60)
        second_done.set()
        return 10 * number

    assert list(in_threads(work, [1, 2], threads=2)) == [10, 20]


def test_one_thread_takes_a_thing_only_when_its_answer_is_asked_for() -> None:
    taken = []

    def things() -> Iterator[int]:
        for number in (1, 2):
            taken.append(number)
            yield number

    answers = in_threads(str, things(), threads=1)
    assert next(answers) == "1"
    assert taken == [1]


@pytest.mark.parametrize("threads", [1, 3])
def test_what_fails_on_one_thing_fails_the_whole(threads: int) -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_threads(lambda number: 1 / number, [1, 0, 2], threads))


def test_a_page_is_the_same_to_one_thread_and_to_several(blobs: Recognizer) -> None:
    page = np.full((2_100, 1_900), 255, np.uint8)
    for place in range(100, 1_800, 150):
        page[place : place + BLOB_PX, place : place + BLOB_PX] = 0
    one, several = (detect(blobs.model.propose, page, threads) for threads in (1, 4))
    assert len(one[0]) >= 12
    np.testing.assert_array_equal(np.column_stack(one), np.column_stack(several))
    boxes = np.repeat(one[0], 12, axis=0)  # more than a batch
    for alone, together in zip(
        *(examine(blobs.model.classify, page, boxes, threads) for threads in (1, 4)), strict=True
    ):
        np.testing.assert_array_equal(alone, together)
