"""Adds footnotes to markdown-it: the definition `[^label]: words` as a block, the mark `[^label]`
inline.

A mark whose definition is missing stays plain text. Knows nothing of clauses or of how a footnote
is shown.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

DEFINITION = re.compile(r"\[\^([^\]\s]{1,60})\]:")
MARK = re.compile(r"\[\^([^\]\s]{1,60})\]")
# the key in markdown-it's environment: the labels that have a definition
LABELS = "footnote_labels"
# likewise: label → as it is printed, for those that are not printed as written
NUMBERS = "footnote_numbers"
CONTENT_INDENT = 4  # columns by which a further paragraph of a footnote is indented


def use_definitions(markdown: MarkdownIt) -> MarkdownIt:
    """Let `markdown` read definitions: footnote_open (its label in `info`) … footnote_close."""
    markdown.block.ruler.before(
        "reference", "footnote", _definition, {"alt": ["paragraph", "reference"]}
    )
    return markdown


def use_marks(markdown: MarkdownIt) -> MarkdownIt:
    """Let `markdown` read marks: footnote_ref, its label in `info`."""
    markdown.inline.ruler.before("link", "footnote_ref", _mark)
    return markdown


def _definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    if state.is_code_block(start_line):
        return False
    found = DEFINITION.match(
        state.src, state.bMarks[start_line] + state.tShift[start_line], state.eMarks[start_line]
    )
    if not found or silent:
        return bool(found)
    state.env.setdefault(LABELS, set()).add(found[1])
    opening = state.push("footnote_open", "", 1)
    opening.info, opening.map = found[1], [start_line, start_line]
    _tokenize_inside(state, start_line, end_line, found.end())
    state.push("footnote_close", "", -1)
    opening.map[1] = state.line
    return True


def _tokenize_inside(state: StateBlock, line: int, end_line: int, begin: int) -> None:
    kept = (
        state.bMarks[line],
        state.tShift[line],
        state.sCount[line],
        state.blkIndent,
        state.parentType,
    )
    words = state.skipSpaces(begin)
    state.bMarks[line] = begin
    state.tShift[line] = words - begin
    state.blkIndent += CONTENT_INDENT
    state.sCount[line] = (
        state.blkIndent
    )  # what follows the label counts as indented, however it is spaced
    state.parentType = "footnote"
    state.md.block.tokenize(state, line, end_line)
    (
        state.bMarks[line],
        state.tShift[line],
        state.sCount[line],
        state.blkIndent,
        state.parentType,
    ) = kept


def _mark(state: StateInline, silent: bool) -> bool:
    found = MARK.match(state.src, state.pos, state.posMax)
    if not found or found[1] not in state.env.get(LABELS, ()):
        return False
    if not silent:
        printed: str = state.env.get(NUMBERS, {}).get(found[1], found[1])
        state.push("footnote_ref", "", 0).info = printed
    state.pos = found.end()
    return True
