"""Keys that are made once and kept beside the data, readable by the owner alone. May import nothing of Chung Tay."""

from __future__ import annotations

import base64
import os
import secrets
import tempfile
from pathlib import Path


def kept_key(home: Path, name: str) -> str:
    """Return the key kept in `home/name`, making it on first use: 32 random bytes as URL-safe base64 text.

    Several processes may ask at once on a fresh install: all get the same key.
    """
    home.mkdir(parents=True, exist_ok=True)
    path = home / name
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Write a key whole beside its place, then put it there, unless another process was quicker."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    made = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
        path.hardlink_to(made)
    except FileExistsError:
        pass
    except OSError:  # a disk that knows no links: nothing better than not to look away for long
        if not path.exists():
            made.replace(path)
    finally:
        made.unlink(missing_ok=True)
