"""The rights epoch grows with the change of rights, in its transaction, or not at all."""

import pytest

from drafting.services.people.rights_epoch import rights_changed, rights_epoch
from drafting.storage.unit_of_work import Database


def epoch(database: Database) -> int:
    with database.reading() as session:
        return rights_epoch(session)


def test_a_change_moves_it(database: Database) -> None:
    before = epoch(database)
    with database.transaction() as session:
        rights_changed(session)
        assert rights_epoch(session, hold=True) == before + 1
    assert epoch(database) == before + 1


def test_a_change_that_did_not_happen_does_not_move_it(database: Database) -> None:
    def change_and_fail() -> None:
        with database.transaction() as session:
            rights_changed(session)
            raise RuntimeError

    before = epoch(database)
    with pytest.raises(RuntimeError):
        change_and_fail()
    assert epoch(database) == before
