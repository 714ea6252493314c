"""Small changes of a Markdown text as people, and slips of their hands, make them."""

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[list[str], Random], None]
WORD = re.compile(r"\w+")
SIGNS = [*"*_`~[]()|#>-+!:.0123456789\\<& ✔✘−→'\"{}", "  ", "\t", "**", "]("]
WORDS = ["not", "shall", "15", "(a)", "1.", "Annex", "US", "the", "x", "§ 3", "e", "und", "[1]"]
QUOTES = ["> ", ">", "> > ", "- ", "1. ", "# ", "    ", "::: note"]
MARKERS = re.compile(r"^(\s*(?:> ?)*)([-*+]|\d+[.)])( +)")
HEADING = re.compile(r"^(#{1,6}) ")


def mutate(text: str, random: Random) -> tuple[str, str]:
    """The text after one mutation, and what the mutation is called."""
    lines = text.split("\n")
    name = random.choice(list(MUTATIONS))
    MUTATIONS[name](lines, random)
    return "\n".join(lines), name


def _line(lines: list[str], random: Random) -> int:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return random.choice(filled) if filled else 0


def delete_line(lines: list[str], random: Random) -> None:
    del lines[_line(lines, random)]


def repeat_line(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    lines.insert(at, lines[at])


def swap_lines(lines: list[str], random: Random) -> None:
    one, other = _line(lines, random), _line(lines, random)
    lines[one], lines[other] = lines[other], lines[one]


def move_line(lines: list[str], random: Random) -> None:
    lines.insert(random.randrange(len(lines)), lines.pop(_line(lines, random)))


def indent(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    lines[at] = " " * random.randint(1, 5) + lines[at]


def dedent(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    lines[at] = lines[at][min(random.randint(1, 4), len(lines[at]) - len(lines[at].lstrip())) :]


def indent_block(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    by = " " * random.randint(1, 4)
    while at < len(lines) and lines[at].strip():
        lines[at] = by + lines[at]
        at += 1


def add_blank(lines: list[str], random: Random) -> None:
    lines.insert(random.randrange(len(lines) + 1), "")


def remove_blank(lines: list[str], random: Random) -> None:
    blank = [at for at, line in enumerate(lines) if not line.strip()]
    if blank:
        del lines[random.choice(blank)]


def other_marker(lines: list[str], random: Random) -> None:
    listed = [at for at, line in enumerate(lines) if MARKERS.match(line)]
    if listed:
        at = random.choice(listed)
        marker = random.choice(["-", "*", "+", "1.", "2.", "1)", "7."])
        lines[at] = MARKERS.sub(lambda found: f"{found[1]}{marker}{found[3]}", lines[at])


def other_level(lines: list[str], random: Random) -> None:
    headed = [at for at, line in enumerate(lines) if HEADING.match(line)]
    if headed:
        at = random.choice(headed)
        lines[at] = HEADING.sub("#" * random.randint(1, 6) + " ", lines[at])


def quote(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    lines[at] = random.choice(QUOTES) + lines[at]


def unquote(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    lines[at] = re.sub(r"^\s*(>|[-*+] |\d+\. |#+ )", "", lines[at])


def fence(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    mark = random.choice(["```", "~~~", "```text"])
    lines[at : at + 1] = [mark, lines[at], mark[:3]]


def open_fence(lines: list[str], random: Random) -> None:
    lines.insert(random.randrange(len(lines) + 1), random.choice(["```", "<!--", "~~~", "---"]))


def put_sign(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    place = random.randrange(len(lines[at]) + 1)
    lines[at] = lines[at][:place] + random.choice(SIGNS) + lines[at][place:]


def take_character(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    place = random.randrange(len(lines[at]))
    lines[at] = lines[at][:place] + lines[at][place + 1 :]


def swap_characters(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    if len(lines[at]) > 1:
        place = random.randrange(len(lines[at]) - 1)
        lines[at] = (
            lines[at][:place] + lines[at][place + 1] + lines[at][place] + lines[at][place + 2 :]
        )


def put_word(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    places = [found.start() for found in WORD.finditer(lines[at])] or [0]
    place = random.choice(places)
    lines[at] = f"{lines[at][:place]}{random.choice(WORDS)} {lines[at][place:]}"


def take_word(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    found = list(WORD.finditer(lines[at]))
    if found:
        one = random.choice(found)
        lines[at] = lines[at][: one.start()] + lines[at][one.end() :]


def swap_words(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    found = sorted({one[0] for one in WORD.finditer(lines[at])})
    if len(found) > 1:
        one, other = random.sample(found, 2)
        lines[at] = re.sub(
            rf"\b(?:{re.escape(one)}|{re.escape(other)})\b",
            lambda hit: other if hit[0] == one else one,
            lines[at],
        )


def other_case(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    found = list(WORD.finditer(lines[at]))
    if found:
        one = random.choice(found)
        lines[at] = lines[at][: one.start()] + one[0].swapcase() + lines[at][one.end() :]


def style(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    found = list(WORD.finditer(lines[at]))
    if found:
        one, mark = random.choice(found), random.choice(["*", "**", "`", "~~", "_"])
        end = f"{mark}{lines[at][one.end() :]}"
        lines[at] = f"{lines[at][: one.start()]}{mark}{one[0]}{end}"


def link(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    found = list(WORD.finditer(lines[at]))
    if found:
        one = random.choice(found)
        target = random.choice(["(https://example.org/x)", "[p]", "[]", "", "[q]"])
        words = f"{random.choice(['', '!'])}[{one[0]}]{target}"
        lines[at] = lines[at][: one.start()] + words + lines[at][one.end() :]


def move_pipe(lines: list[str], random: Random) -> None:
    rows = [at for at, line in enumerate(lines) if line.count("|") > 1 and "---" not in line]
    if rows:
        at = random.choice(rows)
        cells = lines[at].split("|")
        one, other = random.randrange(1, len(cells)), random.randrange(1, len(cells))
        cells[one], cells[other] = cells[other], cells[one]
        lines[at] = "|".join(cells)


def put_cell(lines: list[str], random: Random) -> None:
    rows = [at for at, line in enumerate(lines) if line.count("|") > 1 and "---" not in line]
    if rows:
        at = random.choice(rows)
        cells = lines[at].split("|")
        cells.insert(random.randrange(1, len(cells) + 1), random.choice([" ", " x ", " more "]))
        lines[at] = "|".join(cells)


def join_lines(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    if at + 1 < len(lines):
        lines[at : at + 2] = [f"{lines[at]} {lines[at + 1].strip()}".rstrip()]


def break_line(lines: list[str], random: Random) -> None:
    at = _line(lines, random)
    blanks = [found.start() for found in re.finditer(" ", lines[at])]
    if blanks:
        place = random.choice(blanks)
        lines[at : at + 1] = [lines[at][:place], lines[at][place + 1 :]]


def trailing_blanks(lines: list[str], random: Random) -> None:
    lines[_line(lines, random)] += random.choice([" ", "  ", "\t", "\\"])


MUTATIONS: dict[str, Mutation] = {
    one.__name__: one
    for one in (
        delete_line, repeat_line, swap_lines, move_line, indent, dedent, indent_block, add_blank,
        remove_blank, other_marker, other_level, quote, unquote, fence, open_fence, put_sign,
        take_character, swap_characters, put_word, take_word, swap_words, other_case, style, link,
        move_pipe, put_cell, join_lines, break_line, trailing_blanks,
    )
}  # fmt: skip
