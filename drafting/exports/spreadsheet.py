"""Writes a table as CSV that spreadsheets open unharmed (RFC 4180; UTF-8 with a BOM).

An apostrophe stands before a cell that a spreadsheet would take for a formula (CSV injection,
OWASP), a number or a date ("2.10"): the cell is then text. What is longer than a cell may be goes
on in the next row of the same number.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

# blanks and quotes before the sign do not keep it harmless
FORMULA = re.compile(r"""(?=[\t\r\n])|(?=(?:\s|")*[=+\-@＝＋－＠])""")
# "2.10", "10/11", "1.", "007", "5E3": a spreadsheet makes a number or a date of it
NUMBER_OR_DATE = re.compile(r"(?:\d+(?:[.,:/\-]\d+)+[.,)]?|\d+[.,]|0\d+|\d+[eE]\d+)$")
LAST_OF_ONE_UNIT = 0xFFFF
LONGEST_CELL = 32_767  # UTF-16 code units: Excel's limit of a cell


def table_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file: the names of the columns, then the rows; the first cell of each names it."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for cells in rows:
        writer.writerows(_rows(cells))
    return file.getvalue().encode("utf-8-sig")


def _rows(cells: Sequence[str]) -> Iterator[list[str]]:
    """The cells, each cut where it is too long; the first one stands in every row."""
    parts = [list(_parts(_as_text(cell))) for cell in cells]
    for row in range(max(map(len, parts))):
        rest = [column[row] if row < len(column) else "" for column in parts[1:]]
        yield [parts[0][0], *rest]


def _parts(cell: str) -> Iterator[str]:
    """A cell in parts that fit, each but the last cut behind a blank if there is one near."""
    while _units(cell) > LONGEST_CELL:
        cut = LONGEST_CELL // 2 if not cell[:LONGEST_CELL].isascii() else LONGEST_CELL
        blank = cell.rfind(" ", cut // 2, cut) + 1
        # what follows must not be a formula in a cell of its own
        safe = (at for at in range(blank or cut, 0, -1) if not FORMULA.match(cell[at:]))
        cut = next(safe, cut)
        yield cell[:cut]
        cell = _as_text(cell[cut:])
    yield cell


def _units(text: str) -> int:
    return len(text) + sum(ord(one) > LAST_OF_ONE_UNIT for one in text)


def _as_text(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) or NUMBER_OR_DATE.match(cell) else cell
