"""The movement at work, and a client signed in as someone."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

sys.path.insert(0, str(Path(__file__).parent.parent))

from work_world import WorkWorld, make_work, open_world


@pytest.fixture
def opened(db: None, settings, tmp_path) -> WorkWorld:
    settings.MEDIA_ROOT = tmp_path / "files"
    return open_world()


@pytest.fixture
def world(db: None, settings, tmp_path) -> WorkWorld:
    settings.MEDIA_ROOT = tmp_path / "files"
    return make_work(tmp_path)


@pytest.fixture
def signed(request) -> Callable[[str], Client]:
    """signed("district_officer"): a browser of that person; "" is a visitor."""

    def make(who: str) -> Client:
        made = request.getfixturevalue("world" if "world" in request.fixturenames else "opened")
        client = Client()
        if who:
            client.force_login(made.users[who])
        return client

    return make


@pytest.fixture
def text() -> Callable[[object], str]:
    """What a reader reads: the page without tags, blanks made single."""

    def read(response) -> str:
        body = re.sub(r"<script.*?</script>", " ", response.content.decode(), flags=re.S)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))

    return read
