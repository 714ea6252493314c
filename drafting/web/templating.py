"""What templates may call: built assets by their plain name, the identity, permissions, words
for roles.
"""

import json
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, url_for

from drafting import clock
from drafting.domain.clauses.labels import ordinal
from drafting.domain.roles import Role
from drafting.policy.permission_map import may
from drafting.policy.permissions import Permission
from drafting.policy.predicates import Context
from drafting.request.app_context import app_context
from drafting.request.identity import identity
from drafting.services.codes.queries import context_of
from drafting.services.rounds.scheduling import state_of
from drafting.services.versions.queries import context_of_version, is_published
from drafting.web.labels import WORDS
from drafting.web.script_strings import script_strings

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
        may_in_chapter=lambda permission, chapter: may(
            identity(), Permission(permission), context_of(chapter)
        ),
        may_on_version=lambda permission, code, version: may(
            identity(), Permission(permission), context_of_version(code, version)
        ),
        round_state=lambda round_: state_of(round_).value,
        is_published=is_published,
        now=clock.now,
        **WORDS,
        roles=list(Role),
        group_mark=lambda key: GROUP_MARKS.get(key, "ot"),
        script_strings=script_strings,
    )
    app.jinja_env.filters["ordinal"] = ordinal
    app.jinja_env.filters["query"] = lambda given: urlencode(given, doseq=True)
    app.context_processor(_surroundings)


def _manifest(path: Path) -> dict[str, str]:
    manifest: dict[str, str] = json.loads(path.read_text("utf-8"))
    return manifest


def _surroundings() -> dict[str, object]:
    settings = app_context().settings
    return {
        "me": identity(),
        "institution": settings.institution,
        "time_zone": settings.time_zone,
        "oidc_label": settings.oidc_label if settings.has_oidc else None,
    }
