"""The clauses of one side, and the chapter in which each of them stands."""

from drafting.domain.clauses.tree import ClauseKind
from drafting.services.comparison.clauses import SideClause, SideWithChapters, chapter_ids_at
from drafting.services.comparison.draft_snapshots import SnapshotChapter


def test_the_chapter_of_an_offset_is_the_last_one_that_begins_before_it() -> None:
    second = SnapshotChapter(8, "Second", 20, 30, seq=1)
    first = SnapshotChapter(7, "First", 5, 19, seq=1)
    assert chapter_ids_at([second, first], [0, 5, 19, 20, 99]) == [None, 7, 7, 8, 8]
    assert chapter_ids_at([], [0]) == [None]


def test_clauses_of_other_chapters_are_emptied() -> None:
    clauses = [
        SideClause(n, f"e{n}", f"Clause {n}", str(n), ClauseKind.PARAGRAPH, "Secret", n, None)
        for n in (1, 2)
    ]
    side = SideWithChapters(clauses, [7, 8]).only({7})
    assert side.clauses[0] == clauses[0]
    assert "Secret" not in repr(side.clauses[1])
    assert [side.within(one, {7}) for one in (0, 1, None)] == [0, None, None]
