"""The roles of members in a code of practice, and the stakeholder groups it starts with."""

from enum import StrEnum


class Role(StrEnum):
    """A member has exactly one role in a code of practice."""

    SECRETARIAT = "secretariat"  # runs the process: members, chapters, working groups, publication
    CHAIR = "chair"  # independent; leads the working groups, reads every working draft
    DRAFTER = "drafter"  # writes in the chapters of the working groups joined
    STAKEHOLDER = "stakeholder"  # comments in rounds, for an organisation or alone
    OBSERVER = "observer"  # follows the work and reads what is open to members; changes nothing


# (key, name): a list of the code of practice, which the secretariat may change later.
FIRST_STAKEHOLDER_GROUPS = (
    ("ai-providers", "AI providers"),
    ("downstream-providers", "Downstream providers"),
    ("scientific-community", "Scientific community"),
    ("independent-experts", "Independent experts"),
    ("civil-society", "Civil society"),
    ("rightsholders", "Rightsholders"),
    ("member-states", "Member states"),
    ("other", "Other"),
)
