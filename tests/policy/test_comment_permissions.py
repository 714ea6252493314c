"""Who reads, moves and publishes a comment, cell by cell: state and audience, role, colleague,
author, public code.
"""

from dataclasses import replace

import pytest

from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, Identity, MembershipFacts
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import CommentFacts, Context

ADA, BRAM, OFFICE, FIRM = 7, 8, 1, 2
CASES = (
    (CommentState.UNFILED, Audience.EVERYONE),
    (CommentState.SHARED, Audience.EVERYONE),
    (CommentState.FILED, Audience.DRAFTERS),
    (CommentState.FILED, Audience.PARTICIPANTS),
    (CommentState.FILED, Audience.EVERYONE),
    (CommentState.PUBLISHED, Audience.DRAFTERS),
)
# y or . over the cases above, for a stranger to the author, a colleague of theirs, and the author.
READING = """
              a private code           a public code
              stranger colleague own   stranger colleague own
secretariat   ..yyyy   .yyyyy    yyyyyy ..yyyy   .yyyyy    yyyyyy
chair         ..yyyy   .yyyyy    yyyyyy ..yyyy   .yyyyy    yyyyyy
drafter       ..yyyy   .yyyyy    yyyyyy ..yyyy   .yyyyy    yyyyyy
stakeholder   ...yyy   .yyyyy    yyyyyy ...yyy   .yyyyy    yyyyyy
observer      ...yyy   .yyyyy    yyyyyy ...yyy   .yyyyy    yyyyyy
outsider      ......   ......    ...... ....yy   ....yy    ....yy
administrator ......   ......    ...... ....yy   ....yy    ....yy
nobody        ......   ......    ...... ....yy   ....yy    ....yy
"""
# y or . over (own in an open round, own otherwise, another's in an open round, another's
# otherwise).
CHANGING = {"secretariat": "yy..", "chair": "yy..", "drafter": "yy..", "stakeholder": "y..."}
WHO = [*(role.value for role in Role), "outsider", "administrator", "nobody"]
ROWS = {row[0]: row[1:] for row in (line.split() for line in READING.strip().splitlines()[2:])}


def identity(who: str) -> Identity:
    """Ada, of the office; the outsider runs another code of practice, in the name of the same
    office.
    """
    if who in set(Role):
        return Identity(
            ADA, who, memberships={1: MembershipFacts(Role(who), organisation_id=OFFICE)}
        )
    elsewhere = {2: MembershipFacts(Role.SECRETARIAT, organisation_id=OFFICE)}
    return {
        "outsider": Identity(ADA, who, memberships=elsewhere),
        "administrator": Identity(ADA, who, is_administrator=True),
        "nobody": NOBODY,
    }[who]


def context(
    author: int, organisation: int | None, state: CommentState, audience: Audience
) -> Context:
    return Context(
        code_id=1,
        version_is_published=True,
        comment=CommentFacts(author, organisation, state, audience),
    )


def granted(who: str, author: int, organisation: int | None, *, is_public: bool = False) -> str:
    contexts = (
        replace(context(author, organisation, *case), code_is_public=is_public) for case in CASES
    )
    return "".join(
        "y" if may(identity(who), Permission.COMMENT_READ, one) else "." for one in contexts
    )


@pytest.mark.parametrize("who", WHO)
def test_comments_are_read_by_those_whom_the_table_names(who: str) -> None:
    relations = ((BRAM, FIRM), (BRAM, OFFICE), (ADA, FIRM))
    told = [
        granted(who, *relation, is_public=is_public)
        for is_public in (False, True)
        for relation in relations
    ]
    assert told == ROWS[who]


@pytest.mark.parametrize("who", WHO)
def test_an_organisation_that_was_not_confirmed_makes_nobody_a_colleague(who: str) -> None:
    assert granted(who, BRAM, None) == granted(who, BRAM, FIRM) == ROWS[who][0]


@pytest.mark.parametrize("state", CommentState)
@pytest.mark.parametrize("who", WHO)
def test_comments_are_moved_by_their_authors_only_and_a_stakeholders_only_while_the_round_is_open(
    who: str, state: CommentState
) -> None:
    cases = [(author, is_open) for author in (ADA, BRAM) for is_open in (True, False)]
    contexts = (
        replace(context(author, OFFICE, state, Audience.EVERYONE), round_is_open=is_open)
        for author, is_open in cases
    )
    marks = "".join(
        "y" if may(identity(who), Permission.COMMENT_CHANGE, one) else "." for one in contexts
    )
    assert marks == CHANGING.get(who, "....")


@pytest.mark.parametrize("who", WHO)
def test_the_secretariat_alone_publishes_and_only_what_was_given_to_it(who: str) -> None:
    contexts = (context(BRAM, OFFICE, state, Audience.EVERYONE) for state in CommentState)
    marks = "".join(
        "y" if may(identity(who), Permission.COMMENT_PUBLISH, one) else "." for one in contexts
    )
    assert marks == ("..yy" if who == "secretariat" else "....")
