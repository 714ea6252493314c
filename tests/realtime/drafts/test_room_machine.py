"""Runs the state machine of browsers and rooms on random schedules."""

from pathlib import Path

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.realtime.drafts.room_machine import RoomMachine
from tests.support.copies import copies_of
from tests.support.people import World


def test_all_end_with_one_text_and_every_promise_kept(
    app: Flask, world: World, tmp_path: Path
) -> None:
    new_world = copies_of(world, tmp_path)
    with app.test_request_context():
        run_state_machine_as_test(
            lambda: RoomMachine(app, new_world),
            settings=settings(
                max_examples=80,
                stateful_step_count=40,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
