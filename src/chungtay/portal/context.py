"""What every page knows of the site."""

from __future__ import annotations

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Values for the frame of every page."""
    return {}
