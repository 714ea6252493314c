"""Hidden characters in comments are shown."""

from drafting.web.hidden_characters import with_hidden_characters


def test_each_is_marked_with_its_name_and_all_else_escaped() -> None:
    html = with_hidden_characters("<b>not\u202e ever")
    assert html.startswith("&lt;b&gt;not<span")
    assert 'title="U+202E RIGHT-TO-LEFT OVERRIDE" data-sign="U+202E"' in html
    assert html.endswith("</span> ever")


def test_other_text_stays_as_it_is() -> None:
    assert with_hidden_characters("Zoë & Bo") == "Zoë &amp; Bo"
