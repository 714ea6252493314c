"""Lets markdown-it keep the cells of a table row that lie beyond its head row.

GFM drops them ("excess is ignored", GFM 4.10), as it drops what stands behind a pipe in code; but
no word of a text may be lost. Knows nothing of clauses.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, getLine, table

CELLS = "cells"  # in the meta of tr_open: the Markdown of all cells of the row


def use_wide_rows(markdown: MarkdownIt) -> MarkdownIt:
    """Let `markdown` note on each tr_open all cells of its row, those beyond the head too."""
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    return markdown


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    known = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    width = 0
    for token in state.tokens[known:]:
        if token.type == "tr_open" and token.map:
            cells = _cells(getLine(state, token.map[0]))
            width = width or len(cells)
            token.meta[CELLS] = (*cells, *[""] * (width - len(cells)))
    return True


def _cells(line: str) -> list[str]:
    cells = [cell.strip() for cell in escapedSplit(line.strip())]
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells
