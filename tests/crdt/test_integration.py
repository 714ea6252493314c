"""Merged for the relay, updates bring what they bring one by one: emoji, deletions and several
authors included.
"""

from random import Random

from drafting.crdt.integration import merge_updates
from drafting.crdt.shared_text import SharedText
from drafting.domain.words.text_diff import TextEdit

WORDS = ["a", "😀", "é", "中", "👩‍⚖️", "\n", "two words "]


def _typed(random: Random, replica: SharedText) -> bytes:
    length = len(replica.text)
    if length > 3 and random.random() < 0.3:
        start = random.randrange(length - 1)
        return replica.edit([TextEdit(start, start + 1, "")])
    at = random.randint(0, length)
    return replica.edit([TextEdit(at, at, random.choice(WORDS))])


def test_whoever_hears_the_merged_update_sees_what_the_authors_see() -> None:
    for seed in range(30):
        random = Random(seed)
        authors = [SharedText(), SharedText()]
        hears_all, hears_merged = SharedText(), SharedText()
        for _ in range(8):
            flush = []
            for _ in range(random.randint(1, 6)):
                one, other = random.sample(authors, 2)
                flush.append(_typed(random, one))
                if random.random() < 0.7:
                    other.apply(one.update_since(other.state_vector))
            for update in flush:
                hears_all.apply(update)
            hears_merged.apply(merge_updates(flush))
            assert hears_merged.text == hears_all.text
            assert hears_merged.known() == hears_all.known()


def test_one_update_is_relayed_as_it_came() -> None:
    update = SharedText().edit([TextEdit(0, 0, "word")])
    assert merge_updates([update]) is update
