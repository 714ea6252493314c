"""What a provider says of a person, in the forms that OpenID Connect allows."""

from typing import Any

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from drafting.web.people.oidc_client import _name, _userinfo

KEY = RSAKey.generate_key(2048, {"kid": "1"})


class Answer:
    """An answer of the userinfo endpoint."""

    def __init__(self, text: str, media_type: str) -> None:
        self.text, self.headers = text, {"content-type": media_type}

    def raise_for_status(self) -> None:
        pass

    def json(self) -> dict[str, Any]:
        return {"sub": "s", "name": "Ada"}


class Client:
    """As much of Authlib's client as is asked."""

    def __init__(self, answer: Answer, key: RSAKey = KEY) -> None:
        self.answer, self.key = answer, key

    def load_server_metadata(self) -> dict[str, str]:
        return {"userinfo_endpoint": "https://idp.example/userinfo"}

    def get(self, _address: str, *, token: dict[str, Any]) -> Answer:
        assert token == {"access_token": "t"}
        return self.answer

    def fetch_jwk_set(self) -> dict[str, Any]:
        return KeySet([self.key]).as_dict(private=False)


def signed(claims: dict[str, Any]) -> Answer:
    return Answer(jwt.encode({"alg": "RS256", "kid": "1"}, claims, KEY), "application/jwt")


def test_userinfo_is_json_or_a_jwt_signed_by_the_provider() -> None:
    token = {"access_token": "t"}
    assert _userinfo(Client(Answer("", "application/json")), token)["name"] == "Ada"
    assert _userinfo(Client(signed({"sub": "s", "name": "Bo"})), token)["name"] == "Bo"


def test_userinfo_signed_by_another_key_is_refused() -> None:
    other = RSAKey.generate_key(2048, {"kid": "1"})
    with pytest.raises(JoseError):
        _userinfo(Client(signed({"sub": "s"}), other), {"access_token": "t"})


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": "Ada"}, "Ada"),
        ({"given_name": "Nora", "family_name": "Given"}, "Nora Given"),
        ({"family_name": "Given"}, "Given"),
        ({"name": " ", "nickname": "Nono"}, "Nono"),
        ({"preferred_username": "nora"}, "nora"),
        ({"email": "n@test.example"}, ""),
    ],
)
def test_the_name_is_what_the_provider_calls_the_person(claims: dict[str, Any], name: str) -> None:
    assert _name(claims) == name
