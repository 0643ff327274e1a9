"""The ready accounts of a demo province, for its sign-in page; never their password. May import the room and Django."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from chungtay.accounts.held import roles_held
from chungtay.accounts.models import User


@dataclass(frozen=True)
class DemoAccount:
    """A ready account: its user name and its roles in words ("Cán bộ cấp xã, xã Hồng Vân")."""

    username: str
    roles: tuple[str, ...]


def demo_accounts() -> list[DemoAccount]:
    """The ready accounts by the order in which they were opened; none where this install holds no demo."""
    if not (Path(settings.HOME) / "demo").is_dir():
        return []
    users = User.objects.filter(demo=True, is_active=True).order_by("pk")
    return [DemoAccount(user.username, tuple(held.label for held in roles_held(user))) for user in users]
