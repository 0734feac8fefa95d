"""The skeleton of a PDF: tables, object streams, page trees, lengths, outlines; looped, deep, huge or wrong."""

from __future__ import annotations

from tests.orchestrator.extraction.hostile.raw import (
    CONTENT,
    CONTENTS,
    FONT,
    LINE,
    PAGE,
    deflated,
    one_page,
    pdf,
    stream,
)

_ROOT = b"<</Type/Catalog/Pages 2 0 R>>"
_LEAF = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 400]/Resources<</Font<</F1%s>>>>/Contents @ 0 R>>" % FONT
"""A page that says what every page says; `@` is the number of its contents."""


def _start_of_table(whole: bytes) -> int:
    return int(whole.split(b"startxref\n")[-1].split(b"\n")[0])


def table_that_follows_itself() -> bytes:
    whole = one_page()
    return one_page(trailer=b"/Prev %d" % _start_of_table(whole))


def tables_in_a_ring() -> bytes:
    """Have two tables, each naming the other as its forerunner."""
    whole = one_page(trailer=b"/Prev %010d" % 0)
    second = len(whole)
    ring = whole.replace(b"/Prev %010d" % 0, b"/Prev %010d" % second)
    table = b"xref\n0 0\ntrailer\n<</Root 1 0 R/Size 5/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return ring + table % (_start_of_table(ring), second)


def table_far_outside() -> bytes:
    whole = one_page()
    return whole.replace(b"startxref\n%d" % _start_of_table(whole), b"startxref\n99999999999")


def table_of_two_billion_entries() -> bytes:
    """Claim 2^31 entries of 24 bytes in a cross-reference stream of a few bytes."""
    body = one_page().split(b"xref\n")[0]
    table = deflated(b"\0" * 100, b"/Type/XRef/Size 2147483647/W[8 8 8]/Root 1 0 R")
    return body + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


def table_bomb() -> bytes:
    """Inflate a cross-reference stream to 80 MB."""
    body = one_page().split(b"xref\n")[0]
    table = deflated(b"\0" * 80_000_000, b"/Type/XRef/Size 3200000/W[1 8 16]/Root 1 0 R")
    return body + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))


def _with_object_stream(entries: bytes, inner: bytes) -> bytes:
    """Return a file whose page 3 lies in the object stream 5."""
    body = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, value in {
        1: _ROOT,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        4: stream(CONTENT),
        5: deflated(inner, b"/Type/ObjStm" + entries),
    }.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    start = len(body)
    rows = [(0, 0), (1, offsets[1]), (1, offsets[2]), (2, 5), (1, offsets[4]), (1, offsets[5]), (1, start)]
    packed = b"".join(bytes([kind]) + at.to_bytes(4, "big") + b"\0" for kind, at in rows)
    table = stream(packed, b"/Type/XRef/Size 7/W[1 4 1]/Root 1 0 R")
    return bytes(body + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start))


def object_stream_that_extends_itself() -> bytes:
    return _with_object_stream(b"/N 1/First 4/Extends 5 0 R", b"3 0 " + _LEAF.replace(b"@", b"4"))


def object_stream_that_holds_itself() -> bytes:
    return _with_object_stream(
        b"/N 2/First 100", b"3 0 5 200 ".ljust(100) + _LEAF.replace(b"@", b"4").ljust(200) + b"5 0 R"
    )


def object_stream_of_a_billion_objects() -> bytes:
    return _with_object_stream(b"/N 1000000000/First 4", b"3 0 " + _LEAF.replace(b"@", b"4"))


def object_stream_bomb() -> bytes:
    return _with_object_stream(b"/N 1/First 4", b"3 0 " + _LEAF.replace(b"@", b"4") + b" " * 80_000_000)


def _tree(objects: dict[int, bytes]) -> bytes:
    contents = max(objects) + 1
    numbered = {n: value.replace(b"@", b"%d" % contents) for n, value in objects.items()}
    return pdf({1: _ROOT, **numbered, contents: stream(CONTENT)})


def page_tree_that_holds_itself() -> bytes:
    return _tree({2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", 3: _LEAF})


def page_tree_that_leads_back_behind_its_page() -> bytes:
    """Count three pages, of which the second and third are those of the list that holds them."""
    inner = b"<</Type/Pages/Kids[2 0 R]/Count 2/Parent 2 0 R>>"
    return _tree({2: b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 3>>", 3: _LEAF, 4: inner})


def page_tree_in_a_ring() -> bytes:
    return _tree(
        {
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>",
            3: b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
        }
    )


def page_tree_with_a_ring_in_the_middle() -> bytes:
    """Lead to the first and the last page, and between them back and forth."""
    return _tree(
        {
            2: b"<</Type/Pages/Kids[3 0 R 4 0 R 3 0 R]/Count 3>>",
            3: _LEAF,
            4: b"<</Type/Pages/Kids[5 0 R]/Count 1/Parent 2 0 R>>",
            5: b"<</Type/Pages/Kids[4 0 R]/Count 1/Parent 4 0 R>>",
        }
    )


def page_tree_20000_levels_deep() -> bytes:
    depth = 20_000
    nodes = {
        n: b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1, n - 1) for n in range(3, depth)
    }
    leaf = _LEAF.replace(b"/Parent 2", b"/Parent %d" % (depth - 1))
    return _tree({2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", **nodes, depth: leaf})


def page_tree_that_doubles() -> bytes:
    """Name each of 30 levels twice by the one above: a thousand million pages in a kilobyte."""
    nodes = {n: b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count 2>>" % (n + 1, n + 1) for n in range(2, 32)}
    return _tree({**nodes, 32: _LEAF})


def page_count_of_a_billion() -> bytes:
    return _tree({2: b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>", 3: _LEAF})


def page_count_below_zero() -> bytes:
    return _tree({2: b"<</Type/Pages/Kids[3 0 R]/Count -5>>", 3: _LEAF})


def page_count_of_ten_for_one() -> bytes:
    return _tree({2: b"<</Type/Pages/Kids[3 0 R]/Count 10>>", 3: _LEAF})


def page_count_of_one_for_none() -> bytes:
    """Count a page that the list does not name: MuPDF believes it until it looks for the page."""
    return _tree({2: b"<</Type/Pages/KIds[3 0 R]/Count 1>>", 3: _LEAF})


def page_count_of_one_without_any() -> bytes:
    return _tree({2: b"<</Type/Pages/KIds[3 0 R]/Count 1>>", 3: _LEAF.replace(b"/Page/", b"/Pag/")})


def pages_not_listed_behind_a_broken_object() -> bytes:
    broken = b"<</Type/Page/Parent/ 2 0 R>>"
    return _tree({2: b"<</Type/Pages/KIds[4 0 R]/Count 1>>", 3: broken, 4: _LEAF})


def pages_that_are_none() -> bytes:
    kids = b"<</Type/Pages/Kids[null 17 (text) 3 0 R 99 0 R]/Count 5>>"
    return _tree({2: kids, 3: _LEAF})


def ten_thousand_pages() -> bytes:
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 10_003))
    leaves = dict.fromkeys(range(3, 10_003), _LEAF)
    return _tree({2: b"<</Type/Pages/Kids[%s]/Count 10000>>" % kids, **leaves})


def references_in_a_ring() -> bytes:
    return one_page(CONTENT, b"6 0 R", b"5 0 R", page=b"/Annots 5 0 R/Group 6 0 R")


def arrays_100000_deep() -> bytes:
    return one_page(CONTENT, b"[" * 100_000 + b"]" * 100_000, page=b"/PieceInfo 5 0 R")


def object_number_beyond_all() -> bytes:
    return one_page().replace(b"4 0 obj", b"99999999 0 obj")


def object_numbers_below_zero() -> bytes:
    return one_page(page=b"/Annots[-7 0 R]/Group -1 -1 R").replace(b"4 0 obj", b"-4 0 obj")


def length_too_long() -> bytes:
    return one_page(b"<</Length 999999>>\nstream\n" + CONTENT + b"\nendstream")


def length_below_zero() -> bytes:
    return one_page(b"<</Length -1>>\nstream\n" + CONTENT + b"\nendstream")


def length_that_is_its_own_stream() -> bytes:
    return one_page(b"<</Length %d 0 R>>\nstream\n" % CONTENTS + CONTENT + b"\nendstream")


def stream_without_an_end() -> bytes:
    return one_page().replace(b"\nendstream", b"")


def contents_that_are_the_page() -> bytes:
    return one_page(contents=b"[3 0 R 4 0 R 99 0 R null]")


def contents_named_without_end() -> bytes:
    return one_page(deflated(LINE * 100_000), contents=b"[%s]" % (b"4 0 R " * 10_000))


def update_that_hides_the_page() -> bytes:
    """Append an update that replaces the page by one that says something else: the last word counts."""
    whole = one_page()
    changed = stream(CONTENT.replace(b"MCC-1", b"MCC-2"))
    at, table = len(whole), _start_of_table(whole)
    update = b"4 0 obj\n%s\nendobj\n" % changed
    xref = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Root 1 0 R/Size 5/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return whole + update + xref % (at, table, at + len(update))


def update_with_a_broken_table() -> bytes:
    """Append an update whose table points into the middle of other objects."""
    whole = one_page()
    xref = b"xref\n1 4\n%s trailer\n<</Root 1 0 R/Size 5/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return whole + xref % (b"0000000033 00000 n \n" * 4, _start_of_table(whole), len(whole))


def _outline(count: int, entry: bytes) -> bytes:
    items = {n: entry % {b"before": n - 1, b"next": n + 1} for n in range(5, 5 + count)}
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R/Outlines 4 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            PAGE: _LEAF.replace(b"@", b"%d" % (6 + count)),
            4: b"<</Type/Outlines/First 5 0 R/Last 5 0 R/Count 1>>",
            **items,
            5 + count: b"<</Title(last)>>",
            6 + count: stream(CONTENT),
        }
    )


def outline_60000_levels_deep() -> bytes:
    return _outline(
        60_000, b"<</Title(a)/Parent %(before)d 0 R/First %(next)d 0 R/Last %(next)d 0 R/Count 1>>"
    )


def outline_of_100000_entries() -> bytes:
    return _outline(100_000, b"<</Title(a)/Parent 4 0 R/Next %(next)d 0 R>>")


def outline_in_a_ring() -> bytes:
    return _outline(3, b"<</Title(a)/Parent 4 0 R/First 5 0 R/Next 5 0 R>>")


def structure_tree_in_a_ring() -> bytes:
    return one_page(
        CONTENT,
        b"<</Type/StructTreeRoot/K 6 0 R>>",
        b"<</S/P/P 5 0 R/K[6 0 R 6 0 R]>>",
        catalog=b"/StructTreeRoot 5 0 R",
    )


def names_in_a_ring() -> bytes:
    """Let the trees of attached files and of page labels hold themselves."""
    ring = b"<</Kids[5 0 R 5 0 R]/Limits[(a)(z)]/Nums[0<</P(\xff)>>]>>"
    return one_page(
        CONTENT, ring, catalog=b"/Names<</EmbeddedFiles 5 0 R/JavaScript 5 0 R>>/PageLabels 5 0 R"
    )
