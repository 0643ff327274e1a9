"""Keys that are made once and kept beside the data, readable by the owner alone. May import nothing of Chung Tay."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


def kept_key(home: Path, name: str) -> str:
    """Return the key kept in `home/name`, making it on first use: 32 random bytes as URL-safe base64 text."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / name
    if not path.exists():
        made = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text().strip()
        with os.fdopen(handle, "w") as file:
            file.write(made)
    return path.read_text().strip()
