"""Reads the words inside one block: inline markup, with HTML off, as tokens and as plain words.

Knows nothing of blocks, labels or clauses.
"""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from drafting.domain.markdown.footnotes import use_marks

Environment = dict[
    str, Any
]  # markdown-it's: the link definitions and footnote labels of the whole text
MARKUP = re.compile(r"[\\`*_\[\]!<&~]")  # the characters that can begin inline markup
# written at the end of a block: its address, which no reader sees
EXPLICIT_ID = re.compile(r"(?:(?<=\s)|(?<![\s\\]))\{#([\w.:-]{1,100})(?:\s[^{}\n]*)?\}\s*$")
BREAKS = frozenset({"softbreak", "hardbreak"})
CUTTABLE = frozenset({"text", "text_special", "code_inline"})

INLINE = use_marks(
    MarkdownIt("commonmark", {"html": False}).enable("strikethrough").disable("html_inline")
)
LINE_BREAK = re.compile(r"<br[ \t]*/?>", re.IGNORECASE)  # the one piece of HTML that tables need


def _line_break(state: StateInline, silent: bool) -> bool:
    found = LINE_BREAK.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = found.end()
    return True


INLINE.inline.ruler.before("autolink", "line_break", _line_break)


def inline_tokens(content: str, environment: Environment) -> list[Token]:
    """The inline tokens of `content`, with the definitions in `environment` resolved."""
    tokens: list[Token] = []
    INLINE.inline.parse(content, INLINE, environment, tokens)
    return tokens


def plain_words(content: str, environment: Environment) -> str:
    """What a reader sees of `content`, white space collapsed."""
    if MARKUP.search(content):
        content = "".join(map(visible, inline_tokens(content, environment)))
    return " ".join(content.split())


def visible(token: Token) -> str:
    """The words that one inline token shows."""
    if token.type in BREAKS:
        return " "
    if token.type == "image":
        return "".join(map(visible, token.children or ()))
    return f"[{token.info}]" if token.type == "footnote_ref" else token.content


def without_beginning(tokens: Sequence[Token], characters: int) -> list[Token]:
    """The tokens without their first `characters` that are not white space, nor the white space
    after them.
    """
    left, rest = characters, list(tokens)
    for token in rest:
        if token.type in BREAKS:
            token.type = "text"  # an empty one: the break stood inside or right after what is cut
        elif token.type in CUTTABLE:
            left, token.content = _cut(token.content, left)
        if token.content or token.type in {"image", "footnote_ref"}:
            break
    return _without_empty_pairs(rest)


def _cut(content: str, left: int) -> tuple[int, str]:
    at = 0
    while at < len(content) and (left or content[at].isspace()):
        left -= not content[at].isspace()
        at += 1
    return left, content[at:]


def _without_empty_pairs(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in tokens:
        if token.nesting < 0 and kept and kept[-1].nesting > 0:
            kept.pop()
        elif token.nesting or token.content or token.type not in CUTTABLE:
            kept.append(token)
    return kept
