"""Editorial or substantive, and why: on sentences as laws and codes of practice have them."""

import pytest

from drafting.domain.clauses.definitions import terms_in
from drafting.domain.clauses.parsing import parse_clauses
from drafting.domain.clauses.references import Renumbering
from drafting.domain.comparison.compare import ComparedClause, compare
from drafting.domain.comparison.significance import Reason, Significance, reasons_for
from drafting.domain.vocabulary.usual import USUAL


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        (
            "Providers should keep a register.",
            "Providers shall keep a register.",
            [Reason.DUTY_WORD],
        ),
        ("Signatories may refuse.", "Signatories must refuse.", [Reason.DUTY_WORD]),
        ("Signatories commit to report.", "Signatories report.", [Reason.DUTY_WORD]),
        ("They use best efforts to answer.", "They answer.", [Reason.DUTY_WORD, Reason.WORDS]),
        ("Le fournisseur doit répondre.", "Le fournisseur peut répondre.", [Reason.DUTY_WORD]),
        ("Der Anbieter soll melden.", "Der Anbieter muss melden.", [Reason.DUTY_WORD]),
        ("They will not be published.", "They will be published.", [Reason.NEGATION]),
        ("sans délai", "délai", [Reason.NEGATION]),
        ("within 72 hours", "within 15 days", [Reason.THRESHOLD]),
        ("a fine of 3.5 million", "a fine of 35 million", [Reason.NUMBER]),
        ("more than 1 000 users", "more than 10 000 users", [Reason.NUMBER]),
        ("trained with 10^25 FLOP", "trained with 10^26 FLOP", [Reason.THRESHOLD]),
        ("5 % of turnover", "7 % of turnover", [Reason.THRESHOLD]),
        ("by 2 August 2026", "by 2 August 2027", [Reason.DATE]),
        ("from 2026-08-02", "from 2026-12-02", [Reason.DATE]),
        ("as set out in Article 5(1)", "as set out in Article 5(2)", [Reason.REFERENCE]),
        ("a covered model", "any model", [Reason.DEFINED_TERM]),
        ("They keep a register.", "They keep a public register.", [Reason.WORDS]),
        ("Providers inform signatories.", "Signatories inform providers.", [Reason.WORDS]),
        ("Within 72 hours, later 15 days.", "Within 15 days, later 72 hours.", [Reason.WORDS]),
        ("points (a) and (b)", "points (b)", [Reason.REFERENCE, Reason.WORDS]),
        ("Die Stelle kann fordern.", "Die Stelle kann fördern.", [Reason.WORDS]),
        ("El proveedor debe informar.", "El proveedor puede informar.", [Reason.DUTY_WORD]),
        ("Il fornitore può pubblicare.", "Il fornitore deve pubblicare.", [Reason.DUTY_WORD]),
        ("a lawful purpose", "an unlawful purpose", [Reason.WORDS]),
    ],
)
def test_what_changes_a_duty_a_figure_or_a_meaning_is_substantive(
    old: str, new: str, reasons: list[Reason]
) -> None:
    found = reasons_for(old, new, terms={"covered model"})
    assert set(found) <= set(reasons)
    assert found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The organisation, too.", "The organization too."),
        ("behaviour", "behavior"),
        ("Keep  the register.", "Keep the register."),
        ("“Provider”", '"Provider"'),
        ("co-operation", "cooperation"),
        ("a model", "the model"),
        ("Zoë", "Zoe\u0308"),
        ("the Union", "THE UNION"),
    ],
)
def test_spelling_punctuation_case_and_articles_are_editorial(old: str, new: str) -> None:
    assert reasons_for(old, new) == ()


def test_what_differs_is_found_inside_a_long_clause() -> None:
    start, end = "Providers shall keep a register. " * 20, " Nobody else may see it." * 20
    assert reasons_for(f"{start}It may be kept.{end}", f"{start}It shall be kept.{end}") == (
        Reason.DUTY_WORD,
    )
    assert reasons_for(f"{start}It is colour.{end}", f"{start}It is color.{end}") == ()


def test_sentences_that_changed_places_are_editorial() -> None:
    one, two = "Signatories keep a log of incidents.", "The log may be seen by everyone."
    assert reasons_for(f"{one} {two}", f"{two} {one}") == ()


def test_references_that_were_exchanged_are_substantive() -> None:
    assert reasons_for("Measure 2.3 before Measure 2.4", "Measure 2.4 before Measure 2.3") == (
        Reason.WORDS,
    )


def test_a_reference_that_follows_the_new_numbers_is_editorial() -> None:
    moved = Renumbering.of([("Measure 2.3", "Measure 2.4"), ("5.", "6.")])
    assert reasons_for("See Measure 2.3(a).", "See Measure 2.4(a).", renumbering=moved) == ()
    assert reasons_for("See section 5.", "See section 6.", renumbering=moved) == ()
    assert reasons_for("See Measure 2.3.", "See Measure 2.5.", renumbering=moved) == (
        Reason.REFERENCE,
    )


def test_terms_are_those_that_the_text_defines() -> None:
    sources = [
        "- **Covered model**: an AI model.",
        "“Provider” means a person.",
        "**Bold** words begin this.",
        "Nothing.",
    ]
    assert terms_in(sources, USUAL.defining) == {"covered model", "provider"}


def entries(old: str, new: str) -> list[ComparedClause]:
    return list(compare(parse_clauses(old), parse_clauses(new)).entries)


TEXT = (
    "# Code\n\n## 1 Scope\n\nThe scope is told here in full.\n\n## 2 Duties\n\nProviders keep "
    "a register of models.\n"
)


def test_clauses_that_came_or_went_are_substantive_and_those_that_moved_are_not() -> None:
    swapped = (
        "# Code\n\n## 1 Duties\n\nProviders keep a register of models.\n\n## 2 Scope\n\nThe "
        "scope is told here in full.\n"
    )
    assert {entry.significance for entry in entries(TEXT, swapped)} == {Significance.EDITORIAL}
    came = [
        entry
        for entry in entries(TEXT, TEXT + "\nA new duty is added here.\n")
        if entry.pair.old is None
    ]
    assert [entry.reasons for entry in came] == [(Reason.ADDED,)]
    gone = [
        entry
        for entry in entries(TEXT + "\nA new duty is added here.\n", TEXT)
        if entry.pair.new is None
    ]
    assert [entry.reasons for entry in gone] == [(Reason.DELETED,)]


def test_a_split_without_other_words_is_editorial() -> None:
    one = (
        "# Code\n\nProviders keep a register of all their models. The register is open to the "
        "public at any time.\n"
    )
    two = one.replace("models. The", "models.\n\nThe")
    assert {entry.significance for entry in entries(one, two)} == {Significance.EDITORIAL}
    assert Significance.SUBSTANTIVE in {
        entry.significance for entry in entries(one, two.replace("is open", "is not open"))
    }


def test_a_link_that_leads_elsewhere_is_substantive() -> None:
    [entry] = entries(
        "See [the Act](https://one.example/).\n", "See [the Act](https://two.example/).\n"
    )
    assert (entry.only, entry.reasons) == ("links_only", (Reason.REFERENCE,))
