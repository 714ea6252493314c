"""A comment's passage is found again in the next version, or said to be lost; never put on other
words.
"""

from hypothesis import given
from hypothesis import strategies as st

from drafting.domain.alignment.align import align
from drafting.domain.anchors.anchoring import Anchor, AnchorStatus, ReanchoredAnchor, reanchor
from drafting.domain.clauses.parsing import parse_clauses
from tests.support.markdown import markdown

SAFE = "The provider keeps a register 😀 of serious incidents for ten years."
OTHER = "Authorities may inspect the premises of a provider at any time."


def carried(old: str, new: str, quote: str) -> tuple[AnchorStatus, str | None]:
    """What became of the first place of `quote`: the status, and the words that are there now."""
    start = old.index(quote)
    trees = parse_clauses(old), parse_clauses(new)
    (found,) = reanchor(*trees, align(*trees), [Anchor(start, start + len(quote))])
    return found.status, None if found.start is None or found.end is None else new[
        found.start : found.end
    ]


@given(markdown, st.data())
def test_in_the_same_text_a_passage_stays_where_it_is(source: str, data: st.DataObject) -> None:
    tree = parse_clauses(source)
    pairs = align(tree, tree)
    for clause in tree.clauses:
        start = data.draw(st.integers(clause.start, clause.end))
        end = data.draw(st.integers(start, clause.end))
        (found,) = reanchor(tree, tree, pairs, [Anchor(start, end)])
        if source[start:end].strip():
            assert found == ReanchoredAnchor(AnchorStatus.EXACT, start, end, 1.0)


@given(markdown, markdown, st.data())
def test_a_passage_found_lies_within_the_new_text(old: str, new: str, data: st.DataObject) -> None:
    trees = parse_clauses(old), parse_clauses(new)
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    (found,) = reanchor(*trees, align(*trees), [Anchor(start, end)])
    if found.status is AnchorStatus.ORPHAN:
        assert (found.start, found.end, found.confidence) == (None, None, 0.0)
    else:
        assert found.start is not None
        assert found.end is not None
        assert 0 <= found.start <= found.end <= len(new)
        assert 0 < found.confidence <= 1


def test_words_before_it_shift_a_passage() -> None:
    assert carried(SAFE, f"{OTHER}\n\n{SAFE}", "serious incidents") == (
        AnchorStatus.SHIFTED,
        "serious incidents",
    )


def test_a_passage_follows_its_clause_and_not_its_words() -> None:
    old, new = f"{OTHER}\n\n{SAFE}", f"{SAFE}\n\n{OTHER}"
    assert carried(old, new, "a provider at") == (AnchorStatus.SHIFTED, "a provider at")


def test_edited_words_in_a_passage_make_it_fuzzy() -> None:
    new = SAFE.replace("serious", "grave")
    assert carried(SAFE, new, "register 😀 of serious incidents") == (
        AnchorStatus.FUZZY,
        "register 😀 of grave incidents",
    )


def test_a_passage_in_part_of_a_split_clause_goes_to_that_part() -> None:
    old, new = f"{SAFE} {OTHER}", f"{SAFE}\n\n{OTHER}"
    assert carried(old, new, "inspect the premises") == (
        AnchorStatus.SHIFTED,
        "inspect the premises",
    )


def test_a_passage_whose_clause_is_gone_is_an_orphan() -> None:
    assert carried(f"{OTHER}\n\n{SAFE}", SAFE, "inspect the premises") == (
        AnchorStatus.ORPHAN,
        None,
    )


def test_a_passage_whose_words_are_gone_is_an_orphan() -> None:
    assert (
        carried(SAFE, SAFE.replace("for ten years", "as required"), "for ten years")[0]
        is AnchorStatus.ORPHAN
    )


def test_a_few_letters_left_of_a_passage_are_not_that_passage() -> None:
    quote = "register 😀 of serious incidents for ten years"
    assert carried(SAFE, SAFE.replace(quote, "list of what went wrong"), quote) == (
        AnchorStatus.ORPHAN,
        None,
    )


def test_a_passage_between_two_clauses_is_an_orphan() -> None:
    trees = parse_clauses(f"{OTHER}\n\n\n{SAFE}"), parse_clauses(SAFE)
    (found,) = reanchor(*trees, align(*trees), [Anchor(len(OTHER) + 1, len(OTHER) + 2)])
    assert found.status is AnchorStatus.ORPHAN
