"""The editor as a person uses it, and what tests read of it: its text, its state line, and the
text in the database.
"""

from playwright.sync_api import Page

from drafting.services.coediting.queries import draft_text
from tests.journeys.support.people import Person, draft_path
from tests.support.server import Server
from tests.support.waiting import wait_until

ROOT = "[data-component=draft-editor]"
LINE = "[data-part=save-state]"
PATIENCE = 15_000  # ms


def open_draft(person: Person, chapter: int = 1, state: str = "saved") -> Page:
    """A new tab with a chapter's working draft (chapters count from 1), once its state line says
    `state`.
    """
    page = person.page(draft_path(person.server.world.chapter_ids[chapter - 1]))
    wait_state(page, state)
    reconnect_quickly(page)
    return page


def reconnect_quickly(page: Page) -> None:
    """The page's own way back, with shorter pauses: seconds of jitter are for a thousand
    browsers, not for two.
    """
    hurry = """(root) => {
      const { socket, connection } = document.querySelector(root).draft.provider;
      socket.io.reconnectionDelay(30).reconnectionDelayMax(120);
      const timers = connection.timers;
      connection.timers = { ...timers, set: (run, ms) => timers.set(run, Math.min(ms, 200)) };
    }"""
    page.evaluate(hurry, ROOT)


def wait_state(page: Page, *states: str, patience: int = PATIENCE) -> None:
    """Until the editor's state is one of these; the page may still be on its way to the editor."""
    look = "([root, states]) => states.includes(document.querySelector(root)?.dataset.saveState)"
    try:
        page.wait_for_function(look, arg=[ROOT, list(states)], timeout=patience)
    except Exception as error:
        raise AssertionError(
            f"the state is {state_of(page)!r}, not {states}: {line_of(page)}"
        ) from error


def state_of(page: Page) -> str:
    return page.evaluate(
        "(root) => document.querySelector(root)?.dataset.saveState ?? 'not the editor'", ROOT
    )


def line_of(page: Page) -> str:
    return page.locator(LINE).inner_text()


def text_of(page: Page) -> str:
    return page.evaluate(
        "(root) => document.querySelector(root).draft?.view.state.doc.toString() ?? ''", ROOT
    )


def wait_text(page: Page, *words: str, patience: int = PATIENCE) -> None:
    """Until all these words stand in the editor."""
    look = """([root, words]) => {
      const text = document.querySelector(root)?.draft?.view.state.doc.toString() ?? "";
      return words.every((word) => text.includes(word));
    }"""
    try:
        page.wait_for_function(look, arg=[ROOT, list(words)], timeout=patience)
    except Exception as error:
        raise AssertionError(f"{words} are not all in {text_of(page)!r}") from error


def type_at_end(page: Page, words: str) -> None:
    """By the keyboard, key by key."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def type_after(page: Page, place: str, words: str) -> None:
    """By the keyboard, right behind `place` in the text."""
    put_cursor_after(page, place)
    page.keyboard.type(words)


def put_cursor_after(page: Page, place: str) -> None:
    put = """([root, place]) => {
      const { view } = document.querySelector(root).draft;
      const at = view.state.doc.toString().indexOf(place);
      if (at < 0) throw new Error(`no ${place}`);
      view.focus();
      view.dispatch({ selection: { anchor: at + place.length }, scrollIntoView: true });
    }"""
    page.evaluate(put, [ROOT, place])


def wait_kept(page: Page) -> None:
    """Until this device's copy has all that was typed: a write of our own comes after those
    under way.
    """
    look = """async () => {
      const databases = await indexedDB.databases();
      const ours = databases.filter(({ name }) => /^drafting:[0-9]+:/.test(name));
      const names = ours.map(({ name }) => name);
      await Promise.all(names.map((name) => new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = reject;
        opening.onsuccess = () => {
          const transaction = opening.result.transaction("updates", "readwrite");
          transaction.oncomplete = () => { opening.result.close(); resolve(); };
          transaction.objectStore("updates").count();
        };
      })));
    }"""
    page.evaluate(look)


def is_read_only(page: Page) -> bool:
    return page.evaluate("(root) => document.querySelector(root).draft.view.state.readOnly", ROOT)


def is_connected(page: Page) -> bool:
    return page.evaluate(
        "(root) => document.querySelector(root).draft.provider.socket.connected", ROOT
    )


def committed(server: Server, chapter: int = 1) -> str:
    """The text of a chapter's working draft in the database, now."""
    with server.world.database.reading() as session:
        return draft_text(session, server.world.draft_ids[chapter - 1])


def wait_equal(server: Server, *pages: Page, chapter: int = 1) -> str:
    """Until the pages and the database hold the same text; that text."""

    def equal() -> str:
        texts = {text_of(page) for page in pages} | {committed(server, chapter)}
        return texts.pop() if len(texts) == 1 else ""

    return wait_until(equal, PATIENCE / 1000)
