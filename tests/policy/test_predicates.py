"""Each predicate is one fact, true where it should be and nowhere else."""

import pytest

from drafting.domain.consultation.comments import CommentState
from drafting.domain.consultation.rounds import Audience
from drafting.domain.roles import Role
from drafting.policy import predicates
from drafting.policy.identity import NOBODY, OPERATOR, Identity, MembershipFacts
from drafting.policy.predicates import CommentFacts, Context, Predicate

HERE, ELSEWHERE, NOWHERE = (
    Context(code_id=1, working_group_id=5),
    Context(code_id=2, working_group_id=5),
    Context(),
)


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
        (predicates.member_is_stakeholder, Role.STAKEHOLDER),
    ],
)
def test_a_role_is_held_by_those_who_have_it_and_only_there(fact: Predicate, role: Role) -> None:
    assert [one for one in Role if fact(member(one), HERE)] == [role]
    assert not fact(member(role), ELSEWHERE)
    assert not fact(member(role), NOWHERE)


def test_a_member_is_in_a_working_group_of_this_code_of_practice() -> None:
    assert predicates.member_is_in_a_working_group(member(Role.DRAFTER, 5), HERE)
    assert not predicates.member_is_in_a_working_group(member(Role.DRAFTER), HERE)
    assert not predicates.member_is_in_a_working_group(member(Role.DRAFTER, 5), ELSEWHERE)
    assert not predicates.member_is_in_a_working_group(member(Role.DRAFTER, 5), NOWHERE)


def test_a_chapter_is_given_to_a_group_of_the_member_in_this_code_of_practice_only() -> None:
    given = predicates.chapter_is_given_to_a_group_of_the_member
    assert given(member(Role.DRAFTER, 5, 6), HERE)
    assert not given(member(Role.DRAFTER, 6), HERE)
    assert not given(member(Role.DRAFTER), HERE)
    assert not given(member(Role.DRAFTER, 5), ELSEWHERE)
    assert not given(NOBODY, HERE)


def test_a_chapter_given_to_nobody_is_not_given_to_a_member_without_groups() -> None:
    assert not predicates.chapter_is_given_to_a_group_of_the_member(
        member(Role.DRAFTER), Context(code_id=1)
    )


def test_a_chapter_set_aside_is_not_in_use() -> None:
    assert predicates.chapter_is_in_use(NOBODY, HERE)
    assert not predicates.chapter_is_in_use(NOBODY, Context(code_id=1, is_set_aside=True))


def about(
    state: CommentState = CommentState.SHARED,
    *,
    account: int = 7,
    organisation: int | None = 9,
    audience: Audience = Audience.DRAFTERS,
) -> Context:
    return Context(code_id=1, comment=CommentFacts(account, organisation, state, audience))


@pytest.mark.parametrize(
    ("fact", "context"),
    [
        (predicates.code_is_public, Context(code_is_public=True)),
        (predicates.version_is_published, Context(version_is_published=True)),
        (predicates.round_is_open, Context(round_is_open=True)),
    ],
)
def test_a_fact_about_the_thing_is_true_of_it_whoever_asks(
    fact: Predicate, context: Context
) -> None:
    assert fact(NOBODY, context)
    assert not fact(member(Role.SECRETARIAT), HERE)


def test_a_comment_is_own_to_its_account_alone() -> None:
    assert predicates.comment_is_own(member(Role.OBSERVER), about())
    assert not predicates.comment_is_own(member(Role.OBSERVER), about(account=8))
    assert not predicates.comment_is_own(NOBODY, about())
    assert not predicates.comment_is_own(member(Role.OBSERVER), HERE)


@pytest.mark.parametrize("state", CommentState)
def test_filed_is_what_was_given_to_the_chairs_or_to_all(state: CommentState) -> None:
    assert predicates.comment_is_filed(NOBODY, about(state)) == (
        state in {CommentState.FILED, CommentState.PUBLISHED}
    )
    assert predicates.comment_is_published(NOBODY, about(state)) == (
        state is CommentState.PUBLISHED
    )


def test_without_a_comment_nothing_is_true_of_it() -> None:
    facts = (
        predicates.comment_is_filed,
        predicates.comment_is_published,
        predicates.audience_is_everyone,
        predicates.audience_is_participants_or_everyone,
        predicates.comment_is_shared_in_the_members_organisation,
    )
    assert not any(fact(of_organisation(9), HERE) for fact in facts)


@pytest.mark.parametrize("audience", Audience)
def test_the_audience_is_that_of_the_round(audience: Audience) -> None:
    context = about(audience=audience)
    assert predicates.audience_is_everyone(NOBODY, context) == (audience is Audience.EVERYONE)
    assert predicates.audience_is_participants_or_everyone(NOBODY, context) == (
        audience is not Audience.DRAFTERS
    )


def of_organisation(organisation: int | None) -> Identity:
    return Identity(
        7, "Ada", memberships={1: MembershipFacts(Role.STAKEHOLDER, organisation_id=organisation)}
    )


@pytest.mark.parametrize("state", CommentState)
def test_colleagues_share_all_that_is_not_unfiled(state: CommentState) -> None:
    shared = predicates.comment_is_shared_in_the_members_organisation
    assert shared(of_organisation(9), about(state)) == (state is not CommentState.UNFILED)
    assert not shared(of_organisation(8), about(state))


def test_without_a_confirmed_organisation_nobody_is_a_colleague() -> None:
    shared = predicates.comment_is_shared_in_the_members_organisation
    assert not shared(of_organisation(None), about())
    assert not shared(of_organisation(None), about(organisation=None))
    assert not shared(of_organisation(9), about(organisation=None))
    assert not shared(NOBODY, about())
    elsewhere = Identity(
        7, "Ada", memberships={2: MembershipFacts(Role.STAKEHOLDER, organisation_id=9)}
    )
    assert not shared(elsewhere, about())
