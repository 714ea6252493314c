"""Small inputs that once failed, each with its right value; they are read from ../shared/cases.

Where that folder is absent the tests say so and go on; the same kinds are tested with words of our
own beside the modules.
"""

import json

import pytest

from drafting.domain.anchors.selectors import TextQuoteSelector, find_quote
from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.rendering import render_clauses
from drafting.domain.comparison.compare import ComparedClause, Only, compare
from drafting.domain.comparison.redline import is_change
from drafting.domain.comparison.significance import Reason, Significance
from drafting.domain.markdown.joining import joined_text
from drafting.domain.markdown.splitting import split_markdown
from drafting.settings import PROJECT_ROOT

CASES = PROJECT_ROOT.parent / "shared" / "cases"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="../shared/cases is not here")
PAIRS = sorted(path.name.removesuffix(".old.md") for path in CASES.glob("*.old.md"))


def case(name: str) -> str:
    return (CASES / name).read_text("utf-8")


def changes(name: str) -> list[ComparedClause]:
    trees = parse_clauses(case(f"{name}.old.md")), parse_clauses(case(f"{name}.new.md"))
    return [entry for entry in compare(*trees).entries if is_change(entry)]


@needs_cases
@pytest.mark.parametrize("name", PAIRS or ["none"])
def test_each_pair_is_one_change_of_substance(name: str) -> None:
    [entry] = changes(name)
    assert entry.significance is Significance.SUBSTANTIVE


@needs_cases
@pytest.mark.parametrize(
    ("name", "only", "reason"),
    [
        ("silent-closing-words", Only.STRUCTURE, Reason.STRUCTURE),
        ("silent-item-nested", Only.STRUCTURE, Reason.STRUCTURE),
        ("silent-link-definition", Only.LINKS, Reason.REFERENCE),
        ("table-tick-other-column", Only.STRUCTURE, Reason.STRUCTURE),
        ("table-words-other-column", Only.STRUCTURE, Reason.STRUCTURE),
        ("editorial-strike", Only.FORMATTING, Reason.STRUCK),
    ],
)
def test_what_no_words_say_is_told_by_its_kind(name: str, only: Only, reason: Reason) -> None:
    [entry] = changes(name)
    assert (entry.only, entry.reasons) == (only, (reason,))


@needs_cases
def test_chapters_do_not_reach_into_each_other() -> None:
    text, places = joined_text([(str(n), case(f"join-footnotes-{n}.md")) for n in (1, 2)])
    html = "".join(render_clauses(parse_clauses(text, chapters=(places[1][0],))))
    assert html.count('href="#fn-1"') == html.count('href="#fn-2.1"') == 1
    text, places = joined_text([("1", case("join-open-fence-1.md")), ("2", "# Two\n\nText.\n")])
    assert [one.kind.value for one in parse_clauses(text, chapters=(places[1][0],)).clauses] == [
        "heading", "paragraph", "code", "heading", "paragraph"
    ]  # fmt: skip


@needs_cases
@pytest.mark.parametrize("name", ["front-matter", "anchor", "comment", "rule"])
def test_nothing_is_invented_on_publishing(name: str) -> None:
    source = case(f"heading-{name}.md")
    [chapter] = split_markdown(source, None)
    text, _ = joined_text([(chapter.title, chapter.markdown)])
    assert (chapter.title, text.strip("\n")) == ("Scope", source.strip("\n"))


@needs_cases
def test_front_matter_is_split_from_no_chapter() -> None:
    parts = split_markdown(case("split-front-matter.md"), "h2")
    assert [one.title for one in parts] == ["Scope", "Duties"]
    assert parts[0].markdown.startswith("---\ntitle")


@needs_cases
@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("bis", ["Article 12", "(1)", "Article 12 bis", "(1)", "Article 13", "(1)"]),
        ("four-digits", ["Article 1240", "", "Article 1241", "", "(1000)"]),
        ("paragraphs", ["Article 5", "(1 bis)", "1bis.", "2-bis)", "1°", "1.º", "(-1)"]),
    ],
)
def test_the_whole_label_is_the_label(name: str, numbers: list[str]) -> None:
    assert [one.number for one in parse_clauses(case(f"label-{name}.md")).clauses] == numbers


@needs_cases
def test_headings_of_other_scripts_have_addresses_that_say_something() -> None:
    eids = [one.eid for one in parse_clauses(case("label-greek.md")).clauses]
    assert eids == ["eisagogi", "eisagogi-p1", "orismoi", "orismoi-p1"]


@needs_cases
def test_a_quote_is_found_as_its_reader_sees_it() -> None:
    text = "The provider keeps docu\u00admentation of the ﬁrst oﬃce for Zürich."
    quote = json.loads(case("quote-api.json"))["quote"]["exact"]
    found = find_quote(text, TextQuoteSelector(quote))
    assert found is not None
    assert text[found[0] : found[1]].startswith("docu\u00ad")


@needs_cases
def test_a_line_break_in_a_cell_is_one() -> None:
    row = parse_clauses(case("table-br.md")).clauses[1]
    assert row.text == "Report First Second"


@needs_cases
def test_one_word_of_thai_is_one_edit() -> None:
    old = case("thai.md")
    [entry] = compare(parse_clauses(old), parse_clauses(old.replace("หนึ่ง", "สอง"))).entries
    assert len(entry.changes) == 1
