"""The transaction of text updates: right, lineage and order are decided in it, and what it
refuses was never stored.
"""

import pytest
from sqlalchemy.orm import Session

from drafting.domain.roles import Role
from drafting.policy.identity import OPERATOR
from drafting.services.codes.queries import chapter_of_draft, code_by_slug
from drafting.services.coediting.queries import draft_text, head_seqs
from drafting.services.coediting.record_updates import VerifiedUpdate, record_updates
from drafting.services.coediting.records import Refusal
from drafting.services.coediting.update_log import CommittedUpdate, rows_after
from drafting.services.drafts.chapters import assign_chapter, set_chapter_aside
from drafting.services.people.accounts import account_by_email, disable_account
from drafting.services.people.identities import identity_of_sign_in
from drafting.services.people.members import MembershipInput, change_member, member, remove_member
from drafting.services.people.rights_epoch import rights_changed, rights_epoch
from drafting.services.people.sign_ins import end_sign_in
from tests.services.coediting.typists import Typist
from tests.support.people import SLUG, TEXT, World


def lineage(world: World, chapter: int = 1) -> str:
    with world.database.reading() as session:
        return chapter_of_draft(session, world.draft_ids[chapter - 1]).working_draft.lineage_id


def text(world: World, chapter: int = 1) -> str:
    with world.database.reading() as session:
        return draft_text(session, world.draft_ids[chapter - 1])


def heads(world: World) -> list[int]:
    with world.database.reading() as session:
        return list(head_seqs(session, world.draft_ids).values())


def test_one_flush_takes_several_drafts_and_answers_in_the_order_given(world: World) -> None:
    one, two = Typist(world), Typist(world, Role.SECRETARIAT, chapter=2)
    a, b = lineage(world, 1), lineage(world, 2)
    updates = [
        two.verified(b, "x"),
        one.verified(a, "y"),
        two.verified(b, "z"),
        one.verified(a, "w"),
    ]
    results = record_updates(world.database, updates)
    assert [isinstance(result, CommittedUpdate) and result.seq for result in results] == [
        2,
        2,
        3,
        3,
    ]
    assert (text(world, 1), text(world, 2)) == ("wy" + TEXT, "zx" + TEXT)
    assert heads(world) == [3, 3, 1]


def test_the_seq_has_no_gaps_whatever_is_refused_between(world: World) -> None:
    typist, right = Typist(world), lineage(world)
    for round_ in range(3):
        good = typist.verified(right, str(round_))
        bad = VerifiedUpdate(typist.draft_id, "another lineage", typist.sender, b"\0\0")
        assert record_updates(world.database, [bad, good, bad])[0] == Refusal("lineage")
    with world.database.reading() as session:
        assert [row.seq for row in rows_after(session.connection(), typist.draft_id, 0)] == [
            1,
            2,
            3,
            4,
        ]


def test_a_foreign_lineage_is_refused_and_not_stored(world: World) -> None:
    assert record_updates(world.database, [Typist(world).verified(lineage(world, 2), "x")]) == [
        Refusal("lineage")
    ]
    assert (text(world), heads(world)) == (TEXT, [1, 1, 1])


def test_a_draft_that_does_not_exist_is_refused_alone(world: World) -> None:
    typist = Typist(world)
    lost = VerifiedUpdate(9_999, "x", typist.sender, b"\0\0")
    results = record_updates(world.database, [lost, typist.verified(lineage(world), "x")])
    assert results[0] == Refusal("not_found")
    assert isinstance(results[1], CommittedUpdate)


def change_drafter(session: Session, world: World, part: MembershipInput) -> None:
    code = code_by_slug(session, OPERATOR, SLUG)
    drafter = member(session, code, world.membership_ids[Role.DRAFTER])
    change_member(session, OPERATOR, code, drafter, part)


def demote(session: Session, world: World) -> None:
    change_drafter(session, world, MembershipInput(Role.OBSERVER))


def leave_group(session: Session, world: World) -> None:
    change_drafter(session, world, MembershipInput(Role.DRAFTER))


def remove(session: Session, world: World) -> None:
    code = code_by_slug(session, OPERATOR, SLUG)
    remove_member(
        session, OPERATOR, code, member(session, code, world.membership_ids[Role.DRAFTER])
    )


def disable(session: Session, world: World) -> None:
    disable_account(session, OPERATOR, account=account_by_email(session, world.email(Role.DRAFTER)))


def set_aside(session: Session, world: World) -> None:
    code = code_by_slug(session, OPERATOR, SLUG)
    set_chapter_aside(session, OPERATOR, code, code.chapters[0])


def give_away(session: Session, world: World) -> None:
    code = code_by_slug(session, OPERATOR, SLUG)
    assign_chapter(session, OPERATOR, code, code.chapters[0], working_group_id=world.group_ids[1])


@pytest.mark.parametrize(
    "loss",
    [demote, leave_group, remove, disable, set_aside, give_away],
    ids=lambda loss: loss.__name__,
)
def test_nothing_is_accepted_after_the_commit_of_a_loss_of_rights(  # type: ignore[no-untyped-def]
    world: World, loss
) -> None:
    typist, right = Typist(world), lineage(world)
    assert isinstance(
        record_updates(world.database, [typist.verified(right, "before ")])[0], CommittedUpdate
    )
    with world.database.transaction() as session:
        loss(session, world)
    for _ in range(2):
        error = "signed_out" if loss is disable else "not_permitted"
        assert record_updates(world.database, [typist.verified(right, "after ")]) == [
            Refusal(error)
        ]
    assert (text(world), heads(world)[0]) == ("before " + TEXT, 2)


def test_A104_nothing_is_accepted_from_a_browser_that_signed_out(world: World) -> None:
    typist = Typist(world)
    with world.database.transaction() as session:
        end_sign_in(session, identity_of_sign_in(session, typist.sender.sign_in_id))
    assert record_updates(world.database, [typist.verified(lineage(world), "after")]) == [
        Refusal("signed_out")
    ]


def test_a_change_of_rights_that_is_not_theirs_stops_nobody(world: World) -> None:
    typist = Typist(world)
    with world.database.transaction() as session:
        rights_changed(session)
    assert isinstance(
        record_updates(world.database, [typist.verified(lineage(world), "on ")])[0], CommittedUpdate
    )
    with world.database.reading() as session:
        assert typist.sender.epoch == rights_epoch(session)


def test_one_who_lost_the_right_does_not_stop_the_others_of_the_flush(world: World) -> None:
    drafter, chair, right = Typist(world), Typist(world, Role.CHAIR), lineage(world)
    with world.database.transaction() as session:
        demote(session, world)
    results = record_updates(
        world.database, [drafter.verified(right, "no "), chair.verified(right, "yes ")]
    )
    assert results[0] == Refusal("not_permitted")
    assert isinstance(results[1], CommittedUpdate)
    assert text(world) == "yes " + TEXT


def test_the_points_are_passed_in_order_and_nothing_is_kept_when_one_of_them_fails(
    world: World,
) -> None:
    passed: list[str] = []
    typist, right = Typist(world), lineage(world)
    record_updates(world.database, [typist.verified(right, "one ")], passed.append)
    assert passed == ["after_insert_before_commit", "after_commit_before_apply"]

    def die(point: str) -> None:
        raise RuntimeError(point)

    with pytest.raises(RuntimeError, match="after_insert_before_commit"):
        record_updates(world.database, [typist.verified(right, "two ")], die)
    assert (text(world), heads(world)[0]) == ("one " + TEXT, 2)
