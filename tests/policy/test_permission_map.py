"""The permission map, cell by cell. A changed right is a changed line here."""

import pytest

from drafting.domain.roles import Role
from drafting.errors import NotFoundError, NotPermittedError
from drafting.policy.identity import NOBODY, OPERATOR, Identity, MembershipFacts
from drafting.policy.permission_map import PERMISSION_MAP, may, require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context

GROUP, OTHER_GROUP = 5, 6
GIVEN = Context(code_id=1, working_group_id=GROUP)  # a chapter of the member's working group
OTHER = Context(code_id=1, working_group_id=OTHER_GROUP)
NOBODYS = Context(code_id=1)
ASIDE = Context(code_id=1, working_group_id=GROUP, is_set_aside=True)
CASES = (GIVEN, OTHER, NOBODYS, ASIDE)
UNPUBLISHED = Context(code_id=1, code_is_public=True)
PUBLISHED = Context(code_id=1, version_is_published=True)
PUBLIC = Context(code_id=1, version_is_published=True, code_is_public=True)
OPEN = Context(code_id=1, version_is_published=True, code_is_public=True, round_is_open=True)
VERSIONS = (UNPUBLISHED, PUBLISHED, PUBLIC, OPEN)
COMMENT_PERMISSIONS = {
    "comment:change",
    "comment:publish",
    "comment:read",
}  # in test_comment_permissions.py
IN_A_CODE = [
    p
    for p in Permission
    if p not in {Permission.PUBLIC, Permission.ACCOUNT_CHANGE, Permission.CODE_CREATE}
]

# For each permission and kind of identity: y or . over (given chapter, other chapter, chapter of
# nobody, set aside).
TABLE = """
                        secretariat chair drafter stakeholder observer outsider administrator nobody
account:change          yyyy        yyyy  yyyy    yyyy        yyyy     yyyy     yyyy          ....
anchor:decide           yyyy        yyyy  ....    ....        ....     ....     ....          ....
answer:prepared_read    yyyy        yyyy  yyyy    ....        ....     ....     ....          ....
answer:publish          yyyy        yyyy  ....    ....        ....     ....     ....          ....
answer:record           ....        yyyy  ....    ....        ....     ....     ....          ....
change:revise           yyyy        yyyy  ....    ....        ....     ....     ....          ....
chapter:change          yyyy        ....  ....    ....        ....     ....     ....          ....
code:change             yyyy        ....  ....    ....        ....     ....     ....          ....
code:create             ....        ....  ....    ....        ....     ....     yyyy          ....
code:read               yyyy        yyyy  yyyy    yyyy        yyyy     ....     ....          ....
draft:compare           yyyy        ....  ....    ....        ....     ....     ....          ....
draft:read              yyyy        yyyy  y..y    ....        ....     ....     ....          ....
draft:write             yyy.        y...  y...    ....        ....     ....     ....          ....
member:change           yyyy        ....  ....    ....        ....     ....     ....          ....
member:invite           yyyy        ....  ....    ....        ....     ....     ....          ....
member:read             yyyy        yyyy  ....    ....        ....     ....     ....          ....
membership:declare      yyyy        yyyy  yyyy    yyyy        yyyy     ....     ....          ....
public                  yyyy        yyyy  yyyy    yyyy        yyyy     yyyy     yyyy          yyyy
round:change            yyyy        ....  ....    ....        ....     ....     ....          ....
succession:decide       yyyy        yyyy  ....    ....        ....     ....     ....          ....
version:prepare         yyyy        ....  ....    ....        ....     ....     ....          ....
working_group:change    yyyy        ....  ....    ....        ....     ....     ....          ....
"""
# The same over (public code, nothing published; published; published and public; and a round open
# besides).
VERSIONS_TABLE = """
                        secretariat chair drafter stakeholder observer outsider administrator nobody
answer:record           ....        yyyy  ....    ....        ....     ....     ....          ....
code:read               yyyy        yyyy  yyyy    yyyy        yyyy     y.yy     y.yy          y.yy
comment:add             yyyy        yyyy  yyyy    ...y        ....     ....     ....          ....
draft:compare           yyyy        .yyy  .yyy    ....        ....     ....     ....          ....
draft:read              yyyy        yyyy  ....    ....        ....     ....     ....          ....
member:read             yyyy        yyyy  ....    ....        ....     ....     ....          ....
membership:declare      yyyy        yyyy  yyyy    yyyy        yyyy     ....     ....          ....
reading:mark            .yyy        .yyy  .yyy    .yyy        .yyy     ..yy     ..yy          ....
round:change            yyyy        ....  ....    ....        ....     ....     ....          ....
version:prepare         yyyy        ....  ....    ....        ....     ....     ....          ....
version:read            .yyy        .yyy  .yyy    .yyy        .yyy     ..yy     ..yy          ..yy
"""


def cells(table: str) -> dict[tuple[str, str], str]:
    header, *rows = (line.split() for line in table.strip().splitlines())
    return {
        (row[0], who): marks for row in rows for who, marks in zip(header, row[1:], strict=True)
    }


CELLS, VERSION_CELLS = cells(TABLE), cells(VERSIONS_TABLE)


def identity(who: str) -> Identity:
    if who in set(Role):
        return Identity(7, who, memberships={1: MembershipFacts(Role(who), frozenset({GROUP}))})
    elsewhere = {2: MembershipFacts(Role.SECRETARIAT, frozenset({GROUP, OTHER_GROUP}))}
    return {
        "outsider": Identity(
            7, who, memberships=elsewhere
        ),  # secretariat of another code of practice
        "administrator": Identity(7, who, is_administrator=True),
        "nobody": NOBODY,
    }[who]


@pytest.mark.parametrize(("permission", "who"), CELLS)
def test_the_map_grants_what_the_table_says(permission: str, who: str) -> None:
    granted = "".join(
        "y" if may(identity(who), Permission(permission), case) else "." for case in CASES
    )
    assert granted == CELLS[permission, who]


@pytest.mark.parametrize(("permission", "who"), VERSION_CELLS)
def test_the_map_says_the_same_of_what_is_published_and_open(permission: str, who: str) -> None:
    granted = "".join(
        "y" if may(identity(who), Permission(permission), case) else "." for case in VERSIONS
    )
    assert granted == VERSION_CELLS[permission, who]


def test_the_tables_have_every_permission() -> None:
    told = {permission for permission, _ in (*CELLS, *VERSION_CELLS)} | COMMENT_PERMISSIONS
    assert told == {one.value for one in Permission} == {one.value for one in PERMISSION_MAP}


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("case", [*CASES, *VERSIONS])
def test_the_operator_may_everything(permission: Permission, case: Context) -> None:
    assert may(OPERATOR, permission, case)


@pytest.mark.parametrize("permission", IN_A_CODE)
def test_without_a_context_no_member_has_a_right_that_depends_on_one(
    permission: Permission,
) -> None:
    assert not may(identity("secretariat"), permission)


def test_what_is_granted_passes() -> None:
    require(identity("drafter"), Permission.DRAFT_WRITE, GIVEN)


def test_a_member_hears_that_the_right_is_missing() -> None:
    with pytest.raises(NotPermittedError) as caught:
        require(identity("observer"), Permission.DRAFT_READ, GIVEN)
    assert caught.value.facts == {"permission": "draft:read"}


@pytest.mark.parametrize("who", ["outsider", "administrator", "nobody"])
def test_others_do_not_even_hear_that_it_exists(who: str) -> None:
    with pytest.raises(NotFoundError):
        require(identity(who), Permission.DRAFT_READ, GIVEN)


@pytest.mark.parametrize("who", ["outsider", "administrator", "nobody"])
def test_of_a_public_code_they_hear_that_the_right_is_missing(who: str) -> None:
    with pytest.raises(NotPermittedError):
        require(identity(who), Permission.COMMENT_ADD, OPEN)


def test_what_belongs_to_no_code_of_practice_is_refused_openly() -> None:
    with pytest.raises(NotPermittedError):
        require(NOBODY, Permission.CODE_CREATE)
