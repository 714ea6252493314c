"""The roles and the stakeholder groups that a code of practice begins with."""

from drafting.domain.roles import FIRST_STAKEHOLDER_GROUPS, Role


def test_the_five_roles_are_those_of_the_plan() -> None:
    assert [role.value for role in Role] == [
        "secretariat",
        "chair",
        "drafter",
        "stakeholder",
        "observer",
    ]


def test_each_stakeholder_group_has_its_own_key_and_name() -> None:
    assert len(FIRST_STAKEHOLDER_GROUPS) == 8
    assert (
        len({key for key, _ in FIRST_STAKEHOLDER_GROUPS})
        == len({name for _, name in FIRST_STAKEHOLDER_GROUPS})
        == 8
    )
    assert FIRST_STAKEHOLDER_GROUPS[-1] == ("other", "Other")
