"""How the words of a clause look and where they lead: bold, struck out, code, links, images.

Read from the inline tokens, so that a link counts in whichever form it is written (CommonMark
6.3), and what readers cannot see (the kind of a marker, how lines are wrapped) does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from drafting.domain.clauses.wording import Marks, Wording, wording
from drafting.domain.markdown.blocks import VERBATIM, Block, Leaf
from drafting.domain.markdown.inline import (
    MARKUP,
    Environment,
    inline_tokens,
    visible,
    without_beginning,
)
from drafting.domain.words.invisible import folded

HARD_BREAK = "  \n"
STYLES = {"em": "italic", "strong": "bold", "s": "struck", "code_inline": "code"}
STRUCK = STYLES["s"]
Run = tuple[str, tuple[str, ...]]  # words without blanks, and how they look


@dataclass(frozen=True, slots=True)
class Appearance:
    """`runs` are the words by their looks, `targets` where links and images lead, each with the
    words that lead there, without blanks.
    """

    runs: tuple[Run, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()

    @property
    def struck(self) -> tuple[str, ...]:
        """The words that are struck out."""
        return tuple(words for words, looks in self.runs if STRUCK in looks)


def appearance_of(
    block: Block, environment: Environment, marks: Marks, *, with_label: bool
) -> Appearance:
    """How a block looks, with or without its label; in code and HTML every blank counts."""
    if block.kind in VERBATIM:
        content = block.contents[0].rstrip("\n")
        return Appearance(((content, ()),))
    words = wording(block, environment, marks)
    targets: list[tuple[str, str]] = []
    is_row = block.kind is Leaf.ROW
    runs = list(_runs(words, environment, targets, is_row=is_row, with_label=with_label))
    return Appearance(tuple(_merged(runs)), tuple(targets))


def _runs(
    words: Wording,
    environment: Environment,
    targets: list[tuple[str, str]],
    *,
    is_row: bool,
    with_label: bool,
) -> Iterator[Run]:
    contents = list(words.contents)
    while contents and not contents[-1]:
        contents.pop()
    for number, content in enumerate(contents):
        cut = 0 if number or with_label else words.label_cut
        if number:
            yield "|", ()
        if is_row and cut:
            continue  # the first cell is the label and nothing else
        if not cut and not MARKUP.search(content) and HARD_BREAK not in content:
            yield _plain(content), ()
        else:
            tokens = inline_tokens(content, environment)
            yield from _Looks(targets).of(without_beginning(tokens, cut) if cut else tokens)


class _Looks:
    """One run over inline tokens."""

    def __init__(self, targets: list[tuple[str, str]]) -> None:
        self.targets = targets
        self.open: list[str] = []
        self.links: list[tuple[str, str]] = []  # (target, words so far)

    def of(self, tokens: list[Token]) -> Iterator[Run]:
        for token in tokens:
            name = token.type.removesuffix("_open").removesuffix("_close")
            if name == "link":
                self._link(token)
            elif token.nesting > 0:
                self.open.append(STYLES.get(name, name))
            elif token.nesting < 0:
                self.open.remove(STYLES.get(name, name))
            else:
                yield self._leaf(token)

    def _link(self, token: Token) -> None:
        if token.nesting > 0:
            target = f"{token.attrs.get('href', '')} {token.attrs.get('title', '')}".strip()
            self.links.append((target, ""))
        else:
            self.targets.append(self.links.pop())

    def _leaf(self, token: Token) -> Run:
        words = _plain(visible(token))
        if token.type == "image":
            self.targets.append((f"!{token.attrs.get('src', '')}", words))
        self.links = [(target, known + words) for target, known in self.links]
        own = {"code_inline": ["code"], "image": ["image"], "hardbreak": ["break"]}
        looks = [*self.open, *own.get(token.type, ())]
        return words, tuple(sorted(set(looks)))


def _plain(words: str) -> str:
    return "".join(folded(words).split())


def _merged(runs: list[Run]) -> Iterator[Run]:
    """Adjacent runs of one look as one; those without words left out, but for line breaks."""
    words = ""
    looks: tuple[str, ...] = ()
    for more, others in runs:
        if not more and "break" not in others:
            continue
        if others != looks or "break" in others:
            if words or "break" in looks:
                yield words, looks
            words, looks = "", others
        words += more
    if words or "break" in looks:
        yield words, looks


def is_restyled(old: Appearance, new: Appearance) -> bool:
    """Whether words that are in both look otherwise, or lead elsewhere, in one of them."""
    texts = ["".join(words for words, _ in one.runs) for one in (old, new)]
    styled = [
        {(words, *looks) for words, looks in one.runs if looks}
        | {(words, target) for target, words in one.targets}
        for one in (old, new)
    ]
    return any(one[0] in texts[1] for one in styled[0] - styled[1]) or any(
        one[0] in texts[0] for one in styled[1] - styled[0]
    )
