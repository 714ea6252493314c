"""What a browser would run is sieved out once more before HTML is stored."""

import pytest

from drafting.services.comparison.clause_html import clean_html


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick='x'>words</p><script>alert(1)</script>",
        "<td onmouseover=x>words<script>alert(1)</script></td>",
        "</td></tr></table><script>alert(1)</script>words",
        "<a href='JaVaScRiPt:alert(1)'>words</a>",
        "<svg><script>alert(1)</script></svg>words",
        "<span style='position:fixed'>words</span>",
    ],
)
def test_a_second_sieve_stands_behind_the_first(html: str) -> None:
    kept = clean_html(html).lower()
    assert "words" in kept
    for word in ("<script", "alert", "onclick", "onmouseover", "style", "svg"):
        assert word not in kept


def test_the_cells_of_a_row_stay_cells() -> None:
    row = '<td data-number="1"></td>\n<td>x</td>'
    assert clean_html(row) == row
