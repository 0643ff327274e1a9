"""Give a person the secret address of their calendar feed, or a new one. May import the room."""

from __future__ import annotations

import secrets

from django.db import transaction

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.movement.models import FeedToken


def feed_token(user: User) -> str:
    """The secret part of the feed's address, made on first use."""
    found, _made = FeedToken.objects.get_or_create(user=user, defaults={"token": secrets.token_urlsafe(32)})
    return found.token


@transaction.atomic
def renew_feed_token(user: User) -> str:
    """Make a new secret: whoever knows the old address reads nothing more."""
    token = secrets.token_urlsafe(32)
    FeedToken.objects.update_or_create(user=user, defaults={"token": token})
    record(user, "movement.renew_feed_token", user.username)
    return token
