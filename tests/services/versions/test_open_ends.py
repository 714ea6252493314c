"""What is never closed is told by chapter and line, and reaches into no other chapter."""

from drafting.domain.clauses.tree import ClauseKind
from drafting.domain.markdown.joining import OpenEnd
from drafting.services.versions.open_ends import OpenEndInChapter, open_ends_in
from drafting.services.versions.queries import clauses_of
from tests.services.acting import look, version
from tests.support.people import World
from tests.support.published import publish_world, retype


def test_a_fence_that_is_never_closed_ends_with_its_chapter(world: World) -> None:
    retype(world, "# One\n\nA.\n\n```\nopen fence\n")
    retype(world, "# Two\n\nText stays text.[^1]\n\n[^1]: A note.\n", chapter=2)
    publish_world(world)
    found = look(world, lambda db, code: open_ends_in(db, version(db, code)))
    assert found == [OpenEndInChapter("Chapter 1", OpenEnd(5, "```"))]
    clauses = look(world, lambda db, code: list(clauses_of(db, version(db, code))))
    kinds = [one.kind for one in clauses if one.text.startswith("Text stays")]
    assert kinds == [ClauseKind.PARAGRAPH]
