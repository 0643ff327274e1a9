"""The words of the tables: who asks, what is asked, what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PUBLIC = "public"
ROLES = (
    "village_surveyor", "commune_officer", "district_officer", "province_office", "department", "front",
    "cluster_lead", "council_member", "inspector", "donor",
)  # fmt: skip
READERS = (PUBLIC, *ROLES)
OFFICIALS = tuple(role for role in ROLES if role != "donor")

# The places and households that tests/addresses/made_world.py makes; each role is bound to the first that fits.
DISTRICT, OTHER_DISTRICT = "481", "480"
COMMUNE, SAME_DISTRICT_COMMUNE, OTHER_COMMUNE = "20047", "20044", "20014"
VILLAGE = "20047-01"
YEAR = 2019

Answers = Mapping[str, int]


@dataclass(frozen=True)
class Case:
    """One request: the values of the address, what each reader is answered, and how it is asked.

    A value may be a function without arguments: it is asked once the made world is there.
    """

    values: Mapping[str, object]
    answers: Answers
    method: str = "get"
    query: str = ""
    data: Mapping[str, object] = field(default_factory=dict)


def everyone(status: int) -> Answers:
    """The same answer to all readers."""
    return dict.fromkeys(READERS, status)


def only(*readers: str, ok: int = 200, others: int = 403, public: int = 302) -> Answers:
    """`ok` to the named readers, `others` to the other signed-in ones, `public` to a visitor (302: to sign in)."""
    unknown = set(readers) - set(READERS)
    assert not unknown, unknown
    return {PUBLIC: public} | dict.fromkeys(ROLES, others) | dict.fromkeys(readers, ok)
