"""Fixtures for every room.

demo_province   a tiny synthetic province in the test database, built through the real import: units, reviews,
                snapshots, verdicts, indicators, published figures and ready accounts. Built once a run, put in place
                for the module that asks and taken away after it. Each test still needs `db`, so that its own changes
                are undone; a test with `transactional_db` empties the database and cannot share a module with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

DEMO_SCALE, DEMO_SEED = 0.004, 2016

# Whoever runs the tests may have a machine that speaks English, or a province's own standards at hand.
os.environ["CHUNGTAY_LANG"] = "vi"
os.environ.pop("CHUNGTAY_STANDARDS", None)

# How long an example takes, or its making, is no matter for a test: on a busy machine anything may take a second.
examples.register_profile("chungtay", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("chungtay")


@dataclass(frozen=True)
class TinyDemo:
    """What the tests know of the demo province: where its files lie and what was built."""

    folder: Path
    snapshots: Path
    built: Any


@pytest.fixture(scope="session", autouse=True)
def _files_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests send in, set and take out of the install's own folder, and what lies there out of the tests."""
    home = tmp_path_factory.mktemp("install")
    with override_settings(HOME=home, MEDIA_ROOT=home / "files", SNAPSHOTS_DIR=home / "snapshots"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    """Let no test find what another left in Django's cache, nor the language that a console command spoke."""
    yield
    cache.clear()
    translation.deactivate()


@pytest.fixture(scope="session")
def _demo_built(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Build the tiny province once and keep a copy of the database with it and without."""
    from chungtay.demo.build import build_demo
    from chungtay.demo.setting import DemoOptions
    from chungtay.demo.steps import Steps
    from kept_database import KeptDatabase

    home = tmp_path_factory.mktemp("demo")
    before = settings.SNAPSHOTS_DIR
    settings.SNAPSHOTS_DIR = home / "snapshots"
    try:
        with django_db_blocker.unblock():
            without = KeptDatabase()
            built = build_demo(DemoOptions(DEMO_SEED, DEMO_SCALE, home / "demo"), Steps(quiet=True))
            kept = KeptDatabase()
            without.put_back()
    finally:
        settings.SNAPSHOTS_DIR = before
    return kept, without, TinyDemo(home / "demo", home / "snapshots", built)


@pytest.fixture(scope="module")
def demo_province(_demo_built: Any, django_db_blocker: Any) -> Iterator[TinyDemo]:
    kept, without, demo = _demo_built
    before = settings.SNAPSHOTS_DIR
    settings.SNAPSHOTS_DIR = demo.snapshots
    with django_db_blocker.unblock():
        kept.put_back()
    yield demo
    with django_db_blocker.unblock():
        without.put_back()
    settings.SNAPSHOTS_DIR = before
