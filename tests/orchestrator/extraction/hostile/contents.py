"""What a page draws: bombs of every filter, recursion, millions of paths, impossible numbers and sizes."""

from __future__ import annotations

import zlib

from tests.orchestrator.extraction.hostile.raw import CONTENT, LINE, deflated, one_page, stream

_FORM = b"/Type/XRef/Type/XObject/Subtype/Form/BBox[0 0 600 400]"
_GREY = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8"


def deflate_bomb() -> bytes:
    """Pack 80 MB of blanks into 80 KB."""
    return one_page(deflated(b" " * 80_000_000))


def bomb_in_a_bomb() -> bytes:
    twice = zlib.compress(zlib.compress(b" " * 80_000_000, 1))
    return one_page(stream(twice, b"/Filter[/FlateDecode/FlateDecode]"))


def bomb_in_hex() -> bytes:
    """Hide the bomb behind a filter that only spells bytes out."""
    spelt = zlib.compress(zlib.compress(b" " * 80_000_000, 9)).hex().encode() + b">"
    return one_page(stream(spelt, b"/Filter[/ASCIIHexDecode/FlateDecode/FlateDecode]"))


def run_length_bomb() -> bytes:
    """Repeat one blank 128 times for every two bytes, inside deflate: 80 MB."""
    return one_page(
        deflated(b"\x81 " * 640_000 + b"\x80", b"").replace(
            b"/Filter/FlateDecode", b"/Filter[/FlateDecode/RunLengthDecode]"
        )
    )


def lzw_bomb() -> bytes:
    """Write LZW codes of ever longer runs of blanks, deflated: 117 MB."""
    packed, bits = 0, 0
    for code in [32, *range(258, 4_094), 256]:  # each code is the one just being made; 256 clears the table
        width = 12 if code == 256 or code >= 2_047 else 11 if code >= 1_023 else 10 if code >= 511 else 9
        packed, bits = packed << width | code, bits + width
    once = packed
    for _ in range(7):  # eight times the bits of one table are whole bytes
        packed = packed << bits | once
    whole = packed.to_bytes(bits, "big") * 2
    return one_page(deflated(whole).replace(b"/Filter/FlateDecode", b"/Filter[/FlateDecode/LZWDecode]"))


def million_paths() -> bytes:
    return one_page(deflated(b"1 1 m 9 9 l S\n" * 1_000_000))


def million_states_saved() -> bytes:
    return one_page(deflated(b"q " * 1_000_000 + LINE))


def million_words() -> bytes:
    return one_page(deflated(b"BT /F1 1 Tf 1 0 0 1 50 50 Tm 0 TL\n" + b"(a b c d e ) '\n" * 200_000 + b"ET"))


def dashes_without_number() -> bytes:
    """Dash a line into seventy million pieces."""
    return one_page(b"[0.00001] 0 d 1 w 0 0 m 600 400 l S\n" + CONTENT)


def clip_in_a_clip() -> bytes:
    return one_page(deflated(b"0 0 600 400 re W n " * 100_000 + LINE))


def huge_strokes() -> bytes:
    """Stroke 4,000 curves, each wider than the page."""
    return one_page(deflated(b"9000 w 1 j 1 J\n" + b"0 0 m 900 0 0 900 600 400 c S\n" * 4_000 + LINE))


def form_that_draws_itself() -> bytes:
    form = stream(LINE + b"/Fm Do", _FORM + b"/Resources<</XObject<</Fm 5 0 R>>>>")
    return one_page(b"/Fm Do\n" + CONTENT, form, resources=b"/XObject<</Fm 5 0 R>>")


def forms_that_double() -> bytes:
    """Draw each of 40 forms twice by the one above: a million million lines in three kilobytes."""
    forms = [
        stream(b"/Fm Do /Fm Do", _FORM + b"/Resources<</XObject<</Fm %d 0 R>>>>" % n) for n in range(6, 46)
    ]
    return one_page(b"/Fm Do", *forms, stream(LINE, _FORM), resources=b"/XObject<</Fm 5 0 R>>")


def pattern_that_paints_itself() -> bytes:
    tile = stream(
        b"/Pattern cs /P scn 0 0 9 9 re f",
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 1/YStep 1/Resources<</Pattern<</P 5 0 R>>>>",
    )
    return one_page(
        b"/Pattern cs /P scn 0 0 600 400 re f\n" + CONTENT, tile, resources=b"/Pattern<</P 5 0 R>>"
    )


def pattern_of_tiny_steps() -> bytes:
    """Tile the page, forty times over, with a pattern that steps by a hundred-thousandth of a point."""
    tile = stream(
        LINE,
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 600 400]/XStep 0.00001/YStep 0.00001/Resources<<>>",
    )
    return one_page(
        b"/Pattern cs /P scn 0 0 600 400 re f\n" * 40 + CONTENT, tile, resources=b"/Pattern<</P 5 0 R>>"
    )


def mask_that_masks_itself() -> bytes:
    state = b"<</Type/ExtGState/SMask<</S/Luminosity/G 6 0 R>>>>"
    group = stream(
        b"/G gs " + LINE,
        _FORM + b"/Group<</S/Transparency/CS/DeviceGray>>/Resources<</ExtGState<</G 5 0 R>>>>",
    )
    return one_page(b"/G gs\n" + CONTENT, state, group, resources=b"/ExtGState<</G 5 0 R>>")


def _image(entries: bytes, data: bytes, *extra: bytes) -> bytes:
    picture = stream(data, b"/Type/XObject/Subtype/Image" + entries)
    return one_page(
        b"q 100 0 0 100 0 0 cm /Im Do Q\n" + CONTENT, picture, *extra, resources=b"/XObject<</Im 5 0 R>>"
    )


def image_bomb() -> bytes:
    size = b"/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode"
    return _image(size, zlib.compress(b"\0" * 1_000_000))


def image_below_zero() -> bytes:
    return _image(b"/Width -5/Height 2147483647/ColorSpace/DeviceGray/BitsPerComponent 8", b"\0" * 100)


def image_within_a_page_bomb() -> bytes:
    """Put a bomb of an image between BI and EI, where no dictionary of its own tells its size."""
    inline = b"q 100 0 0 100 0 0 cm BI /W 50000 /H 50000 /CS /G /BPC 8 /F /Fl ID " + zlib.compress(
        b"\0" * 10_000
    )
    return one_page(inline + b" EI Q\n" + CONTENT)


def jpx_bomb() -> bytes:
    """Claim 60,000 x 60,000 pixels in a JPEG 2000 header of 60 bytes; the PDF says 10 x 10."""
    sizes = b"".join(n.to_bytes(4, "big") for n in (60_000, 60_000, 0, 0, 60_000, 60_000, 0, 0))
    codestream = b"\xff\x4f\xff\x51\x00\x29\x00\x00" + sizes + b"\x00\x01\x07\x01\x01"
    return _image(b"/Width 10/Height 10/Filter/JPXDecode", codestream + b"\0" * 40)


def fax_bomb() -> bytes:
    fax = b"/Width 20000/Height 2000000/ImageMask true/BitsPerComponent 1/Filter/CCITTFaxDecode"
    return _image(fax + b"/DecodeParms<</K -1/Columns 20000/Rows 2000000>>", b"\0" * 1_000)


def jbig2_bomb() -> bytes:
    """Announce a JBIG2 page of 4,294,967,295 pixels a side."""
    page = b"\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x13" + b"\xff" * 8 + b"\0" * 11
    return _image(b"/Width 100/Height 100/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode", page)


def image_whose_mask_is_itself() -> bytes:
    size = b"/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8/SMask 5 0 R"
    return _image(size, b"\x80" * 100)


def colours_in_a_ring() -> bytes:
    ring = b"[/Indexed 6 0 R 1 (\\000\\377)]"
    return _image(b"/Width 10/Height 10/ColorSpace 6 0 R/BitsPerComponent 8", b"\0" * 100, ring)


def predictor_bomb() -> bytes:
    """Ask for rows of two thousand million columns."""
    packed = zlib.compress(b"\0" * 1_000)
    parameters = (
        b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>"
    )
    return one_page(stream(packed, parameters))


def shading_of_a_function_in_a_ring() -> bytes:
    shading = b"<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 600 400]/Function 6 0 R>>"
    ring = b"<</FunctionType 3/Domain[0 1]/Functions[6 0 R 6 0 R]/Bounds[.5]/Encode[0 1 0 1]>>"
    return one_page(b"/Sh sh\n" + CONTENT, shading, ring, resources=b"/Shading<</Sh 5 0 R>>")


def numbers_that_are_none() -> bytes:
    """Draw to places that no number can name; the ordinary line among them must survive."""
    impossible = [b"nan", b"inf", b"-inf", b"1e400", b"9" * 400, b"--5", b"1.2.3", b"0x10", b"-", b"."]
    lines = b"".join(b"%s 10 m 500 %s l S\n1 0 0 1 %s 0 cm\nq Q\n" % (n, n, n) for n in impossible[:3])
    strays = b"".join(b"q %s %s m 5 5 l S Q\n" % (n, n) for n in impossible)
    return one_page(CONTENT + b"q\n" + strays + lines + b"Q\n")


def coordinates_beyond_all() -> bytes:
    far = b"99999999999999999999"
    return one_page(CONTENT + b"q %s 0 0 %s %s %s cm 0 0 m 1 1 l S Q\n%s w 1 1 m %s %s l S\n" % ((far,) * 7))


def operators_of_nobody() -> bytes:
    return one_page(CONTENT + bytes(range(1, 256)).replace(b"(", b"") * 2_000)


def _box(box: bytes) -> bytes:
    return one_page(box=b"/MediaBox" + box)


def box_of_nothing() -> bytes:
    return _box(b"[0 0 0 0]")


def box_reversed() -> bytes:
    """Name the corners the other way round, as PDF allows."""
    return _box(b"[600 400 0 0]")


def box_below_zero() -> bytes:
    """Lie left of and below the origin, as PDF allows."""
    return one_page(b"1 0 0 1 -600 -400 cm\n" + CONTENT, box=b"/MediaBox[-600 -400 0 0]")


def box_of_a_billion_points() -> bytes:
    return _box(b"[0 0 1000000000 1000000000]")


def box_of_no_numbers() -> bytes:
    return _box(b"[nan nan inf inf]")


def box_of_two_numbers() -> bytes:
    return _box(b"[0 600]")


def box_missing() -> bytes:
    return one_page(box=b"")


def box_of_a_hair() -> bytes:
    """Be 600 points wide and a ten-thousandth of a point high."""
    return _box(b"[0 0 600 0.0001]")


def crop_box_off_the_page() -> bytes:
    return one_page(page=b"/CropBox[9000 9000 9900 9900]")


def sheet_of_200_by_200_inches() -> bytes:
    return _box(b"[0 0 14400 14400]")


def unit_of_a_million() -> bytes:
    return one_page(page=b"/UserUnit 1000000")


def turned_by_37_degrees() -> bytes:
    return one_page(page=b"/Rotate 37")
