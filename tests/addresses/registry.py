"""Addresses of the registry room."""

from __future__ import annotations

from addresses.reading import Case

ROOM: dict[str, list[Case]] = {}
