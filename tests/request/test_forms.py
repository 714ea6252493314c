"""Forms: what fields hold, and which page a refused form comes back on."""

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue

from drafting.errors import ConflictError, DraftingError, InvalidInputError
from drafting.request import forms
from drafting.services.errors import FieldMissingError


def page() -> ResponseReturnValue:
    """A page that says which of its forms was refused, and at which field."""
    refused = forms.problem()
    return (
        ("first", 200) if refused is None else (f"{refused.form}: {refused.field}", refused.status)
    )


def page_of_thread(thread_number: int) -> ResponseReturnValue:
    return f"thread {thread_number}", 422


def raising(error: DraftingError) -> forms.View[...]:
    """A view that is refused."""

    def view(thread_number: int, number: int) -> ResponseReturnValue:
        raise error

    return view


def sent(view: forms.View[...]) -> ResponseReturnValue:
    return view(thread_number=12, number=3)


@pytest.fixture(autouse=True)
def _request(app: Flask) -> object:
    with app.test_request_context(method="POST", data={"text": "a\r\nb", "id": "7", "ids": "x"}):
        yield


def test_a_refused_form_comes_back_with_its_name_its_field_and_the_status_of_the_error() -> None:
    decorated = forms.on_error(page, form="reply-{thread_number}")(
        raising(FieldMissingError("text"))
    )
    assert sent(decorated) == ("reply-12: text", 422)
    assert sent(forms.on_error(page)(raising(ConflictError()))) == ("None: None", 409)


def test_the_page_gets_the_url_arguments_that_it_accepts() -> None:
    assert sent(forms.on_error(page_of_thread)(raising(ConflictError()))) == ("thread 12", 422)


def test_the_field_may_be_named_by_the_view() -> None:
    decorated = forms.on_error(page, field=lambda error: "file")(raising(InvalidInputError()))
    assert sent(decorated) == ("None: file", 422)


def test_other_errors_pass_and_leave_nothing_behind() -> None:
    with pytest.raises(ConflictError):
        sent(forms.on_error(page, errors=(InvalidInputError,))(raising(ConflictError())))
    sent(forms.on_error(page)(raising(ConflictError())))
    assert page() == ("first", 200)


def test_a_view_keeps_its_name_under_the_decorator() -> None:
    assert forms.on_error(page)(page_of_thread).__name__ == "page_of_thread"


def test_fields_are_read_as_text_and_ids() -> None:
    assert forms.text("text") == "a\nb"
    assert forms.text("missing") == ""
    assert (forms.integer("id"), forms.integer("text")) == (7, None)
    assert forms.integers("ids") == []


def test_passwords_are_never_given_back() -> None:
    assert forms.returnable_fields(["name", "password", "csrf_token", "new_password"]) == ["name"]
