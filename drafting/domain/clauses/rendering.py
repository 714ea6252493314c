"""Clauses as HTML that is safe on a page: the inside of each element; the page chooses the
element and shows the number.

HTML in the text is shown, not obeyed; links lead to http(s), mailto or a place in the document;
images become their words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from markdown_it.token import Token

from drafting.domain.clauses.tree import ClauseKind, ClauseTree
from drafting.domain.clauses.wording import Marks, Wording, marks_of, wording
from drafting.domain.markdown.blocks import VERBATIM, Block, Leaf, Reading, read_blocks
from drafting.domain.markdown.inline import (
    MARKUP,
    Environment,
    inline_tokens,
    visible,
    without_beginning,
)

SAFE_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
HARD_BREAK = "  \n"
Targets = Mapping[str, str]  # number of a footnote, or "#id" → address of its clause


def render_clauses(tree: ClauseTree) -> list[str]:
    """Inner HTML of each clause in order, without its label and its {#id}.

    A table row is its cells: `<th scope="col">` in the head, else `<td>`; a first cell that held
    nothing but the row's label is empty and carries it as `data-number`. Code and front matter
    are one `<code>`. Everything else is inline.
    """
    reading = read_blocks(tree.source, tree.chapters)
    targets = _targets(tree, reading)
    marks = marks_of(tree.vocabulary)
    return [
        _inner_html(block, reading.environment(block), targets[block.chapter], marks)
        for block in reading.blocks
    ]


def _targets(tree: ClauseTree, reading: Reading) -> list[Targets]:
    """Where the marks of footnotes and the links to explicit ids of each chapter lead."""
    targets: list[dict[str, str]] = [{} for _ in reading.environments]
    for clause, block in zip(tree.clauses, reading.blocks, strict=True):
        if clause.explicit_id:
            targets[block.chapter].setdefault(f"#{clause.explicit_id}", clause.eid)
        if clause.kind is ClauseKind.FOOTNOTE:
            targets[block.chapter][clause.number] = clause.eid
    return list(targets)


def _inner_html(block: Block, environment: Environment, targets: Targets, marks: Marks) -> str:
    if block.kind is Leaf.HTML:
        return escape(block.contents[0])
    if block.kind in VERBATIM:
        return f"<code>{escape(block.contents[0])}</code>"
    words = wording(block, environment, marks)
    if block.kind is Leaf.ROW:
        return _row(block, words, environment, targets)
    return _inline(words.contents[0], words.label_cut, environment, targets)


def _row(block: Block, words: Wording, environment: Environment, targets: Targets) -> str:
    opening, closing = ('<th scope="col">', "</th>") if block.is_head else ("<td>", "</td>")
    cells = [
        f"{opening}{_inline(content, 0, environment, targets)}{closing}"
        for content in words.contents
    ]
    if words.label_cut:
        cells[0] = f'<td data-number="{escape(words.number)}"></td>'
    return "\n".join(cells)


def _inline(content: str, label_cut: int, environment: Environment, targets: Targets) -> str:
    if not label_cut and HARD_BREAK not in content and not MARKUP.search(content):
        return escape(content)
    tokens = inline_tokens(content, environment)
    return _Renderer(targets).html(without_beginning(tokens, label_cut) if label_cut else tokens)


class _Renderer:
    """One run over inline tokens."""

    def __init__(self, targets: Targets) -> None:
        self.targets = targets
        self.closings: list[str] = []  # of the links that are open

    def html(self, tokens: Sequence[Token]) -> str:
        return "".join(RENDERERS[token.type](self, token) for token in tokens)

    def text(self, token: Token) -> str:
        return escape(token.content)

    def code(self, token: Token) -> str:
        return f"<code>{escape(token.content)}</code>"

    def tag(self, token: Token) -> str:
        return f"<{'/' if token.nesting < 0 else ''}{token.tag}>"

    def link_open(self, token: Token) -> str:
        target = str(token.attrs.get("href", ""))
        is_safe = SAFE_LINK.match(target)
        self.closings.append("</a>" if is_safe else "</span>")
        if not is_safe:
            return "<span>"
        outside = "" if target.startswith("#") else ' rel="nofollow noopener"'
        if target in self.targets:
            target = f"#{self.targets[target]}"
        return f'<a href="{escape(target)}"{outside}>'

    def link_close(self, _token: Token) -> str:
        return self.closings.pop()

    def soft_break(self, _token: Token) -> str:
        return "\n"

    def hard_break(self, _token: Token) -> str:
        return "<br>\n"

    def image(self, token: Token) -> str:
        return f'<span class="image">{escape(visible(token))}</span>'

    def footnote(self, token: Token) -> str:
        mark = escape(visible(token))
        target = self.targets.get(visible(token))
        return (
            f'<sup><a href="#{escape(target)}">{mark}</a></sup>' if target else f"<sup>{mark}</sup>"
        )


RENDERERS: Mapping[str, Callable[[_Renderer, Token], str]] = {
    "text": _Renderer.text,
    "text_special": _Renderer.text,
    "code_inline": _Renderer.code,
    "em_open": _Renderer.tag,
    "em_close": _Renderer.tag,
    "s_open": _Renderer.tag,
    "s_close": _Renderer.tag,
    "strong_open": _Renderer.tag,
    "strong_close": _Renderer.tag,
    "link_open": _Renderer.link_open,
    "link_close": _Renderer.link_close,
    "softbreak": _Renderer.soft_break,
    "hardbreak": _Renderer.hard_break,
    "image": _Renderer.image,
    "footnote_ref": _Renderer.footnote,
}
