"""The changes between two versions as a table."""

import csv
import io

from drafting.exports.change_table import COLUMNS, change_table
from drafting.exports.documents import ExportedChange

CHANGE = ExportedChange(
    name="C-001",
    kind="structure",
    significance="substantive",
    reasons=["structure", "duty_word"],
    summary="Now stands under “name a contact.”",
    old_clause="Article 5, ¶ 2",
    old_text="This does not apply.",
    new_clause="Article 5, • 2, ¶ 1",
    new_text="=1+1",
    comments=3,
    address="https://drafting.test/codes/c/versions/1/compare/2/changes/1",
)


def test_a_change_is_one_row_and_no_formula() -> None:
    text = change_table([CHANGE]).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert tuple(row) == COLUMNS
    assert row["Kind"] == "Structure"
    assert row["Why it is substantive"] == "Structure; Duty word"
    assert (row["Words before"], row["Words now"]) == ("This does not apply.", "'=1+1")
