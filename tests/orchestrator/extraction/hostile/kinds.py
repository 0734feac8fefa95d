"""The table: how each hostile kind of file must end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from orchestrator.errors import DrawingErrorCode
from orchestrator.extraction import Limits
from tests.orchestrator.extraction.hostile import contents as c
from tests.orchestrator.extraction.hostile import extras as e
from tests.orchestrator.extraction.hostile import outer as o
from tests.orchestrator.extraction.hostile import structure as s

_BRIEF = Limits(step_cpu_s=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """One file and its end: the document is refused, or its first page fails, or is read and says `MCC-1`.

    `says` stands in the refusal, the failure, or a warning or cut of document or page; None forbids any of
    them. `word` None asks for no word, `picture` whether there is one.
    """

    make: Callable[[], bytes]
    refused: DrawingErrorCode | None = None
    failed: DrawingErrorCode | None = None
    says: str | None = None
    repaired: bool = False
    word: str | None = "MCC-1"
    picture: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def name(self) -> str:
        """The kind in words."""
        return self.make.__name__


_REPAIRED = "damaged and was repaired"
_ANEW = "save it anew"
_FOUND = "its pages were found"
_RUN = "were not run"
_NO_SIZE = "no possible size"
_NOT_DRAWN = "pixels was not drawn"
_MISSING = "missing from its picture"
_UNPACKED = "64 MiB when unpacked"
_GONE = "instructions are missing"

OUTER = (
    Kind(o.empty, refused="empty", says="upload the drawing again"),
    Kind(o.html_named_pdf, refused="not_pdf", says="is not a PDF"),
    Kind(o.png_named_pdf, refused="not_pdf", says="is not a PDF"),
    Kind(o.signature_too_late, refused="not_pdf", says="is not a PDF"),
    Kind(o.png_with_a_signature_only, refused="unreadable", says=_ANEW),
    Kind(o.signature_only, refused="unreadable", says=_ANEW),
    Kind(o.noise_behind_the_signature, refused="unreadable", says=_ANEW),
    Kind(o.zip_of_a_pdf),
    Kind(o.png_and_pdf_at_once),
    Kind(o.html_and_pdf_at_once),
    Kind(o.pdf_with_a_zip_behind),
    Kind(o.junk_before_the_signature),
    Kind(o.truncated_in_the_middle, repaired=True, says=_REPAIRED),
    Kind(o.zeros_in_the_middle, repaired=True, says=_REPAIRED),
    Kind(o.line_ends_translated, repaired=True, says=_REPAIRED),
    Kind(o.password_to_open, refused="password", says="Remove the password and upload again"),
    Kind(o.password_to_change_only),
    Kind(o.unknown_protection, refused="password", says="Remove the protection and upload again"),
    Kind(o.protection_that_makes_no_sense, refused="unreadable", says=_ANEW),
)

STRUCTURE = (
    Kind(s.table_that_follows_itself),
    Kind(s.tables_in_a_ring),
    Kind(s.table_far_outside, repaired=True, says=_REPAIRED),
    Kind(s.table_of_two_billion_entries, repaired=True, says=_REPAIRED),
    Kind(s.table_bomb, refused="no_pages", says=_ANEW),
    Kind(s.object_stream_that_extends_itself),
    Kind(s.object_stream_that_holds_itself),
    Kind(s.object_stream_of_a_billion_objects, failed="unreadable", says="damaged"),
    Kind(s.object_stream_bomb),
    Kind(s.page_tree_that_holds_itself, repaired=True, says=_FOUND),
    Kind(s.page_tree_that_leads_back_behind_its_page, repaired=True, says=_FOUND),
    Kind(s.page_tree_in_a_ring, failed="unreadable", says="cycle"),
    Kind(s.page_tree_with_a_ring_in_the_middle, repaired=True, says=_FOUND),
    Kind(s.page_tree_20000_levels_deep),
    Kind(s.page_tree_that_doubles),
    Kind(s.page_count_of_a_billion, repaired=True, says=_FOUND),
    Kind(s.page_count_below_zero, repaired=True, says=_FOUND),
    Kind(s.page_count_of_ten_for_one, repaired=True, says=_FOUND),
    Kind(s.page_count_of_one_for_none, repaired=True, says=_FOUND),
    Kind(s.page_count_of_one_without_any, refused="no_pages", says=_ANEW),
    Kind(s.pages_not_listed_behind_a_broken_object, repaired=True, says=_FOUND),
    Kind(s.pages_that_are_none, repaired=True, says=_FOUND),
    Kind(s.ten_thousand_pages, refused="too_many_pages", says="10,000 pages and the limit is 2,000"),
    Kind(s.references_in_a_ring),
    Kind(s.arrays_100000_deep),
    Kind(s.object_number_beyond_all, repaired=True, failed="unreadable", says=_GONE),
    Kind(s.object_numbers_below_zero, failed="unreadable", says=_GONE),
    Kind(s.length_too_long),
    Kind(s.length_below_zero),
    Kind(s.length_that_is_its_own_stream),
    Kind(s.stream_without_an_end, repaired=True, says=_REPAIRED),
    Kind(s.contents_that_are_the_page, says=_GONE),
    Kind(s.contents_named_without_end, failed="content_too_large", says=_UNPACKED),
    Kind(s.update_that_hides_the_page, word="MCC-2"),
    Kind(s.update_with_a_broken_table, repaired=True, says=_REPAIRED),
    Kind(s.outline_60000_levels_deep, says="beyond the limit of 1,000"),
    Kind(s.outline_of_100000_entries, says="beyond the limit of 1,000"),
    Kind(s.outline_in_a_ring),
    Kind(s.structure_tree_in_a_ring),
    Kind(s.names_in_a_ring, says=_RUN),
)

CONTENTS = (
    Kind(c.deflate_bomb, failed="content_too_large", says=_UNPACKED),
    Kind(c.bomb_in_a_bomb, failed="content_too_large", says=_UNPACKED),
    Kind(c.bomb_in_hex, failed="content_too_large", says=_UNPACKED),
    Kind(c.run_length_bomb, failed="content_too_large", says=_UNPACKED),
    Kind(c.lzw_bomb, failed="content_too_large", says=_UNPACKED),
    Kind(c.predictor_bomb, failed="unreadable", says="damaged"),
    Kind(c.million_paths, failed="timeout", says="processor time", limits=_BRIEF),
    Kind(c.million_words, failed="timeout", says="processor time", limits=_BRIEF),
    Kind(c.forms_that_double, failed="timeout", says="processor time", limits=_BRIEF),
    Kind(c.million_states_saved, word=None, picture=False, says="too many nested"),
    Kind(c.clip_in_a_clip, word=None, picture=False, says="nesting too deep"),
    Kind(c.pattern_that_paints_itself, word=None, picture=False, says="could not be drawn"),
    Kind(c.pattern_of_tiny_steps, picture=False, says="processor time", limits=_BRIEF),
    Kind(c.huge_strokes, word=None, says="full picture", limits=_BRIEF),
    Kind(c.dashes_without_number),
    Kind(c.form_that_draws_itself),
    Kind(c.mask_that_masks_itself),
    Kind(c.image_bomb, says=_NOT_DRAWN),
    Kind(c.image_below_zero, says=_NOT_DRAWN),
    Kind(c.image_within_a_page_bomb, says=_MISSING),
    Kind(c.jpx_bomb, says=_NOT_DRAWN),
    Kind(c.fax_bomb, says=_NOT_DRAWN),
    Kind(c.jbig2_bomb, says=_MISSING),
    Kind(c.image_whose_mask_is_itself),
    Kind(c.colours_in_a_ring, says=_MISSING),
    Kind(c.shading_of_a_function_in_a_ring, says=_MISSING),
    Kind(c.numbers_that_are_none, says=_MISSING),
    Kind(c.coordinates_beyond_all),
    Kind(c.operators_of_nobody, says=_MISSING),
    Kind(c.box_of_nothing, says=_NO_SIZE),
    Kind(c.box_of_no_numbers, says=_NO_SIZE),
    Kind(c.box_of_two_numbers, says=_NO_SIZE),
    Kind(c.box_missing, says=_NO_SIZE),
    Kind(c.box_of_a_hair, says=_NO_SIZE, word=None),
    Kind(c.crop_box_off_the_page, says=_NO_SIZE, word=None),
    Kind(c.box_of_a_billion_points, failed="unreadable", says="no usable size"),
    Kind(c.unit_of_a_million, failed="unreadable", says="no usable size"),
    Kind(c.box_reversed),
    Kind(c.box_below_zero),
    Kind(c.sheet_of_200_by_200_inches),
    Kind(c.turned_by_37_degrees),
)

EXTRAS = (
    Kind(e.javascript, says=_RUN),
    Kind(e.launch_action, says=_RUN),
    Kind(e.script_on_a_field, says=_RUN),
    Kind(e.action_chain_in_a_ring, says=_RUN),
    Kind(e.attached_programs, says="1 attached files, which were not read: macro.exe"),
    Kind(e.attached_file_that_is_a_bomb, says="1 attached files"),
    Kind(e.file_outside_as_contents, failed="unreadable", says=_GONE),
    Kind(e.annotations_in_a_ring),
    Kind(e.annotation_list_that_holds_itself),
    Kind(e.fields_in_a_ring),
    Kind(e.ten_thousand_annotations, says="9,500 annotations beyond the limit of 500"),
    Kind(e.ten_thousand_links, says="9,500 links beyond the limit of 500"),
    Kind(e.broken_truetype),
    Kind(e.broken_type1),
    Kind(e.font_bomb),
    Kind(e.glyph_that_writes_itself, says=_MISSING),
    Kind(e.character_map_that_uses_itself, says=_MISSING),
    Kind(e.character_map_of_millions),
    Kind(e.layers_100000, says="99,000 layers beyond the limit of 1,000"),
    Kind(e.layer_rules_in_a_ring),
    Kind(e.metadata_bomb),
    Kind(e.title_of_ten_megabytes),
    Kind(e.text_no_one_can_store),
)

KINDS = (*OUTER, *STRUCTURE, *CONTENTS, *EXTRAS)
