"""A download has a name that file systems take."""

from flask import Flask

from drafting.request.downloads import download


def test_its_name_is_written_for_old_and_new_readers(app: Flask) -> None:
    with app.test_request_context():
        answer = download(b"x", "text/csv", 'A: "b" / é.csv')
    assert answer.content_type == "text/csv; charset=utf-8"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "A-%20-b-%20-%20%C3%A9.csv" in disposition
