"""Labels as they are printed in front of headings, paragraphs and table rows, and words that
only look like labels.
"""

import pytest

from drafting.domain.clauses.enumeration import Count, counts
from drafting.domain.clauses.labels import cell_label, designation, labels_of, ordinal
from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.vocabulary.usual import USUAL

USUAL_LABELS = labels_of(USUAL.designations)

HEADINGS = {
    "Commitment I.1 — Model sheet": ("Commitment I.1", "Model sheet"),
    "Measure II.4.11 Content": ("Measure II.4.11", "Content"),
    "Article 5": ("Article 5", ""),
    "Article 5: Practices": ("Article 5", "Practices"),
    "ARTICLE 5bis": ("ARTICLE 5bis", ""),
    "Article 12 bis": ("Article 12 bis", ""),
    "Article 12 bis Scope": ("Article 12 bis", "Scope"),
    "Article 12-ter – Scope": ("Article 12-ter", "Scope"),
    "Article 12quater. Scope": ("Article 12quater", "Scope"),
    "Section 12A Duties": ("Section 12A", "Duties"),
    "Annex IIa": ("Annex IIa", ""),
    "Annex II bis": ("Annex II bis", ""),
    "Article 5-A": ("Article 5-A", ""),
    "Article L121-1": ("Article L121-1", ""),
    "Article R. 111-2 Forms": ("Article R. 111-2", "Forms"),
    "Art 1": ("Art 1", ""),
    "Art. 1er. Scope": ("Art. 1er", "Scope"),
    "Article 1er": ("Article 1er", ""),
    "Article 1240": ("Article 1240", ""),
    "§ 312 k": ("§ 312 k", ""),
    "§ 312 k Fristen": ("§ 312 k", "Fristen"),
    "§§ 5 bis 7 Fristen": ("§§ 5 bis 7", "Fristen"),
    "§§ 5, 6": ("§§ 5, 6", ""),
    "Annex It is": ("", "Annex It is"),
    "Article biased": ("", "Article biased"),
    "12 biscuits": ("", "12 biscuits"),
    "CHAPTER IV GENERAL": ("CHAPTER IV", "GENERAL"),
    "Annex A": ("Annex A", ""),
    "Annex A – Forms": ("Annex A", "Forms"),
    "Part of the whole": ("", "Part of the whole"),
    "Part I think of": ("", "Part I think of"),
    "Title civil law": ("", "Title civil law"),
    "Maßnahme 3.2: Prüfung": ("Maßnahme 3.2", "Prüfung"),
    "2.3 Title": ("2.3", "Title"),
    "2.3. Title": ("2.3.", "Title"),
    "II.3": ("II.3", ""),
    "II. Scope": ("II.", "Scope"),
    "A.1 Scope": ("A.1", "Scope"),
    "(51)": ("(51)", ""),
    "(a) Points": ("(a)", "Points"),
    "1) First": ("1)", "First"),
    "1 — First": ("1", "First"),
    "5 Duties": ("5", "Duties"),
    "3 ways to do it": ("", "3 ways to do it"),
    "2024 report": ("", "2024 report"),
    "12.7.2024 Report": ("", "12.7.2024 Report"),
    "§ 12a Fristen": ("§ 12a", "Fristen"),
    "REQ-12: Logs": ("REQ-12", "Logs"),
    "U.S. policy": ("", "U.S. policy"),
    "(EU) 2024/1689": ("", "(EU) 2024/1689"),
    "A plan": ("", "A plan"),
    "I am": ("", "I am"),
    "": ("", ""),
}
TEXTS = {
    "(1) The": ("(1)", "The"),
    "(1)The": ("(1)", "The"),
    "(4bis) The": ("(4bis)", "The"),
    "(iv) the": ("(iv)", "the"),
    "(aa) the": ("(aa)", "the"),
    "(1)(b) the": ("(1)(b)", "the"),
    "1.1 Signatories will": ("1.1", "Signatories will"),
    "1.1. signatories": ("1.1.", "signatories"),
    "II.4.11 the": ("II.4.11", "the"),
    "3. The": ("3.", "The"),
    "a) the": ("a)", "the"),
    "a. the": ("a.", "the"),
    "iv. the": ("iv.", "the"),
    "Measure II.1.1: the": ("Measure II.1.1", "the"),
    "Article 5": ("Article 5", ""),
    "Article 5 applies": ("", "Article 5 applies"),
    "§ 5 The": ("§ 5", "The"),
    "3.5 million": ("", "3.5 million"),
    "30 days": ("", "30 days"),
    "2024. It": ("", "2024. It"),
    "(s)he may": ("", "(s)he may"),
    "(EU) No 168": ("", "(EU) No 168"),
    "(see below)": ("", "(see below)"),
    "(1 bis) The": ("(1 bis)", "The"),
    "1bis. The": ("1bis.", "The"),
    "2-bis) The": ("2-bis)", "The"),
    "1° The": ("1°", "The"),
    "1.º The": ("1.º", "The"),
    "(-1) The": ("(-1)", "The"),
    "(1000) The": ("(1000)", "The"),
    "(ab) the": ("(ab)", "the"),
    "α) το": ("α)", "το"),
    "(б) слово": ("(б)", "слово"),
    "а) слово": ("а)", "слово"),
    "5° north": ("", "5° north"),
    "1 bisect": ("", "1 bisect"),
    "A person": ("", "A person"),
    "J. Smith": ("", "J. Smith"),
    "e.g. this": ("", "e.g. this"),
    "I will": ("", "I will"),
}


@pytest.mark.parametrize(("words", "expected"), HEADINGS.items())
def test_headings(words: str, expected: tuple[str, str]) -> None:
    label = USUAL_LABELS.of_heading(words)
    assert (label.number, words[label.end :]) == expected


@pytest.mark.parametrize(("words", "expected"), TEXTS.items())
def test_paragraphs_and_items(words: str, expected: tuple[str, str]) -> None:
    label = USUAL_LABELS.of_text(words)
    assert (label.number, words[label.end :]) == expected


@pytest.mark.parametrize("words", ["1.1", "1", "3.", "(a)", "b)", "A.5", "REQ-12", "II.4.1"])
def test_a_cell_is_a_label_when_it_is_nothing_else(words: str) -> None:
    assert cell_label(words).number == words
    assert not cell_label(f"{words} and words").number


@pytest.mark.parametrize("words", ["2024", "30 days", "a", "", "None", "5 %"])
def test_other_cells_are_words(words: str) -> None:
    assert not cell_label(words).number


@pytest.mark.parametrize(
    ("number", "word", "counted"),
    [
        ("Measure II.4.11", "Measure", "II.4.11"),
        ("(a)", "", "a"),
        ("Article 12 bis", "Article", "12 bis"),
        ("Article R. 111-2", "Article", "R. 111-2"),
        ("(1 bis)", "", "1 bis"),
        ("§ 312 k", "", "312 k"),
        ("§ 12a", "", "12a"),
        ("4.", "", "4"),
        ("(1)(b)", "", "b"),
        ("", "", ""),
    ],
)
def test_a_label_is_a_word_and_a_count(number: str, word: str, counted: str) -> None:
    assert (designation(number), ordinal(number)) == (word, counted)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("(3)", [Count("()1", 3)]),
        ("(b)", [Count("()a", 2)]),
        ("(i)", [Count("()ai", 1), Count("()a", 9)]),
        ("(iv)", [Count("()ai", 4)]),
        ("(C)", [Count("()A", 3), Count("()Ai", 100)]),
        ("(aa)", [Count("()a", 27)]),
        ("1.2.3", [Count("..1", 3)]),
        ("", []),
    ],
)
def test_a_label_counts_in_one_or_two_ways(number: str, expected: list[Count]) -> None:
    assert list(counts(number)) == expected


def test_a_label_or_an_id_beyond_measure_is_words() -> None:
    label, address = "(a)" * 40, "{#" + "x" * 300 + "}"
    [paragraph, heading] = parse_clauses(f"{label} words\n\n# Title {address}\n").clauses
    assert (paragraph.number, paragraph.text) == ("", f"{label} words")
    assert (heading.explicit_id, heading.text) == ("", f"Title {address}")
