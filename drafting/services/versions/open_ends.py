"""Finds what chapters of a version open and never close: it ends with its chapter."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from drafting.domain.markdown.joining import OpenEnd, open_ends
from drafting.services.versions.publishing import version_text
from drafting.storage.models import Version


@dataclass(frozen=True, slots=True)
class OpenEndInChapter:
    """`chapter` is its title; the line counts from 1 within the chapter."""

    chapter: str
    end: OpenEnd


def open_ends_in(session: Session, version: Version) -> list[OpenEndInChapter]:
    """All of them, in the order of the text."""
    text = version_text(session, version)
    return [
        OpenEndInChapter(chapter.title, end)
        for chapter in version.chapters
        for end in open_ends(text[chapter.start : chapter.end])
    ]
