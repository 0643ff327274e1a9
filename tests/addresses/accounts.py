"""Addresses of the accounts room, and the language switch of the frame."""

from __future__ import annotations

from addresses.reading import Case, everyone, only

ROOM = {
    "set_language": [Case({}, everyone(302), "post", data={"language": "en"})],
    "accounts:sign-in": [Case({}, everyone(302) | {"public": 200})],
    "accounts:sign-out": [Case({}, everyone(405)), Case({}, everyone(302), "post")],
    "accounts:me": [Case({}, only(ok=200, others=200))],
    "accounts:password": [Case({}, only(ok=200, others=200))],
}
