"""Which language and time zone an answer is in. English is the only catalogue so far; every
string goes through gettext.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from flask import Flask, has_request_context, request
from flask_babel import Babel, format_datetime, get_locale

from drafting.request.app_context import app_context
from drafting.settings import PROJECT_ROOT

LANGUAGES = ("en",)


def register_language(app: Flask) -> None:
    """Attach Flask-Babel."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(PROJECT_ROOT / "translations")
    Babel(
        app,
        locale_selector=_language,
        timezone_selector=lambda: app_context(app).settings.time_zone,
    )
    app.jinja_env.filters["instant"] = instant
    app.jinja_env.filters["language_name"] = language_name
    app.jinja_env.globals["language"] = _language


def instant(moment: datetime) -> str:
    """Date, time and zone: never a date without its zone."""
    zone = moment.astimezone(ZoneInfo(app_context().settings.time_zone)).tzname()
    return f"{format_datetime(moment, 'd MMMM y, HH:mm')} {zone}"


def language_name(tag: str) -> str:
    """A language as its readers call it; the tag itself where it is no known one."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(get_locale()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def _language() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
