"""Several people at one text, each with a real Doc: hypothesis draws what they do, what they
send is kept in order.
"""

from dataclasses import dataclass, field

from hypothesis import strategies as st
from pycrdt import Doc, Text, TransactionEvent

CLIENTS = (5, 70_000, 2**53 - 1)
WORDS = ("wort", "é", "😀", "a😀b", "漢字\n", "\ufeff")

moves = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, 2), st.integers(0, 40), st.integers(0, len(WORDS) - 1)
    ),
    min_size=1,
    max_size=25,
)


def document(client: int) -> tuple[Doc[Text], Text]:
    doc: Doc[Text] = Doc(client_id=client)
    return doc, doc.get("body", type=Text)


@dataclass
class Sent:
    author: int
    update: bytes
    before: bytes  # the author's state vector
    after: bytes


@dataclass
class Session:
    docs: list[tuple[Doc[Text], Text]] = field(
        default_factory=lambda: [document(client) for client in CLIENTS]
    )
    sent: list[Sent] = field(default_factory=list)

    def play(self, moves: list[tuple[int, int, int, int]]) -> "Session":
        for who, action, place, word in moves:
            if action == 0:
                self._meet(who, (who + 1 + word % 2) % len(self.docs))
            else:
                self._edit(who, place, WORDS[word] if action == 1 else None)
        return self

    def meet_all(self) -> None:
        for _ in range(2):
            for reader in range(len(self.docs)):
                for writer in range(len(self.docs)):
                    self._meet(reader, writer)

    def _meet(self, reader: int, writer: int) -> None:
        doc = self.docs[reader][0]
        doc.apply_update(self.docs[writer][0].get_update(doc.get_state()))

    def _edit(self, who: int, place: int, word: str | None) -> None:
        doc, body = self.docs[who]
        events: list[bytes] = []

        def keep(event: TransactionEvent) -> None:
            events.append(event.update)

        before = doc.get_state()
        subscription = doc.observe(keep)
        text = str(body)
        start = len(text[: place % (len(text) + 1)].encode())
        if word is None:
            end = start + len(text[place % (len(text) + 1) :][:3].encode())
            if end > start:
                del body[start:end]
        else:
            body.insert(start, word)
        doc.unobserve(subscription)
        self.sent += [Sent(CLIENTS[who], update, before, doc.get_state()) for update in events]
