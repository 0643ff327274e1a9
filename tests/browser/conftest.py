"""A real browser for the tests of pages: Debian's Chromium, driven by Playwright; skipped where it is not installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "portal"))

from made_province import PASSWORD, MadeProvince, make_province
from screens import DESK, PHONE
from steps import press

CHROMIUM = Path(os.environ.get("CHUNGTAY_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync"]  # fmt: skip
PATIENCE = 120_000
"""milliseconds that anything may take on a busy machine; only what fails takes them"""


@pytest.fixture(scope="session", autouse=True)
def _database_beside_the_browser():
    # Playwright keeps an event loop running in this thread; the tests still use the database from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser():
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or name another in CHUNGTAY_CHROMIUM")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS, timeout=PATIENCE)
        yield running
        running.close()


@pytest.fixture
def built_assets(settings, tmp_path_factory):
    """The chart engine and the fonts, laid where the site looks for them, if they are not there yet."""
    from chungtay.portal import assets

    if not (Path(settings.BUILT_ASSETS) / "engine").exists():
        assets.build_assets()


@pytest.fixture
def site(browser, transactional_db, live_server, built_assets):
    """The address of a running site with the made province."""
    live_server.province = make_province(households=3)
    return live_server


@pytest.fixture
def running(transactional_db, live_server, built_assets, settings, tmp_path):
    """A running site with an empty database, which keeps the files it is sent in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return live_server


@pytest.fixture
def open_page(browser, site):
    """Open a fresh window; `open_page(viewport, user)` signs in as the user of that role first."""
    contexts = []

    def opened(viewport=DESK, role: str = "", **more):
        context = browser.new_context(viewport=viewport, locale="vi-VN", **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if role:
            page.goto(f"{site.url}/tai-khoan/dang-nhap/")
            page.fill("input[name=username]", f"thu-{role}")
            page.fill("input[name=password]", PASSWORD)
            press(page, "main button[type=submit], main form button.button")
            assert "dang-nhap" not in page.url
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_page):
    """A phone of 360 px, signed in as the province's office."""
    return open_page(PHONE, role="province_office")


@pytest.fixture
def province(site) -> MadeProvince:
    return site.province
