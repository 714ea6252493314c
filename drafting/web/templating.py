"""What templates may call: built assets by their plain name, the identity, permissions, words for roles."""

import json
from pathlib import Path

from flask import Flask, url_for
from flask_babel import lazy_gettext as _l

from drafting.domain.roles import Role
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.request.identity import identity
from drafting.request.parts import parts
from drafting.services.code_queries import context_of
from drafting.web.script_strings import script_strings

ROLE_NAMES = {
    Role.SECRETARIAT: _l("Secretariat"),
    Role.CHAIR: _l("Chair"),
    Role.DRAFTER: _l("Drafter"),
    Role.STAKEHOLDER: _l("Stakeholder"),
    Role.OBSERVER: _l("Observer"),
}
GROUP_MARKS = {
    "ai-providers": "pr",
    "downstream-providers": "dp",
    "scientific-community": "sc",
    "independent-experts": "ex",
    "civil-society": "cs",
    "rightsholders": "rh",
    "member-states": "ms",
}


def register_templating(app: Flask) -> None:
    """Add the names that all templates know."""
    manifest = _manifest(Path(app.static_folder or "") / "manifest.json")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    def asset(name: str) -> str:
        return url_for("static", filename=manifest[name])

    def may_here(permission: str, code_id: int | None = None) -> bool:
        return may(identity(), Permission(permission), Context(code_id=code_id))

    app.jinja_env.globals.update(
        asset=asset,
        may=may_here,
        may_in_chapter=lambda permission, chapter: may(identity(), Permission(permission), context_of(chapter)),
        role_names=ROLE_NAMES,
        roles=list(Role),
        group_mark=lambda key: GROUP_MARKS.get(key, "ot"),
        script_strings=script_strings,
    )
    app.context_processor(_surroundings)


def _manifest(path: Path) -> dict[str, str]:
    manifest: dict[str, str] = json.loads(path.read_text("utf-8"))
    return manifest


def _surroundings() -> dict[str, object]:
    settings = parts().settings
    return {
        "me": identity(),
        "institution": settings.institution,
        "oidc_label": settings.oidc_label if settings.has_oidc else None,
    }
