"""How a clause is cited in words that hold in every language: the numbers it stands under, or
its place there.

"Measure I.1.1 (a)", "Article 5 (1) (c)", "Terms used in this Code, • 3", "Measure I.1.2, ¶ 2".
"""

import re
from collections import Counter
from collections.abc import Sequence

from drafting.domain.clauses.tree import Clause, ClauseKind
from drafting.domain.words.shortening import shortened

LONGEST = 200  # characters
LONGEST_HEADING = 60
ROOM = 8  # for the number of a repeated citation
PLACE = re.compile(
    r"(?:^|-)([a-z])(\d+)(?:-\d+)?$"
)  # the end of an address that was counted, not printed
MARKS = {"p": "¶", "i": "•", "r": "row", "q": "quotation", "c": "code"}


def citations(clauses: Sequence[Clause]) -> list[str]:
    """The citation of each clause, in order; parents come before what stands under them.

    No two are the same: of two headings "Article 5" the second one is cited with what it stands
    under, or as "Article 5 [2]".
    """
    cited: list[str] = []
    taken: Counter[str] = Counter()
    for clause in clauses:
        base = cited[clause.parent] if clause.parent is not None else ""
        citation = _citation(clause, base)[:LONGEST]
        if citation in taken and clause.kind is ClauseKind.HEADING and base:
            citation = f"{base}, {citation}"[:LONGEST]
        taken[citation] += 1
        if taken[citation] > 1:
            citation = f"{citation[: LONGEST - ROOM]} [{taken[citation]}]"
        cited.append(citation)
    return cited


def _citation(clause: Clause, base: str) -> str:
    if clause.kind is ClauseKind.HEADING:
        return clause.number or shortened(clause.text, LONGEST_HEADING) or clause.eid
    if clause.number:
        return f"{base} {clause.number}".strip()
    found = PLACE.search(clause.eid)
    place = f"{MARKS.get(found[1], '#')} {found[2]}" if found else clause.eid
    return f"{base}, {place}" if base else place
