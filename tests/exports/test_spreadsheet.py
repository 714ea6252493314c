"""A table that every spreadsheet opens unharmed; more of it is tested with the comments."""

from drafting.exports.spreadsheet import table_of


def test_a_table_has_its_columns_and_rows_with_crlf_and_a_bom() -> None:
    assert table_of(("A", "B"), [("1", "x"), ("2", "=y")]) == (
        b"\xef\xbb\xbfA,B\r\n1,x\r\n2,'=y\r\n"
    )
