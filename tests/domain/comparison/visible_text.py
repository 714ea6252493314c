"""What a reader sees of a Markdown text, told by markdown-it's tokens and not by our own clauses.

The witness of the property that no visible change is silent: two texts look the same if, and only
if, `visible` says the same of both.
"""

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from drafting.domain.clauses.wording import marker_name, marks_of
from drafting.domain.markdown.fences import FENCES, pairs_of_lines, use_fences
from drafting.domain.markdown.footnotes import use_definitions, use_marks
from drafting.domain.markdown.front_matter import front_matter_lines
from drafting.domain.vocabulary.usual import USUAL

EXPLICIT_ID = re.compile(r"(?:(?<=\s)|(?<![\s\\]))\{#([\w.:-]{1,100})(?:\s[^{}\n]*)?\}\s*$")
LEAVES = {"heading_open", "paragraph_open", "tr_open", "fence", "code_block", "html_block"}
CONTAINERS = {
    "list_item": "item",
    "blockquote": "quote",
    "footnote": "footnote",
    "fenced_part": "part",
}
MARKER = re.compile(r"\[!([^\]\n]{1,60})\][ \t]*\\?(?:\n|$)")
LABELS = marks_of(USUAL).labels
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)

Leaf = tuple[Any, ...]


def reader() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    markdown.enable("html_block")
    markdown.options["html"] = True
    markdown.disable("html_inline")
    return use_fences(use_marks(use_definitions(markdown)))


MARKDOWN = reader()
BLOCKS = marks_of(USUAL).blocks


def visible(text: str) -> list[Leaf]:
    """The leaf blocks in order: what they stand in, what they are, and their words as they look."""
    lines = text.split("\n")
    skipped = front_matter_lines(lines)
    environment: dict[str, Any] = {FENCES: pairs_of_lines(lines)}
    tokens = MARKDOWN.parse("\n".join([""] * skipped + lines[skipped:]), environment)
    found: list[tuple[int, Leaf]] = []
    if skipped:
        found.append((0, ("front matter", "\n".join(lines[1 : skipped - 1]).rstrip("\n"))))
    found += _leaves(tokens, lines)
    found += _unused(text, environment, lines)
    return [leaf for _, leaf in sorted(found, key=lambda one: one[0])]


def _leaves(tokens: list[Token], lines: list[str]) -> Iterator[tuple[int, Leaf]]:
    around = Around()
    for at, token in enumerate(tokens):
        around.pass_by(token)
        if token.type in LEAVES:
            around.hold_leaf()
            is_quote = bool(around.path) and around.path[-1][0] == "quote"
            marked, children = _marker(tokens, at) if is_quote else ("", None)
            leaf = _leaf(tokens, at, lines, is_head=around.is_head, children=children)
            yield (token.map or [0])[0], (*_around(around.path, marked), *leaf)


class Around:
    """What is open while the tokens go by: [kind, what is printed, number of its first leaf]."""

    def __init__(self) -> None:
        self.path: list[list[Any]] = []
        self.numbers: list[int] = []
        self.leaves = 0
        self.is_head = False

    def hold_leaf(self) -> None:
        for container in self.path:
            if container[2] is None:
                container[2] = self.leaves
        self.leaves += 1

    def pass_by(self, token: Token) -> None:
        name, _, side = token.type.rpartition("_")
        if name in {"bullet_list", "ordered_list"}:
            self.numbers.append(int(token.attrs.get("start", 1)))
            if side == "close":
                del self.numbers[-2:]
        elif name in CONTAINERS and side == "close":
            self.path.pop()
        elif name in CONTAINERS:
            self.path.append([CONTAINERS[name], self.printed(name, token), None])
        elif name == "thead":
            self.is_head = side == "open"

    def printed(self, name: str, token: Token) -> str:
        if name == "list_item":
            self.numbers[-1] += 1
            return f"{self.numbers[-1] - 1}{token.markup}" if token.info else "•"
        return BLOCKS.get(marker_name(token.info), "") if name == "fenced_part" else token.info


def _around(path: list[list[Any]], marked: str) -> tuple[Any, ...]:
    """The containers around a leaf, and the typed block that it stands in: the innermost."""
    parts = [one[1] for one in path if one[0] == "part" and one[1]]
    seen = [one[: 2 if one[0] == "quote" else 3] for one in path if one[0] != "part"]
    return tuple(map(tuple, seen)), marked or "".join(parts[-1:])


def _marker(tokens: list[Token], at: int) -> tuple[str, list[Token] | None]:
    """The typed block that the first line of a quotation names, and what stands behind it."""
    raw = tokens[at + 1].content if tokens[at].type == "paragraph_open" else ""
    found = MARKER.match(raw)
    key = BLOCKS.get(marker_name(found[1]), "") if found else ""
    if not found or not key:
        return "", None
    return key, MARKDOWN.parseInline(raw[found.end() :])[0].children or []


def _leaf(
    tokens: list[Token],
    at: int,
    lines: list[str],
    *,
    is_head: bool,
    children: list[Token] | None,
) -> Leaf:
    token = tokens[at]
    if token.type in {"fence", "code_block"}:
        return "code", token.content.rstrip("\n")
    if token.type == "html_block":
        return "html", token.content.rstrip("\n")
    if token.type == "tr_open":
        return _row(tokens, at, lines, is_head=is_head)
    inline = tokens[at + 1]
    shown = EXPLICIT_ID.sub("", inline.content)
    if children is None and shown != inline.content:  # whatever markup the letters of an id make
        children = MARKDOWN.parseInline(shown)[0].children
    plain, *targets = _looks(children or inline.children or [])
    return token.tag, _labelled(plain, is_heading=token.type == "heading_open"), *targets


def _row(tokens: list[Token], at: int, lines: list[str], *, is_head: bool) -> Leaf:
    cells = []
    for one in tokens[at:]:
        if one.type == "tr_close":
            break
        if one.type == "inline":
            cells.append(_looks(one.children or []))
    span = tokens[at].map
    beyond = _cells(lines[span[0]] if span else "")[len(cells) :]
    more = [_looks(MARKDOWN.parseInline(cell)[0].children or []) for cell in beyond]
    cells += more
    while cells and not cells[-1][0][0]:
        cells.pop()
    return "head" if is_head else "row", *cells


def _labelled(looks: tuple[Any, ...], *, is_heading: bool) -> tuple[Any, ...]:
    """The words with their label apart: what separates the two is not shown."""
    plain, *runs = looks
    label = LABELS.of_heading(plain) if is_heading else LABELS.of_text(plain)
    if runs and label.number and len(runs[0][0]) >= label.end:
        runs[0] = (label.number, runs[0][0][label.end :].strip()), *runs[0][1:]
    return ((label.number, plain[label.end :]), *runs)


def _cells(line: str) -> list[str]:
    """The cells of a line of a table that stands in no list or quotation."""
    parts = [one.strip() for one in re.split(r"(?<!\\)\|", line.strip().lstrip("> "))]
    parts = parts[1:] if parts and not parts[0] else parts
    return parts[:-1] if parts and not parts[-1] else parts


def _looks(children: list[Token]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """(words with how they look, targets of links and images)."""
    runs: list[tuple[str, tuple[str, ...]]] = []
    targets: list[str] = []
    marks: list[str] = []
    for token in children:
        if token.type == "link_open":
            targets.append(f"{token.attrs.get('href')} {token.attrs.get('title', '')}")
            marks.append("link")
        elif token.type == "link_close":
            targets.append("end")
            marks.remove("link")
        elif token.nesting > 0:
            marks.append(token.tag)
        elif token.nesting < 0:
            marks.remove(token.tag)
        else:
            _add(runs, token, tuple(sorted(set(marks))), targets)
    if runs:
        runs[-1] = runs[-1][0].rstrip(), runs[-1][1]
    words_only = [(words.strip(" "), how) for words, how in runs if words.strip(" ")]
    plain = " ".join("".join(words for words, _ in runs).split())
    return (plain, *words_only), tuple(targets)


def _add(
    runs: list[tuple[str, tuple[str, ...]]],
    token: Token,
    how: tuple[str, ...],
    targets: list[str],
) -> None:
    words = {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
    if token.type == "image":
        words = "".join(one.content or " " for one in token.children or [])
        targets.append(f"!{token.attrs.get('src')}")
        how = (*how, "image")
    if token.type == "footnote_ref":
        words = f"[{token.info}]"
    if token.type == "code_inline":
        how = (*how, "code")
    words = LINE_BREAK.sub("\n", words) if token.type == "text" else words
    if runs and runs[-1][1] == how:
        runs[-1] = re.sub(r"[ \t]*\n[ \t]*|[^\S\n]+", _blank, runs[-1][0] + words), how
    else:
        runs.append((re.sub(r"[ \t]*\n[ \t]*|[^\S\n]+", _blank, words), how))


def _blank(found: re.Match[str]) -> str:
    return "\n" if "\n" in found[0] else " "


def _unused(text: str, environment: dict[str, Any], lines: list[str]) -> Iterator[tuple[int, Leaf]]:
    """Definitions of links that no link uses: shown as they are written."""
    definitions = [
        *((label, one) for label, one in environment.get("references", {}).items()),
        *(("", one) for one in environment.get("duplicate_refs", ())),
    ]
    used: set[str] = set()
    known = dict(environment.get("references", {}))

    class Noting(dict[str, Any]):
        def get(self, key: str, default: Any = None) -> Any:
            if key in self:
                used.add(key)
            return super().get(key, default)

    MARKDOWN.parse(text, {**environment, "references": Noting(known), "duplicate_refs": []})
    for label, one in definitions:
        if label not in used:
            first, end = one["map"]
            words = " ".join(line.strip() for line in lines[first:end])
            words = ESCAPED.sub(r"\1", words)
            yield first, ("definition", " ".join(words.lstrip("> ").split()))
