"""Column types whose Python side is stricter than the database's."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from drafting.domain.roles import Role
from drafting.storage.models import Account, Membership
from drafting.storage.types import EnumText, UtcInstant
from drafting.storage.unit_of_work import Database
from tests.support.people import World


def stored(database: Database, instant: datetime) -> datetime:
    with database.transaction() as session:
        account = Account(
            email="a@x.org", name="A", is_administrator=False, is_disabled=False, created_at=instant
        )
        session.add(account)
        session.flush()
        number = account.id
    with database.reading() as session:
        return session.get_one(Account, number).created_at


@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-9, minutes=-30))]
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(
    database: Database, zone: timezone
) -> None:
    instant = datetime(2026, 3, 29, 1, 59, 59, 123_456, tzinfo=zone)
    back = stored(database, instant)
    assert back == instant
    assert back.tzinfo is UTC


def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        stored(database, datetime(2026, 1, 1))  # noqa: DTZ001 - the fault under test


def test_no_instant_stays_none() -> None:
    assert UtcInstant().process_bind_param(None, None) is None  # type: ignore[arg-type]
    assert UtcInstant().process_result_value(None, None) is None  # type: ignore[arg-type]


def test_a_role_is_kept_as_its_word_and_comes_back_as_a_role(world: World) -> None:
    with world.database.reading() as session:
        words = (
            session.connection()
            .exec_driver_sql("SELECT role FROM membership ORDER BY id")
            .scalars()
            .all()
        )
        assert words == [role.value for role in Role]
        assert session.get_one(Membership, world.membership_ids[Role.CHAIR]).role is Role.CHAIR


def test_A101_a_word_that_is_no_role_is_never_stored() -> None:
    for wrong in ("admin", "Secretariat", ""):
        with pytest.raises(ValueError, match="not a valid Role"):
            EnumText(Role).process_bind_param(wrong, None)  # type: ignore[arg-type]
