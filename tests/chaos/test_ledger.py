"""The ledger itself: each kind of broken promise is seen, and what was never promised is not
called broken.
"""

from collections.abc import Callable

import pytest

from tests.chaos.ledger import Deed, Entry, Ledger

KEPT: dict[str, tuple[list[str], int]] = {
    "sent, not there": ([], 0),
    "sent, there": ([], 1),
    "acknowledged, there": (["acknowledge"], 1),
    "acknowledged, a deletion on its way, there": (["acknowledge", "delete"], 1),
    "acknowledged, a deletion on its way, gone": (["acknowledge", "delete"], 0),
    "deletion acknowledged, gone": (["acknowledge", "delete", "acknowledge_deletion"], 0),
}
BROKEN: dict[str, tuple[list[str], int]] = {
    "lost": (["acknowledge"], 0),
    "doubled": ([], 2),
    "resurrected": (["acknowledge", "delete", "acknowledge_deletion"], 1),
}
STEPS: dict[str, Callable[[str, Entry], object]] = {
    "acknowledge": lambda token, entry: Deed(token, entry).is_acknowledged(),
    "delete": Deed.deletion,
    "acknowledge_deletion": lambda token, entry: Deed(
        token, entry, is_deletion=True
    ).is_acknowledged(),
}


def kinds(steps: list[str], times: int) -> list[str]:
    """What is found after `steps` when the token stands `times` times in the text."""
    ledger = Ledger()
    token = ledger.new_token(typist=17, draft_id=1)
    for step in steps:
        STEPS[step](token, ledger.entries[token])
    return [finding.kind for finding in ledger.judge(1, f"é{token}😀" * times)]


@pytest.mark.parametrize(("steps", "times"), KEPT.values(), ids=KEPT)
def test_what_may_be_so_is_not_called_broken(steps: list[str], times: int) -> None:
    assert kinds(steps, times) == []


@pytest.mark.parametrize("kind", BROKEN)
def test_each_broken_promise_is_seen(kind: str) -> None:
    assert kinds(*BROKEN[kind]) == [kind]


def test_a_token_that_nobody_typed_or_in_the_wrong_draft_is_seen() -> None:
    ledger = Ledger()
    token = ledger.new_token(typist=1, draft_id=1)
    assert [finding.kind for finding in ledger.judge(2, token)] == ["unknown"]
