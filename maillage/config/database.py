"""Where what people write is kept: SQLite in the home, or PostgreSQL when DATABASE_URL names it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from maillage.kernel.errors import UsageError

SCHEMES = ("postgresql", "postgres")


def chosen(environment: Mapping[str, str], home: Path) -> dict[str, Any]:
    """As Django wants it. Raises UsageError, which names no password, for an address that cannot be read."""
    text = environment.get("DATABASE_URL", "").strip()
    return _postgresql(text) if text else _sqlite(home)


def _sqlite(home: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "maillage.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": ("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"),
        },
    }


def _postgresql(text: str) -> dict[str, Any]:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in SCHEMES or not name:
        raise UsageError(
            "DATABASE_URL n’est pas une adresse complète, comme postgresql://utilisateur:secret@hote:5432/base."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A socket is named by its folder, after the question mark.
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
