"""People at work while the server dies under them: they type tokens, delete some of their own,
and come back.

They do what the browser does: one update at a time, and after any doubt a join and the
difference to the server's state vector, if there is one. Some come back in a new tab, with
nothing but what the server gives them.
"""

import random

from pycrdt import Doc, Text

from drafting.crdt.verification import has_news
from drafting.crdt.wire.clock_set import ClockSet
from drafting.crdt.wire.update_reader import read_state_vector, read_update
from tests.chaos.ledger import TOKEN, BrokenPromiseError, Deed, Entry, Finding, Ledger
from tests.chaos.steady_client import ServerGoneError, SteadyClient
from tests.support.server import Server

AROUND = ["", "", " ", "\n", "é", "😀", "– ü ", "👩‍⚖️", "中"]
DELETES = 0.2  # of all deeds
NEW_TABS = 0.3  # of all arrivals
DOUBTS = {"not_saved_yet", "missing"}  # refusals after which one joins again


class Typist(SteadyClient):
    """One person in one draft. `unsaved` is what was done and not yet promised; `own` is there
    by promise.
    """

    def __init__(
        self, server: Server, token: str, draft_id: int, *, number: int, ledger: Ledger, seed: int
    ) -> None:
        super().__init__(server, token, draft_id)
        self.number, self.ledger = number, ledger
        self.random = random.Random(f"{seed}:{number}")
        self.unsaved: list[Deed] = []
        self.own: dict[str, Entry] = {}

    def work_until_the_server_is_gone(self) -> None:
        """One life of the server, from the typist's chair."""
        try:
            if self.random.random() < NEW_TABS:
                self.open_new_tab()
            self.arrive()
            while True:
                self.take_in()
                self.do_something()
        except ServerGoneError:
            return
        finally:
            self.close()

    def open_new_tab(self) -> None:
        """Forget the document, and with it what was not saved."""
        self.take_in()
        self.doc: Doc[Text] = Doc()
        self.body = self.doc.get("body", type=Text)
        self.unsaved.clear()

    def arrive(self) -> None:
        """Connect, then join."""
        self.take_in()
        self.connect()
        self.join_and_send_the_difference()

    def join_and_send_the_difference(self) -> None:
        """A join that shows nothing to be missing is a promise as well: the browser says "Saved"
        then.
        """
        answer = self.join()
        assert answer["ok"], answer
        difference = self.doc.get_update(answer["state_vector"])
        known, deleted = (
            read_state_vector(answer["state_vector"]),
            read_update(answer["update"]).deletes,
        )
        if has_news(read_update(difference), known, lambda: ClockSet(deleted)):
            self.commit(difference)
        else:
            self.all_is_promised()

    def do_something(self) -> None:
        """Type a token somewhere, or delete one."""
        if self.own and self.random.random() < DELETES:
            self.commit(self.delete_one())
        else:
            self.commit(self.type_one())

    def type_one(self) -> bytes:
        token = self.ledger.new_token(self.number, self.draft_id)
        self.unsaved.append(Deed(token, self.ledger.entries[token]))
        before, after = self.random.choice(AROUND), self.random.choice(AROUND)
        return self.type(f"{before}{token}{after}", at=self.a_place_outside_tokens())

    def delete_one(self) -> bytes:
        token = self.random.choice(list(self.own))
        before, found, _ = self.text.partition(token)
        if not found:
            raise BrokenPromiseError([Finding("lost", token)], f"the text of typist {self.number}")
        self.unsaved.append(Deed.deletion(token, self.own.pop(token)))
        start, state = len(before.encode()), self.doc.get_state()
        del self.body[start : start + len(token.encode())]
        return self.doc.get_update(state)

    def a_place_outside_tokens(self) -> int:
        """In UTF-8 bytes. Nobody types into a token, so that each stays in one piece."""
        text = self.text
        place = self.random.randint(0, len(text))
        inside = next(
            (one for one in TOKEN.finditer(text) if one.start() < place < one.end()), None
        )
        return len(text[: inside.start() if inside else place].encode())

    def commit(self, update: bytes) -> None:
        """Send; what was done so far is promised by the acknowledgement of it."""
        answer = self.send(update)
        if answer["ok"]:
            self.all_is_promised()
        elif answer["error"] in DOUBTS:
            self.join_and_send_the_difference()
        else:
            raise AssertionError(f"typist {self.number} was refused: {answer}")

    def all_is_promised(self) -> None:
        for deed in self.unsaved:
            deed.is_acknowledged()
            if not deed.is_deletion:
                self.own[deed.token] = deed.entry
        self.unsaved.clear()
