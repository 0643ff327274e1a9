"""Every address of the site is asked by every role and by the public; each answer is in a table of tests/addresses.

A new address without a row fails here; so does a row for an address that is gone.
"""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from addresses import accounts, documents, movement, portal, registry
from addresses.made_world import make_world
from addresses.reading import PUBLIC, READERS

TABLE = {**accounts.ROOM, **documents.ROOM, **movement.ROOM, **portal.ROOM, **registry.ROOM}
NAMES_OF_PEOPLE = re.compile(r"Người mẫu H-\d")


def names(resolver: URLResolver, space: str = "") -> list[str]:
    """The names of all addresses with their namespace; an address without a name is given by its pattern."""
    found = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found += names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            found.append(space + (entry.name or str(entry.pattern)))
    return found


def test_every_address_has_its_row_and_every_row_its_address():
    assert set(TABLE) == set(names(get_resolver()))


def test_every_row_says_the_answer_to_every_reader():
    for name, cases in TABLE.items():
        assert cases, name
        for case in cases:
            assert set(case.answers) == set(READERS), name


@pytest.mark.django_db
def test_each_reader_gets_the_answer_in_the_table(settings, tmp_path):
    settings.HOME = tmp_path  # reports are kept there
    settings.MEDIA_ROOT = tmp_path / "files"
    users = make_world()
    wrong = []
    for name, cases in sorted(TABLE.items()):
        for case in cases:
            values = {key: value() if callable(value) else value for key, value in case.values.items()}
            url = reverse(name, kwargs=values) + (f"?{case.query}" if case.query else "")
            for reader in READERS:
                client = Client(raise_request_exception=True)
                if reader != PUBLIC:
                    client.force_login(users[reader])
                response = getattr(client, case.method)(url, dict(case.data))
                if response.status_code != case.answers[reader]:
                    wrong.append(f"{case.method} {url} {reader}: {response.status_code}, not {case.answers[reader]}")
                text = "" if response.streaming else response.content.decode(errors="replace")
                if NAMES_OF_PEOPLE.search(text):
                    wrong.append(f"{case.method} {url} {reader}: shows a name that was not asked for")
    assert not wrong, "\n" + "\n".join(wrong)
