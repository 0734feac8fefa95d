"""Keys are the contract between everything that stores and reads."""

from __future__ import annotations

from orchestrator.storage import keys


def test_page_keys_sort_as_numbers_do() -> None:
    numbers = [1, 2, 9, 10, 99, 100, 2000]
    assert sorted(keys.page("d", n).sk for n in numbers) == [keys.page("d", n).sk for n in numbers]


def test_the_names_of_the_contract() -> None:
    assert keys.project("p") == keys.Key("PROJECT#p", "META")
    assert keys.member("p", "u") == keys.Key("PROJECT#p", "MEMBER#u")
    assert keys.drawing("p", "d") == keys.Key("PROJECT#p", "DRAWING#d")
    assert keys.event("p", "2026", "e") == keys.Key("PROJECT#p", "EVENT#2026#e")
    assert keys.page("d", 7) == keys.Key("DRAWING#d", "PAGE#00007")
    assert keys.review("d", "c") == keys.Key("DRAWING#d", "REVIEW#c")
    assert keys.profile("u") == keys.Key("USER#u", "PROFILE")
    assert keys.revoked("t") == keys.Key("REVOKED#t", "META")
    assert keys.source_pdf("p", "d") == "uploads/p/d/source.pdf"
    assert keys.page_file("p", "d", 7, "page.png") == "results/p/d/pages/00007/page.png"
    assert keys.export_file("p", "d", "takeoff.csv") == "results/p/d/exports/takeoff.csv"
