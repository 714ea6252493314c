"""The environment of a test instance."""

from pathlib import Path

BASE_URL = "http://localhost"


def environ_for(instance: Path, base_url: str = BASE_URL, **more: str) -> dict[str, str]:
    """DRAFTING_* for an instance folder; `more` without the prefix, in lower case."""
    given = {"secret_key": "k" * 48, "base_url": base_url, "instance": str(instance), **more}
    return {f"DRAFTING_{name.upper()}": value for name, value in given.items()}
