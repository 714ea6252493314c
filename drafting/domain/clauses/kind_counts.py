"""How many clauses of a text are of each kind of provision and of typed block: what a change of
the vocabulary would do.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drafting.domain.clauses.tree import Clause, ClauseKind


@dataclass(frozen=True, slots=True)
class KindCounts:
    """By key. `headings` are those among the `provisions`: mostly as many as there are measures,
    commitments, annexes.
    """

    provisions: Mapping[str, int]
    headings: Mapping[str, int]
    blocks: Mapping[str, int]
    terms: int  # that are defined


def kind_counts(clauses: Iterable[Clause]) -> KindCounts:
    """The counts of one text."""
    all_of_them = list(clauses)
    return KindCounts(
        dict(Counter(clause.provision for clause in all_of_them if clause.provision)),
        dict(
            Counter(
                one.provision
                for one in all_of_them
                if one.provision and one.kind is ClauseKind.HEADING
            )
        ),
        dict(Counter(clause.block for clause in all_of_them if clause.block)),
        sum(1 for clause in all_of_them if clause.term),
    )
