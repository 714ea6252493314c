"""The invited person's side of an invitation link. Opening it (a mail scanner does) changes
nothing; accepting is a POST.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from drafting.errors import DraftingError
from drafting.policy.identity import NOBODY
from drafting.policy.permissions import Permission
from drafting.request.app_context import app_context
from drafting.request.forms import form_text, render_form_error
from drafting.request.identity import asks, identity, sign_browser_in
from drafting.request.threadpool import run_in_threadpool
from drafting.services.fields import checked_password
from drafting.services.people.accounts import create_account
from drafting.services.people.invitations import accept_invitation, invitation_of_token
from drafting.services.people.passwords import hash_password
from drafting.services.people.sign_ins import begin_sign_in
from drafting.web.people.oidc import go_to_provider
from drafting.web.people.sign_in import limiter

bp = Blueprint("invitations", __name__)
PAGE = "people/invitations/show.html"


@bp.get("/invitations/<token>")
@asks(Permission.PUBLIC)
def show(token: str) -> ResponseReturnValue:
    with app_context().database.reading() as db:
        invitation, code = invitation_of_token(db, token)
        return render_template(
            PAGE, invitation=invitation, code=code, token=token, problem=None, typed={}
        )


@bp.post("/invitations/<token>/accept")
@asks(Permission.PUBLIC)
def accept(token: str) -> ResponseReturnValue:
    """Accept as the account that is signed in here."""
    if not identity().is_signed_in:
        return redirect(url_for("sign_in.show", next=url_for("invitations.show", token=token)))
    with app_context().database.transaction() as db:
        code = accept_invitation(db, identity(), token, identity().account_id or 0)
    return _welcome(code.slug)


@bp.post("/invitations/<token>/account")
@asks(Permission.PUBLIC)
@limiter.limit("20/minute")
def accept_with_new_account(token: str) -> ResponseReturnValue:
    """Accept with an account made here, whose address is the invitation's."""
    with app_context().database.reading() as db:
        invitation_of_token(db, token)  # before the slow hash, which a made-up link must not get
    try:
        password_hash = run_in_threadpool(hash_password, checked_password(form_text("password")))
        with app_context().database.transaction() as db:
            invitation, code = invitation_of_token(db, token)
            account = create_account(
                db,
                NOBODY,
                email=invitation.email,
                name=form_text("name"),
                password_hash=password_hash,
            )
            accept_invitation(db, NOBODY, token, account.id)
            sign_in_token = begin_sign_in(db, account.id, by="invitation")
    except DraftingError as error:
        with app_context().database.reading() as db:
            invitation, code = invitation_of_token(db, token)
            return render_form_error(PAGE, error, invitation=invitation, code=code, token=token)
    sign_browser_in(sign_in_token)
    return _welcome(code.slug)


@bp.post("/invitations/<token>/provider")
@asks(Permission.PUBLIC)
def accept_through_provider(token: str) -> ResponseReturnValue:
    """Remember the invitation over the way to the provider and back."""
    with app_context().database.reading() as db:
        _invitation, code = invitation_of_token(db, token)
        after = url_for("codes.show", slug=code.slug)
    return go_to_provider(after=after, invitation=token)


def _welcome(slug: str) -> ResponseReturnValue:
    flash(_("Welcome. You are now a member."))
    return redirect(url_for("codes.show", slug=slug))
