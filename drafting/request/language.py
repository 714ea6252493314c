"""The language and time zone of a response. English is the only catalogue so far."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from flask import Flask, has_request_context, request
from flask_babel import Babel, format_datetime, get_locale

from drafting.domain.words.languages import text_direction
from drafting.request.app_context import app_context
from drafting.settings import PROJECT_ROOT

LANGUAGES = ("en",)
# the official languages of the European Union, in the order of their own names
EU_LANGUAGES = "bg cs da de et el en es fr ga hr it lv lt hu mt nl pl pt ro sk sl fi sv"


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
    app.jinja_env.filters["direction"] = text_direction
    app.jinja_env.globals.update(language=_language, language_choices=language_choices)


def instant(moment: datetime) -> str:
    """Format a moment as date, time and zone: a time without its zone misleads."""
    zone = moment.astimezone(ZoneInfo(app_context().settings.time_zone)).tzname()
    return f"{format_datetime(moment, 'd MMMM y, HH:mm')} {zone}"


def language_name(tag: str) -> str:
    """The name of a language in the reader's language; the tag itself if it is unknown."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(get_locale()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def language_choices(*present: str | None) -> list[tuple[str, str]]:
    """The options of a select: tags with the languages' own names. The `present` tags come first
    if they are not among the EU languages, so that a form never loses a value.
    """
    official = EU_LANGUAGES.split()
    others = [tag for tag in dict.fromkeys(present) if tag and tag not in official]
    return [(tag, _own_name(tag)) for tag in (*others, *official)]


def _own_name(tag: str) -> str:
    try:
        name = Locale.parse(tag, sep="-").get_display_name() or tag
    except (UnknownLocaleError, ValueError):
        return tag
    return name[0].upper() + name[1:]


def _language() -> str:
    if not has_request_context():
        return LANGUAGES[0]
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
