"""Markdown into clauses: one for each block that holds words, with its number, its place in the
text and what it stands under.

The source is never normalised: ranges are code points of the text as it was given. Knows nothing
of versions or HTML.
"""

from collections.abc import Sequence

from drafting.domain.clauses.addresses import Addresses
from drafting.domain.clauses.outline import parents_of
from drafting.domain.clauses.provisions import provisions_of
from drafting.domain.clauses.tree import Clause, ClauseKind, ClauseTree
from drafting.domain.clauses.typed_blocks import typed_blocks_of
from drafting.domain.clauses.wording import Wording, kind_of, marks_of, wording
from drafting.domain.markdown.blocks import Block, read_blocks
from drafting.domain.markdown.extents import extent
from drafting.domain.vocabulary.tables import Vocabulary
from drafting.domain.vocabulary.usual import USUAL

# grows when a text would be read into other clauses: versions read before are read again
READING = 2


def parse_clauses(
    source: str, vocabulary: Vocabulary = USUAL, chapters: tuple[int, ...] = ()
) -> ClauseTree:
    """The clauses of a text of any origin; takes time in proportion to its length, and refuses
    nothing.

    `chapters` says where each chapter after the first begins, in code points.
    """
    reading = read_blocks(source, chapters)
    marks = marks_of(vocabulary)
    kinds = [kind_of(block) for block in reading.blocks]
    words = [wording(block, reading.environment(block), marks) for block in reading.blocks]
    parents = parents_of(reading.blocks, kinds, [one.number for one in words])
    provisions = provisions_of(reading, kinds, words, parents, vocabulary)
    typed = typed_blocks_of(reading, kinds, words, parents, vocabulary)
    eids = _addresses(reading.blocks, kinds, words, parents)
    clauses = []
    for position, block in enumerate(reading.blocks):
        start, end = extent(block, reading, source)
        clauses.append(
            Clause(
                position=position,
                kind=kinds[position],
                level=_level(block, kinds[position]),
                number=words[position].number,
                eid=eids[position],
                explicit_id=words[position].explicit_id,
                parent=parents[position],
                start=start,
                end=end,
                start_line=block.first_line + 1,
                end_line=block.end_line,
                text=words[position].text,
                provision=provisions[position][0],
                block=typed[position],
                term=provisions[position][1],
            )
        )
    return ClauseTree(source, tuple(clauses), vocabulary, chapters)


def _level(block: Block, kind: ClauseKind) -> int:
    if kind is ClauseKind.LIST_ITEM and block.container:
        return block.container.depth
    return block.level if kind is ClauseKind.HEADING else 0


def _addresses(
    blocks: Sequence[Block],
    kinds: Sequence[ClauseKind],
    words: Sequence[Wording],
    parents: Sequence[int | None],
) -> list[str]:
    addresses = Addresses([one.explicit_id for one in words])
    eids: list[str] = []
    for block, kind, one, parent in zip(blocks, kinds, words, parents, strict=True):
        above = "" if parent is None else eids[parent]
        if one.explicit_id:
            eids.append(addresses.explicit(one.explicit_id, block.chapter))
        elif kind is ClauseKind.FOOTNOTE:
            eids.append(addresses.footnote(one.number))
        elif kind is ClauseKind.HEADING:
            is_numbered = parent is not None and bool(words[parent].number)
            eids.append(addresses.heading(one.number, one.text, above if is_numbered else ""))
        else:
            eids.append(
                addresses.numbered(one.number, above)
                if one.number
                else addresses.placed(kind, above)
            )
    return eids
