"""Members of a code of practice: the list, one member's part, invitations, and one's own
declaration.
"""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.domain.roles import Role
from drafting.errors import DraftingError, InvalidInputError
from drafting.policy.permission_map import may, require
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.request.app_context import app_context
from drafting.request.forms import form_int, form_ints, form_text, render_form_error
from drafting.request.identity import asks, identity
from drafting.services.codes.queries import code_by_slug
from drafting.services.people.invitations import invite, open_invitations, revoke_invitation
from drafting.services.people.members import (
    Part,
    change_member,
    declare,
    member,
    members_of,
    own_membership,
    remove_member,
)

bp = Blueprint("members", __name__, url_prefix="/codes/<slug>")
NEW_LINK = "new_invitation"  # key in the cookie session: the link is shown on the next page, once


@bp.get("/members")
@asks(Permission.MEMBER_READ)
def index(slug: str) -> ResponseReturnValue:
    return _page(slug)


@bp.get("/members/<key:membership_id>")
@asks(Permission.MEMBER_CHANGE)
def edit(slug: str, membership_id: int) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.MEMBER_CHANGE, Context(code_id=code.id))
        one = member(db, code, membership_id)
        return render_template(
            "people/members/edit.html", code=code, member=one, problem=None, typed={}
        )


@bp.post("/members/<key:membership_id>")
@asks(Permission.MEMBER_CHANGE)
def change(slug: str, membership_id: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            require(identity(), Permission.MEMBER_CHANGE, Context(code_id=code.id))
            change_member(db, identity(), code, member(db, code, membership_id), _typed_part())
    except DraftingError as error:
        return _member_again(slug, membership_id, error)
    flash(_("The member's part is changed."))
    return redirect(url_for("members.index", slug=slug))


@bp.post("/members/<key:membership_id>/remove")
@asks(Permission.MEMBER_CHANGE)
def remove(slug: str, membership_id: int) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            require(identity(), Permission.MEMBER_CHANGE, Context(code_id=code.id))
            remove_member(db, identity(), code, member(db, code, membership_id))
    except DraftingError as error:
        return _member_again(slug, membership_id, error)
    flash(_("The membership is ended."))
    return redirect(url_for("members.index", slug=slug))


@bp.post("/invitations")
@asks(Permission.MEMBER_INVITE)
def create_invitation(slug: str) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            require(identity(), Permission.MEMBER_INVITE, Context(code_id=code.id))
            invitation, token = invite(
                db, identity(), code, email=form_text("email"), part=_typed_part()
            )
    except DraftingError as error:
        return _page(slug, error)
    address = app_context().settings.base_url + url_for("invitations.show", token=token)
    session[NEW_LINK] = {"email": invitation.email, "address": address}
    return redirect(url_for("members.index", slug=slug, _anchor="invitations"))


@bp.post("/invitations/<key:invitation_id>/revoke")
@asks(Permission.MEMBER_INVITE)
def revoke(slug: str, invitation_id: int) -> ResponseReturnValue:
    with app_context().database.transaction() as db:
        revoke_invitation(db, identity(), code_by_slug(db, identity(), slug), invitation_id)
    flash(_("The invitation is withdrawn; its link opens nothing any more."))
    return redirect(url_for("members.index", slug=slug, _anchor="invitations"))


@bp.get("/my-part")
@asks(Permission.MEMBERSHIP_DECLARE)
def my_part(slug: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        mine = own_membership(db, identity(), code)
        return render_template(
            "people/members/my_part.html", code=code, mine=mine, problem=None, typed={}
        )


@bp.post("/my-part")
@asks(Permission.MEMBERSHIP_DECLARE)
def declare_my_part(slug: str) -> ResponseReturnValue:
    try:
        with app_context().database.transaction() as db:
            code = code_by_slug(db, identity(), slug)
            declare(
                db,
                identity(),
                code,
                organisation=form_text("organisation"),
                interests=form_text("interests"),
            )
    except DraftingError as error:
        with app_context().database.reading() as db:
            code = code_by_slug(db, identity(), slug)
            return render_form_error(
                "people/members/my_part.html",
                error,
                code=code,
                mine=own_membership(db, identity(), code),
            )
    flash(_("Thank you. Your declaration is saved."))
    return redirect(url_for("codes.show", slug=slug))


def _typed_part() -> Part:
    if form_text("role") not in set(Role):
        raise InvalidInputError
    return Part(
        Role(form_text("role")),
        form_int("stakeholder_group"),
        form_text("organisation"),
        form_ints("working_groups"),
        _typed_confirmation(),
    )


def _typed_confirmation() -> bool | None:
    # Told from the name that the page showed: the member may have declared another since.
    if "shown_organisation" not in request.form:
        return None
    was_named = (
        form_text("organisation").strip().casefold()
        != form_text("shown_organisation").strip().casefold()
    )
    return was_named or form_text("confirms_organisation") == "1"


def _page(slug: str, error: DraftingError | None = None) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        shown = {
            "code": code,
            "members": members_of(db, identity(), code),
            "invitations": [],
            "new_link": session.pop(NEW_LINK, None),
        }
        if may(identity(), Permission.MEMBER_INVITE, Context(code_id=code.id)):
            shown["invitations"] = open_invitations(db, identity(), code)
        if error is not None:
            return render_form_error("people/members/index.html", error, **shown)
        return render_template("people/members/index.html", problem=None, typed={}, **shown)


def _member_again(slug: str, membership_id: int, error: DraftingError) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        code = code_by_slug(db, identity(), slug)
        require(identity(), Permission.MEMBER_CHANGE, Context(code_id=code.id))
        return render_form_error(
            "people/members/edit.html", error, code=code, member=member(db, code, membership_id)
        )
