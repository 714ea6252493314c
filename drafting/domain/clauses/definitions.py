"""What a clause defines: “term” means …, **term**: … under a heading of definitions, a
definition list, a row of a glossary.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from drafting.domain.clauses.labels import words_pattern
from drafting.domain.clauses.wording import Wording
from drafting.domain.markdown.blocks import Block, Leaf
from drafting.domain.markdown.inline import Environment, plain_words

LONGEST = 100  # characters of a term
QUOTES = "\"“„«‘'"
QUOTED = rf"[{QUOTES}]([^\"”“»’']{{2,{LONGEST}}})[\"”“»’']+"
BOLD = rf"(?:\*\*|__)[{QUOTES}]?([^\"”“»’'*_]{{2,{LONGEST}}}?)[\"”“»’']?:?(?:\*\*|__)"
ASIDE = r"\s*(?:\([^()]{0,80}\)\s*)?"
SIGNS = r"is\b|:|—|–|-"
IN_LIST = re.compile(rf"([^\n]{{2,{LONGEST}}})\n[ \t]*:[ \t]+\S")
AFTER_LABEL = " .:)—–-\t\n"
OPENED = frozenset({"**", "__"})
CELLS = 2  # of a glossary at least


@dataclass(frozen=True, slots=True)
class Defining:
    """How terms are defined: by a word of the vocabulary anywhere, by a sign only where definitions
    stand.
    """

    surely: re.Pattern[str]
    likely: re.Pattern[str]  # of the Markdown of a clause, list marker and all


@lru_cache(maxsize=16)
def defining_with(words: tuple[str, ...]) -> Defining:
    """The forms of definitions with these words between the term and what it means."""
    means = rf"(?i:{words_pattern(words)})(?!\w)"
    emphasis = (
        r"[-*+ \t]*(?:[\"“„«‘']|\*\*|__|_|\*)([^\"”“»’'*_]{2,60})(?:[\"”“»’']|\*\*|__|_|\*)+\s*"
    )
    return Defining(
        re.compile(rf"(?:{QUOTED}|{BOLD}){ASIDE}{means}"),
        re.compile(rf"{emphasis}(?:{means}|{SIGNS})", re.IGNORECASE),
    )


def terms_in(sources: Iterable[str], words: tuple[str, ...]) -> frozenset[str]:
    """The terms that clauses seem to define, folded; prefers one too many to one too few."""
    likely = defining_with(words).likely
    return frozenset(found[1].strip().casefold() for found in map(likely.match, sources) if found)


def term_of(
    block: Block, words: Wording, environment: Environment, defining: Defining, *, is_among: bool
) -> str:
    """The term that a block defines, "" for none; `is_among`: it stands where definitions do."""
    if block.kind is Leaf.ROW:
        return _of_row(block, words, environment) if is_among else ""
    if block.kind is not Leaf.PARAGRAPH:
        return ""
    content = words.contents[0]
    if "\n" in content and (found := IN_LIST.match(content)):
        return _plain(found[1], environment)
    if words.number:
        content = content.removeprefix(words.number).lstrip(AFTER_LABEL)
    if content[:1] not in QUOTES and content[:2] not in OPENED:
        return ""
    found = defining.surely.match(content) or (defining.likely.match(content) if is_among else None)
    return _plain(next(filter(None, found.groups()), ""), environment) if found else ""


def _of_row(block: Block, words: Wording, environment: Environment) -> str:
    if block.is_head or words.number or len(words.contents) < CELLS:
        return ""
    return _plain(words.contents[0], environment)


def _plain(term: str, environment: Environment) -> str:
    found = plain_words(term, environment).rstrip(" :").strip(QUOTES + "”»’")
    return found if len(found) <= LONGEST else ""
