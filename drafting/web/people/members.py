"""Members of a code of practice: the list, one member, invitations, one's own declaration."""

from flask import Blueprint, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.roles import Role
from drafting.errors import InvalidInputError
from drafting.services.people import invitations, members, names
from drafting.web.view import (
    Permission,
    absolute_url,
    asks,
    code,
    db,
    forms,
    identity,
    may_in_code,
    redirect_to,
    transaction,
)

bp = Blueprint("members", __name__, url_prefix="/codes/<slug>")
NEW_LINK = "new_invitation"  # key in the cookie session: the link is shown on the next page, once


@bp.get("/members")
@asks(Permission.MEMBER_READ)
def index() -> ResponseReturnValue:
    listed = members.members_of(db(), identity(), code())
    may_invite = may_in_code(Permission.MEMBER_INVITE)
    return forms.render(
        "people/members/index.html",
        code=code(),
        members=listed,
        invitations=invitations.open_invitations(db(), identity(), code()) if may_invite else [],
        new_link=session.pop(NEW_LINK, None),
    )


@bp.get("/members/<key:membership_id>")
@asks(Permission.MEMBER_CHANGE)
def edit(membership_id: int) -> ResponseReturnValue:
    shown = code(Permission.MEMBER_CHANGE)
    member = members.member(db(), shown, membership_id)
    return forms.render("people/members/edit.html", code=shown, member=member)


@bp.post("/members/<key:membership_id>")
@asks(Permission.MEMBER_CHANGE)
@forms.on_error(edit)
def change(membership_id: int) -> ResponseReturnValue:
    with transaction() as db_session:
        changed = code(Permission.MEMBER_CHANGE)
        member = members.member(db_session, changed, membership_id)
        members.change_member(db_session, identity(), changed, member, _part_from_form())
    return redirect_to("members.index", _("The member is changed."))


@bp.post("/members/<key:membership_id>/name")
@asks(Permission.MEMBER_CHANGE)
@forms.on_error(edit)
def accept_name(membership_id: int) -> ResponseReturnValue:
    with transaction() as db_session:
        changed = code(Permission.MEMBER_CHANGE)
        member = members.member(db_session, changed, membership_id)
        names.accept_name(db_session, identity(), changed, member, forms.text("name"))
    return redirect_to("members.index", _("The name is accepted."))


@bp.post("/members/<key:membership_id>/remove")
@asks(Permission.MEMBER_CHANGE)
@forms.on_error(edit)
def remove(membership_id: int) -> ResponseReturnValue:
    with transaction() as db_session:
        changed = code(Permission.MEMBER_CHANGE)
        member = members.member(db_session, changed, membership_id)
        members.remove_member(db_session, identity(), changed, member)
    return redirect_to("members.index", _("The membership is ended."))


@bp.post("/invitations")
@asks(Permission.MEMBER_INVITE)
@forms.on_error(index)
def create_invitation() -> ResponseReturnValue:
    with transaction() as db_session:
        changed = code(Permission.MEMBER_INVITE)
        invitation, token = invitations.invite(
            db_session, identity(), changed, email=forms.text("email"), part=_part_from_form()
        )
    address = absolute_url("invitations.show", token=token)
    session[NEW_LINK] = {"email": invitation.email, "address": address}
    return redirect_to("members.index", _anchor="invitations")


@bp.post("/invitations/<key:invitation_id>/revoke")
@asks(Permission.MEMBER_INVITE)
def revoke(invitation_id: int) -> ResponseReturnValue:
    with transaction() as db_session:
        invitations.revoke_invitation(db_session, identity(), code(), invitation_id)
    return redirect_to(
        "members.index",
        _("The invitation is withdrawn. Its link no longer works."),
        _anchor="invitations",
    )


@bp.get("/my-part")
@asks(Permission.MEMBERSHIP_DECLARE)
def my_part() -> ResponseReturnValue:
    mine = members.own_membership(db(), identity(), code())
    return forms.render("people/members/my_part.html", code=code(), mine=mine)


@bp.post("/my-part")
@asks(Permission.MEMBERSHIP_DECLARE)
@forms.on_error(my_part)
def declare_my_part() -> ResponseReturnValue:
    declared = {name: forms.text(name) for name in ("organisation", "interests")}
    with transaction() as db_session:
        members.declare(db_session, identity(), code(), **declared)
    return redirect_to("codes.show", _("Thank you. Your declaration is saved."))


def _part_from_form() -> members.MembershipInput:
    if forms.text("role") not in set(Role):
        raise InvalidInputError
    return members.MembershipInput(
        Role(forms.text("role")),
        forms.integer("stakeholder_group"),
        forms.text("organisation"),
        forms.integers("working_groups"),
        _confirmation_from_form(),
    )


def _confirmation_from_form() -> bool | None:
    # Compared with the name that the page showed: the member may have declared another since.
    if "shown_organisation" not in request.form:
        return None
    named, shown = (
        forms.text(name).strip().casefold() for name in ("organisation", "shown_organisation")
    )
    return named != shown or forms.text("confirms_organisation") == "1"
