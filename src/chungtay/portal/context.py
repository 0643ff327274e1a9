"""What every page knows of the site: its version, its navigation, who is reading and whether the data is real."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from django.core.cache import cache as kept
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from chungtay.accounts.held import roles_held
from chungtay.indicators.models import SnapshotRecord
from chungtay.registry.models import Household


@cache
def package_version() -> str:
    return version("chungtay")


def holds_synthetic_data() -> bool:
    """True where any household or snapshot is synthetic; asked of the database once a minute at most."""
    found = kept.get("portal.synthetic")
    if found is None:
        found = (
            SnapshotRecord.objects.filter(synthetic=True).exists() or Household.objects.filter(synthetic=True).exists()
        )
        kept.set("portal.synthetic", found, 60)
    return bool(found)


def navigation(request: HttpRequest) -> list[dict[str, object]]:
    """The places of the header that exist in this installation; `current` marks the part being read."""
    labels = {
        "portal:home": gettext("Trang đầu"),
        "portal:province": gettext("Toàn tỉnh"),
        "movement:index": gettext("Phong trào"),
    }
    items: list[dict[str, object]] = []
    for name, label in labels.items():
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        current = request.path == url or (url != "/" and request.path.startswith(url))
        items.append({"url": url, "label": label, "current": current})
    return items


def site(request: HttpRequest) -> dict[str, object]:
    """Values for the frame of every page, under `site`; each is worked out only if the page shows it."""
    user = getattr(request, "user", None)
    return {
        "site": {
            "version": package_version(),
            "navigation": SimpleLazyObject(lambda: navigation(request)),
            "roles": SimpleLazyObject(lambda: roles_held(user)),
            "synthetic": SimpleLazyObject(holds_synthetic_data),
        }
    }
