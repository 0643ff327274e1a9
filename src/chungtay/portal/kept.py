"""When a page of figures may be kept: as long as nothing it is made of has changed.

The state is read afresh on every request (five short queries); every kept fragment and every ETag carries it,
so that a new value, snapshot, published figure or unit makes new pages at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from chungtay.indicators.models import IndicatorValue, OfficialValue, SnapshotRecord
from chungtay.movement.models import Plan
from chungtay.portal.context import package_version
from chungtay.units.models import TreeVersion

View = Callable[..., HttpResponse]


def state() -> str:
    """A digest of everything that pages of figures are made of.

    Values are only written by indicators.compute, which puts a year's values in new rows: the newest row tells of any.
    """
    parts = (
        package_version(),
        list(SnapshotRecord.objects.values_list("snapshot_id", "taken_at")),
        IndicatorValue.objects.order_by("-pk").values_list("pk", "computed_at").first(),
        list(OfficialValue.objects.order_by("pk").values_list("pk", "value", "kind", "status")),
        TreeVersion.objects.values_list("token", flat=True).first(),
        list(Plan.objects.filter(parent__isnull=True).order_by("pk").values_list("pk", "title", "issuer_name")),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def key_of(request: HttpRequest, *more: object) -> str:
    """The key of a page's fragments: the state, the language and the address with what it asks."""
    parts = (state(), request.LANGUAGE_CODE, request.get_full_path(), *more)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def answers_unchanged(view: View) -> View:
    """Answer 304 where the reader's browser already holds the page as it would be now.

    Only for pages of figures alone, never of households. The tag also covers who is reading and their form token, so
    that a page kept by the browser is never shown to another reader nor posted from with an old token.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or len(get_messages(request)):
            return view(request, *args, **kwargs)
        reader = (request.user.pk, request.COOKIES.get(settings.CSRF_COOKIE_NAME), request.COOKIES.get("sessionid"))
        etag = quote_etag(hashlib.sha256(repr((key_of(request), reader)).encode()).hexdigest()[:32])
        unchanged = get_conditional_response(request, etag=etag)
        response = unchanged or view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response.headers["ETag"] = etag
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return answer
