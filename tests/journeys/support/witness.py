"""Records what the state line says, and compares each "saved" with the database right then.

In the same task in which the page shows "Saved" it asks the server, synchronously, for
the committed text (`draft.md`, which is services.draft_queries.draft_text). What is committed
while that question is under way would count, so the log is also read as it was at that
millisecond.
"""

from dataclasses import dataclass

from playwright.sync_api import Page

from drafting.crdt.shared_text import SharedText
from drafting.services.coediting.update_log import rows_after
from tests.journeys.support.editing import ROOT
from tests.support.server import Server

WATCH = """(root) => {
  const element = document.querySelector(root);
  const address = location.pathname + ".md";
  const notes = (window.witnessed = []);
  const committed = () => {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    try { request.send(); } catch { return null; }
    return request.status === 200 ? request.responseText : null;
  };
  new MutationObserver((records) => {
    if (!records.some((record) => record.oldValue !== element.dataset.saveState)) return;
    const state = element.dataset.saveState;
    const text = element.draft ? element.draft.doc.getText("body").toString() : null;
    notes.push({ at: Date.now(), state, text, committed: state === "saved" ? committed() : null });
  }).observe(element, {
    attributes: true,
    attributeFilter: ["data-save-state"],
    attributeOldValue: true,
  });
}"""


@dataclass(frozen=True)
class Note:
    """One change of the state line. `committed` is None when it was not "saved", or the server
    could not be asked.
    """

    at: int
    state: str
    text: str | None
    committed: str | None


def watch(page: Page) -> None:
    page.evaluate(WATCH, ROOT)


def notes(page: Page) -> list[Note]:
    return [Note(**note) for note in page.evaluate("() => window.witnessed")]


def states(page: Page) -> list[str]:
    return [note.state for note in notes(page)]


def false_notes(page: Page, server: Server, chapter: int = 1) -> list[Note]:
    """Those that called the text saved while the database lacked some of it."""
    return [
        note for note in notes(page) if note.state == "saved" and _is_false(note, server, chapter)
    ]


def _is_false(note: Note, server: Server, chapter: int) -> bool:
    stored = [committed_at(server, note.at, chapter)] + [note.committed] * (
        note.committed is not None
    )
    return not all(is_within(note.text or "", text or "") for text in stored)


def committed_at(server: Server, at: int, chapter: int) -> str:
    """The text as the log had it at that moment (ms since 1970); the browser's clock is this
    machine's.
    """
    with server.world.database.reading() as session:
        rows = rows_after(session.connection(), server.world.draft_ids[chapter - 1], 0)
        return SharedText(row.payload for row in rows if row.at <= at).text


def is_within(part: str, whole: str) -> bool:
    """Whether all characters of `part` stand in `whole` in that order: others may have written
    in between.
    """
    rest = iter(whole)
    return all(character in rest for character in part)
