"""An identity is a frozen value; nobody and the operator are two different absences of an
account.
"""

import pytest

from drafting.domain.roles import Role
from drafting.policy.identity import NOBODY, OPERATOR, Identity, MembershipFacts


def test_the_role_is_asked_for_by_code_of_practice() -> None:
    ada = Identity(7, "Ada", memberships={1: MembershipFacts(Role.CHAIR)})
    assert [ada.role_in(code_id) for code_id in (1, 2, None)] == [Role.CHAIR, None, None]


def test_neither_nobody_nor_the_operator_is_signed_in() -> None:
    assert not NOBODY.is_signed_in
    assert not OPERATOR.is_signed_in
    assert OPERATOR.is_operator
    assert not NOBODY.is_operator


def test_an_identity_cannot_be_promoted_after_it_was_read() -> None:
    with pytest.raises(AttributeError):
        NOBODY.is_operator = True  # type: ignore[misc]
    with pytest.raises(TypeError):
        NOBODY.memberships[1] = MembershipFacts(Role.SECRETARIAT)  # type: ignore[index]


def test_a_membership_is_in_no_organisation_until_one_is_confirmed() -> None:
    assert MembershipFacts(Role.STAKEHOLDER).organisation_id is None


def test_a_person_and_a_program_of_theirs_are_signed_in_alike() -> None:
    assert Identity(7, "Ada", sign_in_id=1).is_signed_in
    assert Identity(7, "Ada", personal_token_id=1).is_signed_in
