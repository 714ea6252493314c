"""Settings: typed, complete, and every fault named at once."""

from pathlib import Path

import pytest

from drafting.settings import Settings, SettingsError, write_first_settings
from tests.support.settings import environ_for


def read(tmp_path: Path, **more: str) -> Settings:
    return Settings.from_environ(environ_for(tmp_path, **more))


def faults(tmp_path: Path, **more: str) -> str:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, **more)
    return str(caught.value)


def test_two_settings_are_enough(tmp_path: Path) -> None:
    settings = read(tmp_path, base_url="https://drafting.example/")
    assert settings.base_url == "https://drafting.example"
    assert settings.is_https
    assert settings.database_url == f"sqlite:///{tmp_path / 'drafting.sqlite3'}"
    assert not settings.has_oidc


def test_every_missing_setting_is_named_at_once(tmp_path: Path) -> None:
    message = faults(tmp_path, secret_key="", base_url=" ", oidc_issuer="https://p.example")
    for name in ("SECRET_KEY", "BASE_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"):
        assert f"DRAFTING_{name} is missing" in message
    assert "OIDC_ISSUER" not in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("secret_key", "short"),
        ("base_url", "drafting.example"),
        ("base_url", "ftp://drafting.example"),
        ("base_url", "https://drafting.example/below"),
        ("base_url", "https://drafting.example?x=1"),
        ("websocket", "eventlet"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("base_ulr", "https://drafting.example"),
        ("redis_url", "drafting.example:6379"),
        ("redis_url", "http://127.0.0.1"),
        ("redis_url", "redis://"),
        ("redis_url", "redis://127.0.0.1:many"),
        ("redis_url", "redis://redis.example"),  # A122: another machine, and no password
        ("redis_url", "rediss://10.0.0.1:6379/0"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert f"DRAFTING_{name.upper()}" in faults(tmp_path, **{name: value})


@pytest.mark.parametrize(
    "address",
    [
        "redis://127.0.0.1:6379/1",
        "redis://localhost",
        "redis://[::1]:1",
        "unix:///run/redis.sock",
        "rediss://:word@redis.example",
    ],
)
def test_a_redis_on_this_machine_or_behind_a_password_is_taken(
    tmp_path: Path, address: str
) -> None:
    assert read(tmp_path, redis_url=address).redis_url == address


def test_a_fault_never_shows_the_secret(tmp_path: Path) -> None:
    assert "s3cret" not in faults(tmp_path, secret_key="s3cret", oidc_client_secret="s3cret-too")


def test_the_environment_wins_over_the_file_and_the_file_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "drafting.env").write_text(
        "# ours\n\nDRAFTING_INSTITUTION = From = file\nDRAFTING_TIME_ZONE=UTC\n", "utf-8"
    )
    settings = read(tmp_path, time_zone="Europe/Paris")
    assert (settings.institution, settings.time_zone) == ("From = file", "Europe/Paris")


def test_the_first_settings_are_readable_by_the_owner_only_and_kept(tmp_path: Path) -> None:
    instance = tmp_path / "new" / "instance"
    for key in ("k" * 40, "other" * 10):
        write_first_settings(instance, base_url="http://127.0.0.1:8000", secret_key=key)
    assert (
        instance.stat().st_mode & 0o777,
        (instance / "drafting.env").stat().st_mode & 0o777,
    ) == (0o700, 0o600)
    settings = Settings.from_environ({"DRAFTING_INSTANCE": str(instance)})
    assert settings.secret_key == "k" * 40


def test_settings_cannot_be_changed_while_running(tmp_path: Path) -> None:
    with pytest.raises(AttributeError):
        read(tmp_path).secret_key = "other"  # type: ignore[misc]
