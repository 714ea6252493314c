"""What every template may call: the URLs of built assets, permissions, labels, who is signed in."""

import json
from collections.abc import Callable
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
from drafting.storage.models import Chapter, CodeOfPractice, Version
from drafting.web.hidden_characters import with_hidden_characters
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
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.globals.update(
        asset=_asset_urls(Path(app.static_folder or "") / "manifest.json"),
        group_mark=lambda key: GROUP_MARKS.get(key, "ot"),
        is_published=is_published,
        may=_may,
        may_in_chapter=_may_in_chapter,
        may_on_version=_may_on_version,
        now=clock.now,
        roles=list(Role),
        round_state=lambda round_: state_of(round_).value,
        script_strings=script_strings,
        **WORDS,
    )
    env.filters.update(
        hidden_marked=with_hidden_characters,
        ordinal=ordinal,
        query=lambda fields: urlencode(fields, doseq=True),
    )
    app.context_processor(_context_of_every_page)


def _asset_urls(manifest_path: Path) -> Callable[[str], str]:
    """A function from the plain name of a built asset to its URL with the digest in it."""
    manifest: dict[str, str] = json.loads(manifest_path.read_text("utf-8"))
    return lambda name: url_for("static", filename=manifest[name])


def _may(permission: str, code_id: int | None = None) -> bool:
    return may(identity(), Permission(permission), Context(code_id=code_id))


def _may_in_chapter(permission: str, chapter: Chapter) -> bool:
    return may(identity(), Permission(permission), context_of(chapter))


def _may_on_version(permission: str, code: CodeOfPractice, version: Version) -> bool:
    return may(identity(), Permission(permission), context_of_version(code, version))


def _context_of_every_page() -> dict[str, object]:
    settings = app_context().settings
    return {
        "me": identity(),
        "institution": settings.institution,
        "time_zone": settings.time_zone,
        "oidc_label": settings.oidc_label if settings.has_oidc else None,
    }
