"""What an installation decides, declared once: typed, read from DRAFTING_* variables, refused at
start if wrong.

Every setting stands in docs/settings.md. A file `drafting.env` in the instance folder (lines
KEY=value) is read first; the process environment wins over it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PREFIX = "DRAFTING_"
PROJECT_ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """The settings cannot be used; the message names every fault at once."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One installation. Times are seconds; addresses have no trailing slash."""

    secret_key: str
    base_url: str
    instance: Path
    database_url: str
    redis_url: str | None  # the doorbell between several processes
    institution: str
    time_zone: str
    websocket: str  # "fast", our own, or "stock", that of python-engineio
    trusted_proxies: int  # how many stand before the server and write X-Forwarded-For
    oidc_issuer: str | None
    oidc_client_id: str | None
    oidc_client_secret: str | None
    oidc_label: str
    oidc_email_trust: str  # "claim": as the provider says; "all": it vouches for every address

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def has_oidc(self) -> bool:
        return self.oidc_issuer is not None

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> "Settings":
        """Read and check all settings; raises SettingsError naming every fault."""
        instance = Path(environ.get(PREFIX + "INSTANCE", "instance")).resolve()
        given = _file_values(instance / "drafting.env") | {
            k: v for k, v in environ.items() if k.startswith(PREFIX)
        }
        values = {
            key.removeprefix(PREFIX).lower(): value.strip()
            for key, value in given.items()
            if value.strip()
        }
        faults = [*_missing(values), *_wrong(values), *_unknown(values)]
        if faults:
            raise SettingsError("Settings: " + "; ".join(faults) + ". See docs/settings.md.")
        return cls(
            secret_key=values["secret_key"],
            base_url=values["base_url"].rstrip("/"),
            instance=instance,
            database_url=values.get("database_url", f"sqlite:///{instance / 'drafting.sqlite3'}"),
            redis_url=values.get("redis_url"),
            institution=values.get("institution", "Office for codes of practice"),
            time_zone=values.get("time_zone", "Europe/Brussels"),
            websocket=values.get("websocket", "fast"),
            trusted_proxies=int(values.get("trusted_proxies", "0")),
            oidc_issuer=values.get("oidc_issuer", "").rstrip("/") or None,
            oidc_client_id=values.get("oidc_client_id"),
            oidc_client_secret=values.get("oidc_client_secret"),
            oidc_label=values.get("oidc_label", "your organisation's account"),
            oidc_email_trust=values.get("oidc_email_trust", EMAIL_TRUSTS[0]),
        )


REQUIRED = ("secret_key", "base_url")
OIDC = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
SHORTEST_SECRET = 32  # characters
WEBSOCKETS = ("fast", "stock")
EMAIL_TRUSTS = ("claim", "all")


def _file_values(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {key.strip(): value for key, _, value in pairs}


def _missing(values: Mapping[str, str]) -> list[str]:
    missing = [name for name in REQUIRED if name not in values]
    if any(name in values for name in OIDC):
        missing += [name for name in OIDC if name not in values]
    return [f"{PREFIX}{name.upper()} is missing" for name in missing]


def _wrong(values: Mapping[str, str]) -> list[str]:
    faults = []
    if len(values.get("secret_key", "x" * SHORTEST_SECRET)) < SHORTEST_SECRET:
        faults.append(f"{PREFIX}SECRET_KEY has fewer than {SHORTEST_SECRET} characters")
    parts = urlsplit(values.get("base_url", "http://localhost"))
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path.rstrip("/")
        or parts.query
    ):
        faults.append(f"{PREFIX}BASE_URL is not of the form https://host[:port]")
    faults += _wrong_redis(values.get("redis_url", "redis://localhost"))
    if not values.get("trusted_proxies", "0").isdecimal():
        faults.append(f"{PREFIX}TRUSTED_PROXIES is not a number")
    if values.get("websocket", "fast") not in WEBSOCKETS:
        faults.append(f"{PREFIX}WEBSOCKET is neither fast nor stock")
    if values.get("oidc_email_trust", EMAIL_TRUSTS[0]) not in EMAIL_TRUSTS:
        faults.append(f"{PREFIX}OIDC_EMAIL_TRUST is neither claim nor all")
    if not _is_time_zone(values.get("time_zone", "UTC")):
        faults.append(f"{PREFIX}TIME_ZONE is not a time zone of the tz database")
    return faults


def _wrong_redis(address: str) -> list[str]:
    """Refuses a Redis without a password that other machines can reach.

    Everyone who can write to it could send messages to all processes: it must ask for a
    password.
    """
    name = f"{PREFIX}REDIS_URL"
    try:
        parts = urlsplit(address)
        is_good = parts.scheme == "unix" or (
            parts.scheme in {"redis", "rediss"} and parts.hostname and parts.port != 0
        )
    except ValueError:  # the port is no number
        is_good = False
    if not is_good:
        return [
            (
                f"{name} is not of the form redis://[:password@]host[:port][/number], "
                "rediss://… or unix://…"
            )
        ]
    is_local = (
        parts.scheme == "unix"
        or parts.hostname in {"localhost", "::1"}
        or str(parts.hostname).startswith("127.")
    )
    return (
        []
        if is_local or parts.password
        else [f"{name} leads to another machine without a password"]
    )


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _unknown(values: Mapping[str, str]) -> list[str]:
    known = set(Settings.__dataclass_fields__)
    return [
        f"{PREFIX}{name.upper()} is not a setting" for name in sorted(values) if name not in known
    ]


def write_first_settings(instance: Path, *, base_url: str, secret_key: str) -> None:
    """Make the instance folder with its drafting.env, readable by the owner only; an existing
    file is kept.
    """
    instance.mkdir(parents=True, exist_ok=True)
    instance.chmod(0o700)
    path = instance / "drafting.env"
    if path.exists():
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{PREFIX}SECRET_KEY={secret_key}\n{PREFIX}BASE_URL={base_url}\n")
