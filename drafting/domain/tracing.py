"""Where in a Markdown string each visible character comes from: inline markup read again, keeping positions.

markdown-it's tokens carry none, so its state is watched while it reads. Used for one clause at a time.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from markdown_it.rules_inline import StateInline, fragments_join
from markdown_it.token import Token

from drafting.domain.inline import BREAKS, INLINE, MARKUP, Environment, visible

Traced = tuple[str, int, int]  # a visible character, and the code points [start, end) that it was written with


class _WatchedState(StateInline):
    """Notes in each token where in the string its reading began."""

    began = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self.began = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 (markdown-it's name)
        token = super().pushPending()
        token.meta["at"] = self.began
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token


def traced(content: str, environment: Environment) -> list[Traced]:
    """The visible characters of `content` in order."""
    if not MARKUP.search(content):
        return [(character, at, at + 1) for at, character in enumerate(content)]
    tokens: list[Token] = []
    state = _WatchedState(content, INLINE, environment, tokens)
    INLINE.inline.tokenize(state)
    _spread_delimiters(tokens)
    for rule in INLINE.inline.ruler2.getRules(""):
        if rule is not fragments_join:  # it would join tokens that were written apart
            rule(state)
    return [one for token in state.tokens for one in _characters(token, content, environment)]


def _spread_delimiters(tokens: list[Token]) -> None:
    """`**` is two tokens, both noted at its beginning."""
    for before, token in pairwise(tokens):
        if token.type == before.type == "text" and token.meta["at"] == before.meta["at"]:
            before.meta.setdefault("run", 0)
            token.meta["run"] = before.meta["run"] + 1
    for token in tokens:
        token.meta["at"] += token.meta.get("run", 0)


def _characters(token: Token, content: str, environment: Environment) -> Iterator[Traced]:
    at = token.meta["at"]
    if token.type == "image":
        yield from ((one, start + at + 2, end + at + 2) for one, start, end in traced(token.content, environment))
        return
    shown = visible(token)
    if token.type in BREAKS:
        yield " ", at, at + 1
    elif begin := _verbatim(token, shown, content, at):
        yield from ((one, begin - 1 + index, begin + index) for index, one in enumerate(shown))
    else:
        end = at + len(_written(token, content, at))
        yield from ((one, at, end) for one in shown)


def _verbatim(token: Token, shown: str, content: str, at: int) -> int:
    """One more than where `shown` stands in the string as it is; 0 when it is written in another way."""
    for begin in (at, at + 1, at + len(token.markup), at + len(token.markup) + 1):
        is_code = token.type == "code_inline"
        if is_code and begin < at + len(token.markup):
            continue
        if content.startswith(shown, begin) or (is_code and content[begin : begin + len(shown)].replace("\n", " ") == shown):
            return begin + 1
    return 0


def _written(token: Token, content: str, at: int) -> str:
    if token.type == "footnote_ref":
        return f"[^{token.info}]"
    if token.type == "text_special":
        return token.markup
    return content[at : content.find(">", at) + 1]  # an autolink, shown decoded
