"""Where the operational data lies and where e-mail goes, read from addresses. May import nothing of Chung Tay."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def database_from_url(url: str | None, home: Path) -> dict[str, Any]:
    """Return Django's description of the database at `url`; without one, SQLite (WAL) in `home`.

    Raises ValueError for an address that is neither postgresql:// nor sqlite:///.
    """
    if not url:
        return sqlite_at(home / "chungtay.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite_at(Path(unquote(parts.path)))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(f"CHUNGTAY_DATABASE_URL: {parts.scheme}:// is not known; use postgresql:// or sqlite:///")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


def sqlite_at(path: Path) -> dict[str, Any]:
    """Describe a SQLite database that several threads may use: write-ahead log, waits instead of failing.

    Pages of 8 KiB hold some twenty reviews each; the size is that of a new database and changes no other.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "init_command": "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
        },
    }


def mail_from_url(url: str | None, home: Path) -> dict[str, Any]:
    """Return Django's settings for e-mail: the console by default, files in `home`/mail, or a server.

    smtp:// starts TLS where user and password are given; smtps:// is encrypted from the first byte.
    Raises ValueError for any other address.
    """
    if not url or url == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if url == "file":
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": home / "mail"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError(f"CHUNGTAY_MAIL: {url} is not known; use console, file or smtp://user:password@host:port")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
