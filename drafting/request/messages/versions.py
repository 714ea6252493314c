"""The sentences for refusals of versions and their clauses."""

from flask_babel import lazy_gettext as _l

from drafting.services.versions.errors import (
    ClauseNotFoundError,
    ControlCharacterInChapterError,
    HiddenCharactersError,
    NothingToPublishError,
    VersionIsPublicError,
    VersionNotReadyError,
    VersionPendingError,
    VersionUnchangedError,
)

MESSAGES = {
    ControlCharacterInChapterError: _l(
        "The chapter “%(chapter)s” has a control character (%(name)s) in line %(line)s, which no "
        "reader sees. Delete it there, then prepare the version again."
    ),
    HiddenCharactersError: _l(
        "The text has characters that readers would not see (clauses: %(count)s, first "
        "%(place)s). Confirm that they are intended."
    ),
    NothingToPublishError: _l("There is no text in any chapter yet. Write or import a text first."),
    ClauseNotFoundError: _l(
        "This version has no clause at this address. Find it in the contents of the version."
    ),
    VersionIsPublicError: _l("“%(label)s” is published. A published version cannot be changed."),
    VersionNotReadyError: _l(
        "“%(label)s” is not ready: its clauses are still being read, or it is not published."
    ),
    VersionPendingError: _l("“%(label)s” is already prepared. Publish or discard it first."),
    VersionUnchangedError: _l(
        "Nothing has changed since “%(label)s”, so there is no new version to prepare."
    ),
}
