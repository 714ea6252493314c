"""Each predicate is one fact, true where it should be and nowhere else."""

import pytest

from drafting.domain.roles import Role
from drafting.policy import predicates
from drafting.policy.identity import NOBODY, OPERATOR, Identity, MembershipFacts
from drafting.policy.predicates import Context, Predicate

HERE, ELSEWHERE, NOWHERE = Context(code_id=1, working_group_id=5), Context(code_id=2, working_group_id=5), Context()


def member(role: Role, *groups: int) -> Identity:
    return Identity(7, "Ada", memberships={1: MembershipFacts(role, frozenset(groups))})


def test_anybody_is_anybody() -> None:
    assert predicates.anybody(NOBODY, NOWHERE)


def test_signed_in_is_who_has_an_account() -> None:
    assert predicates.identity_is_signed_in(Identity(7, "Ada"), NOWHERE)
    assert not predicates.identity_is_signed_in(NOBODY, NOWHERE)
    assert not predicates.identity_is_signed_in(OPERATOR, NOWHERE)


def test_an_administrator_is_one_by_the_mark_alone() -> None:
    assert predicates.identity_is_administrator(Identity(7, "Ada", is_administrator=True), NOWHERE)
    assert not predicates.identity_is_administrator(member(Role.SECRETARIAT), HERE)


@pytest.mark.parametrize("role", Role)
def test_a_member_is_one_here_and_not_elsewhere(role: Role) -> None:
    assert predicates.identity_is_member(member(role), HERE)
    assert not predicates.identity_is_member(member(role), ELSEWHERE)
    assert not predicates.identity_is_member(member(role), NOWHERE)
    assert not predicates.identity_is_member(NOBODY, HERE)


@pytest.mark.parametrize(
    ("fact", "role"),
    [
        (predicates.member_is_secretariat, Role.SECRETARIAT),
        (predicates.member_is_chair, Role.CHAIR),
        (predicates.member_is_drafter, Role.DRAFTER),
    ],
)
def test_a_role_is_held_by_those_who_have_it_and_only_there(fact: Predicate, role: Role) -> None:
    assert [one for one in Role if fact(member(one), HERE)] == [role]
    assert not fact(member(role), ELSEWHERE)
    assert not fact(member(role), NOWHERE)


def test_a_chapter_is_given_to_a_group_of_the_member_in_this_code_of_practice_only() -> None:
    given = predicates.chapter_is_given_to_a_group_of_the_member
    assert given(member(Role.DRAFTER, 5, 6), HERE)
    assert not given(member(Role.DRAFTER, 6), HERE)
    assert not given(member(Role.DRAFTER), HERE)
    assert not given(member(Role.DRAFTER, 5), ELSEWHERE)
    assert not given(NOBODY, HERE)


def test_a_chapter_given_to_nobody_is_not_given_to_a_member_without_groups() -> None:
    assert not predicates.chapter_is_given_to_a_group_of_the_member(member(Role.DRAFTER), Context(code_id=1))


def test_a_chapter_set_aside_is_not_in_use() -> None:
    assert predicates.chapter_is_in_use(NOBODY, HERE)
    assert not predicates.chapter_is_in_use(NOBODY, Context(code_id=1, is_set_aside=True))
