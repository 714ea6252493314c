"""Comparing two versions and two rounds, as pages: what is chosen, what is shown, what leads
where.
"""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from drafting.domain.roles import Role
from drafting.services.errors import TextTooComplexError
from drafting.services.operations.job_registry import run_all_jobs
from drafting.storage.models import StoredComparison
from drafting.storage.unit_of_work import Database
from tests.support.people import TEXT, World
from tests.support.published import (
    Published,
    make_public,
    publish_world,
    retype,
)
from tests.web.looking import everything, words
from tests.web.publishing import CODE, prepare_text, publish_second, version_of

ClientOf = Callable[[Role | None], FlaskClient]
CHOICE = f"{CODE}/compare"
REDLINE = f"{CODE}/versions/1/compare/2"
OLD = (
    "# One\n\nThe seller keeps a record of every sale.\n\nThe buyer may ask for it at any "
    "time.\n\nThis goes away.\n"
)
NEW = OLD.replace("a record", "a full record").replace(
    "This goes away.", "Quite another matter, namely fees."
)


@pytest.fixture
def client(published: Published, client_of: ClientOf) -> FlaskClient:
    publish_second(published.world)
    return client_of(Role.OBSERVER)


@pytest.fixture
def reader(world: World, client_of: ClientOf) -> FlaskClient:
    """A client of a code with the versions OLD and NEW."""
    retype(world, OLD)
    publish_world(world)
    publish_second(world, NEW)
    return client_of(Role.OBSERVER)


def forget(database: Database) -> None:
    """As after an improvement of the engine."""
    with database.transaction() as session:
        session.execute(delete(StoredComparison))


def changes(page: str) -> list[str]:
    """The names of the changes on a page."""
    return re.findall(r'<article class="change [^>]*id="(C-\d+)"', page)


def test_two_versions_are_chosen(client: FlaskClient) -> None:
    assert client.get(CHOICE).location == REDLINE
    assert client.get(f"{CHOICE}?old=1&new=2&view=sides").location == f"{REDLINE}?view=sides"
    assert client.get(f"{CHOICE}?old=2&new=1").location == REDLINE
    assert client.get(f"{CHOICE}?old=x&new=99").location == REDLINE
    assert client.get(f"{CODE}/versions/2/compare/1", follow_redirects=True).request.path == REDLINE
    same = client.get(f"{CODE}/versions/2/compare/2", follow_redirects=True)
    assert same.request.path == REDLINE
    assert "Choose two different versions." in words(same)


def test_a_missing_version_is_not_compared(client: FlaskClient) -> None:
    assert client.get(f"{CODE}/versions/1/compare/9").status_code == 404
    assert client.get(f"{CODE}/versions/0/compare/1").status_code == 404
    assert client.get(f"{CODE}/versions/1/compare/9/work").status_code == 404


def test_one_version_is_not_compared(client_of: ClientOf, published: Published) -> None:
    client = client_of(Role.OBSERVER)
    for path in (CHOICE, f"{CHOICE}?old=1&new=1"):
        assert "A comparison needs two published versions." in words(client.get(path))


def test_the_secretariat_compares_a_prepared_version_before_others_do(
    client_of: ClientOf, published: Published
) -> None:
    prepare_text(published.world, NEW)
    assert client_of(Role.SECRETARIAT).get(REDLINE).status_code == 200
    assert client_of(Role.CHAIR).get(REDLINE).status_code == 404


def test_words_that_went_and_came_are_marked_inline(reader: FlaskClient) -> None:
    page = reader.get(REDLINE).text
    assert re.search(r'<ins data-said="inserted:" data-end="end"> ?full ?</ins>', page)
    assert re.search(r'<del data-said="deleted:" data-end="end">This goes away\.</del>', page)
    assert re.search(
        r'<ins data-said="inserted:" data-end="end">Quite another matter, namely fees\.</ins>', page
    )
    assert "First draft</option>" in page
    assert len(changes(page)) == int(re.findall(r"<b>(\d+) changes</b>", page)[0])


def test_side_by_side_each_side_has_its_own_words(reader: FlaskClient) -> None:
    page = reader.get(f"{REDLINE}?view=sides").text
    olds, news = (
        re.findall(rf'<p class="{side}" lang="en"[^>]*>(.*?)</p>', page) for side in ("old", "new")
    )
    plain = [{re.sub(r"<[^>]+>", "", words) for words in side} for side in (olds, news)]
    assert "The seller keeps a record of every sale." in plain[0]
    assert "The seller keeps a full record of every sale." in plain[1]
    assert not any("<ins" in one for one in olds)
    assert not any("<del" in one for one in news)
    assert "No longer in this version" in page
    assert re.search(r'view=sides&amp;page=1" aria-current="true">Side by side<', page)


def test_what_is_unchanged_is_folded_between(reader: FlaskClient) -> None:
    page = words(reader.get(REDLINE))
    assert "The buyer may ask for it at any time." in page
    assert '<details class="unchanged">' in page


def test_changes_are_narrowed_by_kind_and_keep_their_names(reader: FlaskClient) -> None:
    names = changes(reader.get(REDLINE).text)
    page = reader.get(f"{REDLINE}?status=edited").text
    assert 0 < len(changes(page)) < len(names)
    assert set(changes(page)) <= set(names)
    assert f"{len(changes(page))} of {len(names)} changes are shown." in page
    assert "The buyer may ask for it" not in page
    none = reader.get(f"{REDLINE}?status=moved").text
    assert "No changes match." in none
    assert changes(reader.get(f"{REDLINE}?status=nonsense").text) == names


def test_each_change_has_an_address_and_leads_to_its_clauses(reader: FlaskClient) -> None:
    page = reader.get(REDLINE).text
    for name in changes(page):
        assert f'<a href="#{name}">{name}</a>' in page
        assert re.search(
            rf'<a class="[\w-]+" href="#{name}" aria-label="{name}, [^"]+"><rect ', page
        )
    for path in set(re.findall(rf'href="({CODE}/versions/\d/clauses/[^"#]+)"', page)):
        assert reader.get(unescape(path)).status_code == 200


def test_the_threads_behind_a_change_are_counted_as_the_reader_sees_them(
    client: FlaskClient, client_of: ClientOf
) -> None:
    assert "Behind it: 3 comments" in words(client.get(REDLINE))
    assert "Behind it: 4 comments" in words(client_of(Role.STAKEHOLDER).get(REDLINE))


@pytest.fixture
def long(world: World, client_of: ClientOf) -> FlaskClient:
    """A client of a code with a comparison of 250 changes."""
    retype(world, "\n\n".join(f"Paragraph {n} says what number {n} is about." for n in range(250)))
    publish_world(world)
    publish_second(
        world, "\n\n".join(f"Paragraph {n} now says what number {n} is about." for n in range(250))
    )
    return client_of(Role.OBSERVER)


def test_a_long_comparison_goes_over_pages(long: FlaskClient) -> None:
    pages = [long.get(f"{REDLINE}?page={n}&view=sides").text for n in (1, 2, 3)]
    names = [changes(page) for page in pages]
    assert [len(one) for one in names] == [100, 100, 50]
    assert len({name for one in names for name in one}) == 250
    assert "page=3" in pages[0]
    assert re.search(r'href="[^"]*page=2[^"]*#C-150"', pages[0])
    assert re.search(r'href="#C-150"', pages[1])
    assert re.search(r'aria-current="page">2<', pages[1])
    for beyond, expected in (
        ("99", names[2]),
        ("0", names[0]),
        ("-5", names[0]),
        ("x", names[0]),
        ("9" * 30, names[2]),
    ):
        assert changes(long.get(f"{REDLINE}?page={beyond}").text) == expected


def test_the_link_of_a_change_leads_to_its_page_whichever_that_is(long: FlaskClient) -> None:
    page = long.get(f"{REDLINE}?at=150")
    assert changes(page.text)[0] == "C-101"
    assert 'aria-current="page">2<' in page.text
    assert f'href="{REDLINE}?at=150#C-150"' in long.get(f"{REDLINE}/changes/150").text
    elsewhere = words(long.get(f"{REDLINE}?at=150&q=what+number+7+is"))
    assert "C-150 is not among the changes that are shown here." in elsewhere
    assert f'href="{REDLINE}/changes/150"' in elsewhere
    assert "is not among" not in words(page)


def test_all_changes_are_on_one_page_for_printing(long: FlaskClient) -> None:
    assert "paper=1" in long.get(REDLINE).text
    page = long.get(f"{REDLINE}?paper=1").text
    assert len(changes(page)) == 250
    assert 'aria-current="page"' not in page


def test_a_paper_says_which_texts_it_compares_and_how_its_lines_are_read(
    reader: FlaskClient, world: World
) -> None:
    page = words(reader.get(REDLINE)).split('<div class="paper-head">')[1].split("</div>")[0]
    for number, label in ((1, "First draft"), (2, "Second draft")):
        assert re.search(
            rf"<b>{label}</b>, .*? CES?T, SHA-256 .*?{version_of(world, number).digest}", page
        )
    assert "Printed " in page
    assert "<del>deleted words are struck through</del>" in page
    narrowed = words(reader.get(f"{REDLINE}?status=edited"))
    assert re.search(r"<p>Printed .*? 1 of \d changes are shown\.", narrowed)


def test_what_is_unchanged_and_where_clauses_stood_is_on_every_page(
    world: World, client_of: ClientOf
) -> None:
    parts = [f"Paragraph {n} says what number {n} is about, at length." for n in range(230)]
    retype(world, "\n\n".join(parts))
    publish_world(world)
    changed = [one.replace("says", "now says") if n % 2 else one for n, one in enumerate(parts)]
    publish_second(
        world,
        "\n\n".join(
            [*changed[1:], changed[0].replace("Paragraph 0 says", "Paragraph 0 also says")]
        ),
    )
    client = client_of(Role.OBSERVER)
    first, second = (words(client.get(f"{REDLINE}?page={n}")) for n in (1, 2))
    assert '<details class="unchanged">' in first
    assert '<details class="unchanged">' in second
    [moved] = re.findall(r'<article class="change moved[^>]* id="(C-\d+)"', second)
    assert re.search(rf'id="from-{moved}".*?href="{REDLINE}\?view=inline&page=2#{moved}"', first)
    assert f'href="{REDLINE}?view=inline&page=1#from-{moved}"' in second


def test_chapters_have_headings_with_their_changes(client: FlaskClient) -> None:
    headings = re.findall(
        r'<h2 class="chapter-here">(.*?) <span class="meta">(\d+) changes?</span>',
        client.get(REDLINE).text,
    )
    assert len(headings) > 1
    assert sum(int(count) for _, count in headings) == len(changes(client.get(REDLINE).text))
    narrowed = client.get(f"{REDLINE}?status=added").text
    assert 0 < narrowed.count('class="chapter-here"') < len(headings)


def test_two_versions_with_one_text_say_so(published: Published, client_of: ClientOf) -> None:
    publish_second(published.world)
    retype(published.world, TEXT)
    publish_world(published.world, label="As it was")
    page = words(client_of(Role.OBSERVER).get(f"{CODE}/versions/1/compare/3"))
    assert "Nothing changed: both versions have the same text." in page
    assert "No change fits" not in page


def test_a_comparison_that_is_missing_is_waited_for_and_computed(
    client: FlaskClient, published: Published, database: Database
) -> None:
    forget(database)
    page = client.get(REDLINE)
    assert page.status_code == 200
    assert f'data-url="{REDLINE}/work"' in page.text
    assert client.get(f"{REDLINE}/work").json == {"ready": False, "failed": False}
    assert client.post(REDLINE).location == REDLINE
    asked = everything(database)
    assert client.post(REDLINE).status_code == 302
    assert everything(database) == asked  # asked for already
    run_all_jobs(database)
    assert client.get(f"{REDLINE}/work").json == {"ready": True, "failed": False}
    assert changes(client.get(REDLINE).text)


def test_a_comparison_that_failed_says_so_and_is_not_waited_for(
    client: FlaskClient, published: Published, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_complex(*given: object) -> object:
        raise TextTooComplexError

    forget(database)
    monkeypatch.setattr("drafting.services.comparison.comparisons.compare_limited", too_complex)
    client.post(REDLINE)
    run_all_jobs(database)
    assert client.get(f"{REDLINE}/work").json == {"ready": False, "failed": True}
    page = words(client.get(REDLINE))
    assert "could not be compared" in page
    assert 'data-component="wait-for-job"' not in page
    assert "Compute it now" not in page
    before = everything(database)
    assert client.post(REDLINE).location == REDLINE
    assert everything(database) == before


def test_formatting_only_has_one_word_everywhere_and_counts_once(
    world: World, client_of: ClientOf
) -> None:
    retype(world, OLD)
    publish_world(world)
    publish_second(
        world, OLD.replace("any time", "**any** time").replace("a record", "a full record")
    )
    client = client_of(Role.OBSERVER)
    page = words(client.get(REDLINE))
    assert len(changes(page)) == 2
    unchanged = sum(int(n) for n in re.findall(r"(\d+) clauses? unchanged", page)[:1])
    with world.database.reading() as session:
        assert unchanged + 2 == sum(session.scalars(select(StoredComparison.counts)).one().values())
    assert re.search(r'<span class="tag">Formatting only</span>', page)
    assert re.search(
        r'<a class="formatting-only" href="#C-002" aria-label="C-002, Formatting only">', page
    )
    assert re.search(r'value="formatting_only" > Formatting only <span class="n">1</span>', page)
    assert changes(client.get(f"{REDLINE}?status=formatting_only").text) == ["C-002"]


def test_the_front_page_says_the_same_number(world: World, client_of: ClientOf) -> None:
    retype(world, "1. One berth is free.\n2. Two berths are free.\n3. A **third** thing.\n")
    publish_world(world)
    publish_second(
        world,
        "1. Quite a new matter, fees.\n2. One berth is free.\n3. Two berths are free.\n4. "
        "A third thing.\n",
    )
    client = client_of(Role.OBSERVER)
    [number] = re.findall(r"<b>(\d+) changes</b>", client.get(REDLINE).text)
    assert f'<span class="meta">{number} changes</span>' in client.get(CODE).text


def test_a_version_is_not_computed_against_itself(client: FlaskClient, database: Database) -> None:
    before = everything(database)
    assert client.post(f"{CODE}/versions/1/compare/1").status_code == 302
    assert everything(database) == before


def test_everybody_compares_what_is_public(
    client: FlaskClient, client_of: ClientOf, published: Published
) -> None:
    make_public(published.world)
    page = client_of(None).get(REDLINE)
    assert page.status_code == 200
    assert "Behind it: 1 comment" in words(page)
