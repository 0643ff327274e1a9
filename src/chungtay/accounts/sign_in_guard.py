"""Slows the guessing of passwords: after some failures at one door, the door stays shut for some minutes.

A door is a user name at a network address, so that a stranger elsewhere cannot lock an officer out. May import Django.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import math

from django.conf import settings
from django.utils import timezone

from chungtay.accounts.models import SignInFailure

ALLOWED = 5
SHUT_FOR = dt.timedelta(minutes=10)


def door_of(username: str, address: str) -> str:
    """A keyed digest: what was typed as a name may be a password, so it is not kept."""
    text = f"{username.strip().lower()}\n{address}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def minutes_shut(username: str, address: str, now: dt.datetime | None = None) -> int:
    """Minutes until this door opens again, rounded up; 0 while it is open. It shuts at the last of ALLOWED failures."""
    now = now or timezone.now()
    last = list(
        SignInFailure.objects.filter(door=door_of(username, address))
        .order_by("-at")
        .values_list("at", flat=True)[:ALLOWED]
    )
    if len(last) < ALLOWED or last[0] - last[-1] > SHUT_FOR:
        return 0
    left = last[0] + SHUT_FOR - now
    return max(0, math.ceil(left.total_seconds() / 60))


def note_failure(username: str, address: str, now: dt.datetime | None = None) -> None:
    """Count a failure, and forget those too old to matter."""
    now = now or timezone.now()
    SignInFailure.objects.filter(at__lte=now - 2 * SHUT_FOR).delete()
    SignInFailure.objects.create(door=door_of(username, address), at=now)


def note_success(username: str, address: str) -> None:
    """Forget the failures at this door."""
    SignInFailure.objects.filter(door=door_of(username, address)).delete()
