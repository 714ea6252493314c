"""Who wrote what, asked against people who remember every character of theirs: each is typed
once in a lifetime.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text, UndoManager

from drafting.crdt.authorship import author_runs
from drafting.crdt.shared_text import SharedText

TYPE, DELETE, UNDO, MEET = range(4)
deeds = st.lists(
    st.tuples(st.sampled_from(["ann", "ben", "operator"]), st.integers(0, 3), st.integers(0, 60)),
    max_size=40,
)
OWNERS = {"ann": 7, "ben": 3, "operator": None}


def characters() -> Iterator[str]:
    """Never the same twice; every third takes two UTF-16 units."""
    for number in range(2_000):
        yield chr(0x1F300 + number) if number % 3 == 0 else chr(0x4E00 + number)


@dataclass
class Person:
    name: str
    client: int
    doc: Doc[Text] = field(init=False)

    def __post_init__(self) -> None:
        self.doc = Doc(client_id=self.client)
        self.body = self.doc.get("body", type=Text)
        self.undo = UndoManager(scopes=[self.body], capture_timeout_millis=0)

    def bytes_before(self, place: int) -> int:
        text = str(self.body)
        return len(text[: place % (len(text) + 1)].encode())


@dataclass
class Room:
    fresh: Iterator[str] = field(default_factory=characters)
    writers: defaultdict[str, set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )  # who brought each character

    def __post_init__(self) -> None:
        self.people = {
            name: Person(name, client)
            for name, client in (("ann", 9), ("ben", 2**40), ("operator", 4))
        }

    def play(self, deeds: list[tuple[str, int, int]]) -> SharedText:
        for name, deed, place in deeds:
            person = self.people[name]
            before = str(person.body)
            if deed == TYPE:
                person.body.insert(person.bytes_before(place), next(self.fresh) + next(self.fresh))
            elif deed == DELETE:
                start = person.bytes_before(place)
                end = start + len(before.encode()[start:].decode()[:3].encode())
                if end > start:
                    del person.body[start:end]
            elif deed == UNDO:
                person.undo.undo()
            else:
                self.meet(person)
                continue
            for character in set(str(person.body)) - set(
                before
            ):  # what an undo brings back is theirs who brings it back
                self.writers[character].add(name)
        return self.together()

    def meet(self, person: Person) -> None:
        for other in self.people.values():
            person.doc.apply_update(other.doc.get_update(person.doc.get_state()))

    def together(self) -> SharedText:
        return SharedText(person.doc.get_update() for person in self.people.values())


@given(deeds)
@settings(max_examples=150, deadline=None)
def test_every_character_is_given_to_one_who_brought_it(deeds: list[tuple[str, int, int]]) -> None:
    room = Room()
    shared = room.play(deeds)
    owners = {person.client: OWNERS[person.name] for person in room.people.values()}
    runs = author_runs(shared, owners)
    assert "".join(shared.text[run.start : run.end] for run in runs) == shared.text
    for run in runs:
        for character in shared.text[run.start : run.end]:
            assert run.owner in {OWNERS[name] for name in room.writers[character]}
    assert all(before.owner != after.owner for before, after in pairwise(runs))


def test_runs_are_cut_where_the_author_changes() -> None:
    room = Room()
    ann, ben = room.people["ann"], room.people["ben"]
    ann.body.insert(0, "One 😀 clause.")
    room.meet(ben)
    ben.body.insert(len("One 😀".encode()), " long é😀")
    runs = author_runs(room.together(), {ann.client: 7, ben.client: 3})
    assert [(run.start, run.end, run.owner) for run in runs] == [(0, 5, 7), (5, 13, 3), (13, 21, 7)]


def test_two_devices_of_one_person_are_one_author_and_a_stranger_is_the_operator() -> None:
    room = Room()
    room.people["ann"].body.insert(0, "a")
    room.meet(room.people["ben"])
    room.people["ben"].body.insert(1, "b")
    assert [run.owner for run in author_runs(room.together(), {9: 7, 2**40: 7})] == [7]
    assert [run.owner for run in author_runs(room.together(), {9: 7})] == [7, None]


def test_an_empty_text_has_no_authors() -> None:
    assert author_runs(SharedText(), {}) == []
