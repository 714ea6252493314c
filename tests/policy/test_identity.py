"""An identity is a frozen value; nobody and the operator are two different absences of an account."""

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
