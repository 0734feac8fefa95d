"""What hangs on a page or document: annotations, actions, attachments, fonts, layers, metadata."""

from __future__ import annotations

from tests.orchestrator.extraction.hostile.raw import CONTENT, LINE, deflated, one_page, stream

_NOTE = b"<</Type/Annot/Subtype/Square/Rect[10 10 90 90]%s>>"


def javascript() -> bytes:
    return one_page(catalog=b"/OpenAction<</S/JavaScript/JS(while\\(1\\);)>>")


def launch_action() -> bytes:
    return one_page(catalog=b"/OpenAction<</S/Launch/F(cmd.exe)/Win<</F(cmd.exe)/P(/c del *)>>>>")


def script_on_a_field() -> bytes:
    field = (
        _NOTE.replace(b"Square", b"Widget") % b"/FT/Tx/T(a)/AA<</K<</S/JavaScript/JS(app.alert\\(1\\))>>>>"
    )
    return one_page(CONTENT, field, page=b"/Annots[5 0 R]", catalog=b"/AcroForm<</Fields[5 0 R]>>")


def attached_programs() -> bytes:
    file = b"<</Type/Filespec/F(macro.exe)/UF(macro.exe)/EF<</F 6 0 R>>>>"
    program = stream(b"MZ", b"/Type/EmbeddedFile")
    return one_page(CONTENT, file, program, catalog=b"/Names<</EmbeddedFiles<</Names[(macro.exe)5 0 R]>>>>")


def attached_file_that_is_a_bomb() -> bytes:
    file = b"<</Type/Filespec/F(a.bin)/UF(a.bin)/EF<</F 6 0 R>>>>"
    bomb = deflated(b"\0" * 80_000_000, b"/Type/EmbeddedFile")
    return one_page(CONTENT, file, bomb, catalog=b"/Names<</EmbeddedFiles<</Names[(a.bin)5 0 R]>>>>")


def file_outside_as_contents() -> bytes:
    """Ask for a file of the machine in place of the page's instructions."""
    return one_page(b"<</Length 0/F(/etc/passwd)>>\nstream\n\nendstream")


def annotations_in_a_ring() -> bytes:
    first = _NOTE % b"/Popup 6 0 R/Parent 6 0 R/IRT 6 0 R/AP<</N 7 0 R>>"
    second = _NOTE.replace(b"Square", b"Popup") % b"/Parent 5 0 R/Popup 5 0 R/Open true"
    look = stream(
        b"/Fm Do " + LINE, b"/Type/XObject/Subtype/Form/BBox[0 0 80 80]/Resources<</XObject<</Fm 7 0 R>>>>"
    )
    return one_page(CONTENT, first, second, look, page=b"/Annots[5 0 R 6 0 R 5 0 R 5 0 R]")


def annotation_list_that_holds_itself() -> bytes:
    return one_page(CONTENT, b"[5 0 R 6 0 R]", _NOTE % b"/Contents(x)", page=b"/Annots 5 0 R")


def fields_in_a_ring() -> bytes:
    field = _NOTE.replace(b"Square", b"Widget") % b"/FT/Tx/T(a)/Parent 6 0 R/Kids[6 0 R]"
    parent = b"<</T(b)/Parent 5 0 R/Kids[5 0 R 6 0 R]>>"
    return one_page(CONTENT, field, parent, page=b"/Annots[5 0 R]", catalog=b"/AcroForm<</Fields[6 0 R]>>")


def ten_thousand_annotations() -> bytes:
    notes = [_NOTE % b""] * 10_000
    return one_page(CONTENT, *notes, page=b"/Annots[%s]" % b" ".join(b"%d 0 R" % n for n in range(5, 10_005)))


def ten_thousand_links() -> bytes:
    link = _NOTE.replace(b"Square", b"Link") % b"/A<</S/URI/URI(about:blank)>>"
    return one_page(
        CONTENT, *[link] * 10_000, page=b"/Annots[%s]" % b" ".join(b"%d 0 R" % n for n in range(5, 10_005))
    )


def action_chain_in_a_ring() -> bytes:
    link = _NOTE.replace(b"Square", b"Link") % b"/A 6 0 R"
    return one_page(
        CONTENT, link, b"<</S/URI/URI(a)/Next 6 0 R>>", page=b"/Annots[5 0 R]", catalog=b"/OpenAction 6 0 R"
    )


def _font(font: bytes, *extra: bytes, text: bytes = b"(MCC-1)") -> bytes:
    words = b"BT /F2 12 Tf 50 90 Td %s Tj ET\n" % text
    return one_page(CONTENT + words, font, *extra, fonts=b"/F2 5 0 R")


_TRUETYPE = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 0/LastChar 255/FontDescriptor 6 0 R>>"


def broken_truetype() -> bytes:
    descriptor = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 7 0 R>>"
    return _font(_TRUETYPE, descriptor, stream(b"\0\1\0\0\xff\xff" + b"glyf\xff\xff\xff\xff" * 200))


def broken_type1() -> bytes:
    descriptor = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile 7 0 R>>"
    font = _TRUETYPE.replace(b"TrueType", b"Type1")
    return _font(
        font, descriptor, stream(b"%!PS-AdobeFont\neexec" + b"\xff" * 5_000, b"/Length1 20/Length2 -9")
    )


def font_bomb() -> bytes:
    descriptor = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontFile2 7 0 R>>"
    return _font(_TRUETYPE, descriptor, deflated(b"\0" * 100_000_000))


def glyph_that_writes_itself() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/CharProcs<</a 6 0 R>>"
        b"/Encoding<</Differences[65/a]>>/FirstChar 65/LastChar 65/Widths[9]/Resources<</Font<</F 5 0 R>>>>>>"
    )
    return _font(font, stream(b"9 0 0 0 9 9 d1 BT /F 9 Tf (AAAA) Tj ET " + LINE), text=b"(AAAA)")


def character_map_that_uses_itself() -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding 6 0 R/DescendantFonts[7 0 R]/ToUnicode 6 0 R>>"
    ring = stream(
        b"1 begincodespacerange <00> <ff> endcodespacerange", b"/Type/CMap/CMapName/A/UseCMap 6 0 R"
    )
    return _font(
        font, ring, b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<<>>/FontDescriptor<<>>>>"
    )


def character_map_of_millions() -> bytes:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    lines = b"".join(b"<%08x><%08x>[%s]\n" % (n << 8, (n << 8) + 255, b"<0041>" * 256) for n in range(8_000))
    return _font(
        font,
        deflated(
            b"1 begincodespacerange<00000000><ffffffff>endcodespacerange 8000 beginbfrange\n"
            + lines
            + b"endbfrange"
        ),
    )


def layers_100000() -> bytes:
    """List 100,000 layers, all but one of them the same object."""
    every = b"6 0 R " * 100_000
    return one_page(
        CONTENT,
        b"<</OCGs[%s]/D<</Order[%s]/OFF[6 0 R]>>>>" % (every, every),
        b"<</Type/OCG/Name(E-POWR)>>",
        catalog=b"/OCProperties 5 0 R",
    )


def layer_rules_in_a_ring() -> bytes:
    """Make a layer's visibility an expression that holds itself, and its order a list that does."""
    return one_page(
        b"/OC /MC BDC\n" + CONTENT + b"EMC",
        b"<</OCGs[6 0 R]/D<</Order 8 0 R>>>>",
        b"<</Type/OCG/Name(E-POWR)>>",
        b"<</Type/OCMD/OCGs[6 0 R]/VE 9 0 R>>",
        b"[6 0 R 8 0 R]",
        b"[/And 9 0 R 9 0 R]",
        catalog=b"/OCProperties 5 0 R",
        resources=b"/Properties<</MC 7 0 R>>",
    )


def metadata_bomb() -> bytes:
    """Hold 80 MB of XMP."""
    return one_page(
        CONTENT, deflated(b"<x:xmpmeta>" + b" " * 80_000_000, b"/Type/Metadata"), catalog=b"/Metadata 5 0 R"
    )


def title_of_ten_megabytes() -> bytes:
    info = b"<</Title(%s)/Author<FEFFD8000041>/Producer(\\000\\001\x7f)>>" % (b"MCC " * 2_500_000)
    return one_page(CONTENT, info, trailer=b"/Info 5 0 R")


def text_no_one_can_store() -> bytes:
    """Say NUL, half a surrogate pair and the byte-order mark in a note."""
    return one_page(
        CONTENT, _NOTE % b"/Contents<FEFF0000D800FFFEFFFF0041>/T(\\000\x1b[2J)", page=b"/Annots[5 0 R]"
    )
