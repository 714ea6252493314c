"""Saved means saved: nothing acknowledged is lost, doubled or brought back, wherever and
whenever the server is killed.

The same run with a server that acknowledges before it commits must fail: otherwise these tests
would prove nothing. CHAOS_SECONDS stretches the campaign of random kills (`make chaos`);
CHAOS_SEED repeats one.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.campaign import Campaign
from tests.chaos.ledger import BrokenPromiseError

FAILPOINTS = [
    "after_insert_before_commit",
    "after_commit_before_apply",
    "after_apply_before_acknowledge",
    "after_relay",
]
ANY_MOMENT = "any moment"
KILLS_AT_EACH = 6
MOST_KILLS_AT_EACH = 200  # of a campaign
KILLS_A_ROUND = 8
MUTANT_MAY_LIVE = 120.0  # seconds
SECONDS = float(os.environ.get("CHAOS_SECONDS", "0"))

Begin = Callable[..., Campaign]
Record = Callable[[str, object], None]


@pytest.fixture
def begin(tmp_path: Path, migrated: bytes) -> Iterator[Begin]:
    """Makes a campaign: its seed is given by CHAOS_SEED, or new."""

    def make(mutant: str = "", **more: Any) -> Campaign:
        seed = int(os.environ.get("CHAOS_SEED", secrets.randbits(32)))
        return Campaign(tmp_path / secrets.token_hex(4), migrated, seed, mutant, **more)

    return make


def tell(record: Record, **figures: object) -> None:
    """Keep the figures with the test's result, and print them (seen with -s)."""
    for name, figure in figures.items():
        record(name, figure)
    print("\n" + ", ".join(f"{name} {figure}" for name, figure in figures.items()))


@pytest.mark.parametrize("point", FAILPOINTS)
def test_F1_nothing_promised_is_lost_or_doubled_when_killed_at(
    point: str, begin: Begin, record_property: Record
) -> None:
    with begin() as campaign:
        begun = time.monotonic()
        while campaign.kills < (
            MOST_KILLS_AT_EACH if time.monotonic() - begun < SECONDS else KILLS_AT_EACH
        ):
            campaign.kill_at(point)
        campaign.all_agree_in_the_end()
    tell(record_property, point=point, **campaign.figures, lost=0, doubled=0)


def test_F1_nothing_promised_is_lost_or_doubled_when_killed_at_any_moment(
    begin: Begin, record_property: Record
) -> None:
    begun, rounds, totals = time.monotonic(), 0, dict[str, int]()
    while rounds == 0 or time.monotonic() - begun < SECONDS:
        with begin() as campaign:
            for _ in range(KILLS_A_ROUND):
                campaign.kill_at_any_moment()
            campaign.all_agree_in_the_end()
        rounds += 1
        totals = {name: totals.get(name, 0) + figure for name, figure in campaign.figures.items()}
    tell(record_property, rounds=rounds, **totals, lost=0, doubled=0)


def test_F3_nothing_promised_is_lost_or_doubled_when_told_to_end_while_all_type(
    begin: Begin, record_property: Record
) -> None:
    with begin(command=None) as campaign:  # `drafting serve`, as it is
        for _ in range(KILLS_AT_EACH):
            campaign.end_as_told()
        campaign.all_agree_in_the_end()
    tell(record_property, **campaign.figures, lost=0, doubled=0)


@pytest.mark.parametrize("point", [*FAILPOINTS, ANY_MOMENT])
def test_F1_a_server_that_acknowledges_before_it_commits_is_caught(
    point: str, begin: Begin, record_property: Record
) -> None:
    begun, kills, found = time.monotonic(), 0, list[str]()
    while "lost" not in found:
        assert time.monotonic() - begun < MUTANT_MAY_LIVE, f"not caught in {kills} kills"
        with begin(mutant="acknowledge_first") as campaign:
            found += broken_promises(campaign, point)
        kills += campaign.kills
    tell(
        record_property,
        point=point,
        kills=kills,
        lost=found.count("lost"),
        seconds=round(time.monotonic() - begun, 1),
    )


def broken_promises(campaign: Campaign, point: str) -> list[str]:
    """What the ledger says after one life."""
    try:
        campaign.kill_at_any_moment() if point == ANY_MOMENT else campaign.kill_at(
            point, patience=10
        )
    except BrokenPromiseError as error:
        return [finding.kind for finding in error.findings]
    except AssertionError:  # its wrong numbers may also bring everybody to a standstill
        return []
    return []
