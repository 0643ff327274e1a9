"""The leader's page over 300,000 households against an empty view of the same stack.

    python -m benchmarks.leader_page [--home FOLDER] [--rounds 60]

Both are asked for by the same signed-in reader through the same middleware, in turn, in one process; the empty view
renders the frame of the site (`portal/base.html`) and nothing in it. Medians are compared.

empty     the frame alone
leader    /tinh/, its fragments kept from an earlier request, as nearly every request meets it
anew      /tinh/ just after new values came in: nothing kept
unchanged /tinh/ to a browser that holds it already (304)
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

MOST_OVER_EMPTY = 5.0
ROUNDS = 60
DEFAULT_HOME = Path(os.environ.get("CHUNGTAY_BENCH_HOME", "var/bench-full"))


def build_home(home: Path) -> None:
    """Build the demo province of 300,000 households where there is none yet; takes about a quarter of an hour."""
    if (home / "chungtay.sqlite3").exists():
        return
    print(f"building the full demo province in {home}", flush=True)
    command = ["-c", "from chungtay.cli import cli; cli()", "demo", "--full", "--no-serve", "--home", str(home)]
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)


def add_empty_view() -> None:
    """Put the empty view beside the site's own addresses."""
    from django.conf import settings
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import render
    from django.urls import path

    from chungtay.config.urls import urlpatterns as site

    def empty(request: HttpRequest) -> HttpResponse:
        return render(request, "portal/base.html")

    settings.ROOT_URLCONF = (path("trong/", empty), *site)  # Django takes the patterns themselves too
    settings.ALLOWED_HOSTS = ["testserver"]


def timed(ask: Callable[[], object]) -> float:
    """Milliseconds that one request takes."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def measure(rounds: int) -> dict[str, float]:
    """Median milliseconds of each kind of request, asked for in turn."""
    from django.core.cache import cache
    from django.test import Client

    from chungtay.accounts.models import Assignment

    client = Client()
    client.force_login(Assignment.objects.filter(role="province_office").select_related("user")[0].user)
    for address in ("/trong/", "/tinh/", "/tinh/"):
        assert client.get(address).status_code == 200, address
    tag = client.get("/tinh/").headers["ETag"]
    times: dict[str, list[float]] = {"empty": [], "leader": [], "anew": [], "unchanged": []}
    for number in range(rounds):
        times["empty"].append(timed(lambda: client.get("/trong/")))
        times["leader"].append(timed(lambda: client.get("/tinh/")))
        times["unchanged"].append(timed(lambda: client.get("/tinh/", headers={"If-None-Match": tag})))
        if number % 6 == 0:
            cache.clear()
            times["anew"].append(timed(lambda: client.get("/tinh/")))
    return {name: statistics.median(found) for name, found in times.items()}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return 1 where the promise does not hold."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--home", type=Path, default=DEFAULT_HOME, help="a demo province, built if absent")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = options.parse_args(arguments or [])
    build_home(chosen.home)
    os.environ["CHUNGTAY_HOME"] = str(chosen.home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "chungtay.config.settings"
    import django

    django.setup()
    add_empty_view()
    from chungtay.registry.models import Household

    print(f"{Household.objects.count():,} households, {chosen.rounds} rounds, medians")
    found = measure(chosen.rounds)
    for name, milliseconds in found.items():
        print(f"  {name:<10} {milliseconds:7.1f} ms  {milliseconds / found['empty']:5.1f}x")
    kept = found["leader"] <= MOST_OVER_EMPTY * found["empty"]
    verdict = "holds" if kept else "DOES NOT HOLD"
    print(f"  leader / empty = {found['leader'] / found['empty']:.2f}, promised at most {MOST_OVER_EMPTY}: {verdict}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
