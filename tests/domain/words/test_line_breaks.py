"""Line breaks of other systems, and the control characters that no text has."""

import pytest

from drafting.domain.words.line_breaks import first_control, usual_lines, without_marks_of_format


@pytest.mark.parametrize("mark", ["\r\n", "\r", "\x85", "\u2029"])
def test_line_ends_of_other_systems_are_line_feeds(mark: str) -> None:
    assert usual_lines(f"shall{mark}not", soft_break=" ") == "shall\nnot"


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\u2028"])
def test_breaks_inside_a_paragraph_are_what_the_caller_says(mark: str) -> None:
    assert usual_lines(f"shall{mark}not") == "shall\nnot"
    assert usual_lines(f"shall{mark}not", soft_break=" ") == "shall not"


def test_the_first_control_character_is_named_with_its_line() -> None:
    assert first_control("a\nb\x92") == (2, "U+0092")
    assert first_control("a\tb\n") is None


def test_characters_without_width_go() -> None:
    assert without_marks_of_format("a\u200b\u202eb\u00ad") == "ab"
