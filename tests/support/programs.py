"""A program that calls the API with a person's personal token, or with none."""

from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from drafting.policy.identity import OPERATOR
from drafting.services.people.personal_tokens import make_token
from drafting.storage.unit_of_work import Database

API = "/api/v1"


@dataclass(frozen=True)
class Program:
    """Calls addresses below /api/v1."""

    app: Flask
    token: str | None = None

    def call(self, path: str, method: str = "GET", **given: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.app.test_client().open(
            path if path.startswith("/") else f"{API}/{path}",
            method=method,
            headers=headers,
            **given,
        )

    def read(self, path: str) -> Any:
        """The JSON of an answer that must be good."""
        answer = self.call(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        assert answer.mimetype == "application/json"
        return answer.json


def token_for(database: Database, account_id: int, *, may_write: bool = False) -> str:
    """A new personal token of an account."""
    with database.transaction() as session:
        return make_token(
            session, replace(OPERATOR, account_id=account_id), name="A program", may_write=may_write
        )
