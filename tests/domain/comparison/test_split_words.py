"""The words of a part: what went to the other parts is no change."""

from drafting.domain.comparison.split_words import after_merge, before_split, changes_of_part

WHOLE = "They keep a log of incidents. They publish it once a year."
PART = "They keep a log of all incidents."


def test_what_went_into_another_part_is_no_change() -> None:
    [change] = changes_of_part(WHOLE, PART, is_split=True)
    assert PART[change.new_start : change.new_end].strip() == "all"
    assert before_split(PART, WHOLE, (change,)) == "They keep a log of incidents."


def test_what_came_from_another_part_is_no_change() -> None:
    changes = changes_of_part(PART, WHOLE, is_split=False)
    assert [PART[one.old_start : one.old_end].strip() for one in changes] == ["all"]
    assert after_merge(PART, WHOLE, changes) == "They keep a log of incidents."
