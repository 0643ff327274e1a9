"""Small steps that the tests of pages share."""

from __future__ import annotations

import html
import re

from made_province import PASSWORD


def sign_in(client, role: str) -> None:
    assert client.login(username=f"thu-{role}", password=PASSWORD)


def text_of(response) -> str:
    """What a reader reads: the page without tags, spaces made single."""
    body = re.sub(r"<script.*?</script>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))
