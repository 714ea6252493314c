"""The label that is proposed for the next version."""

import pytest

from drafting.request.version_labels import proposed_label


@pytest.mark.parametrize(
    ("ordinal", "label"), [(1, "First draft"), (10, "Tenth draft"), (11, "Draft 11")]
)
def test_labels_count_on(ordinal: int, label: str) -> None:
    assert proposed_label(ordinal) == label
