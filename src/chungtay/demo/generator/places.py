"""Where the synthetic households live: the real communes, each with assumed numbers and villages that do not exist.

Imports numpy and the standard library. What is assumed stands in data/assumptions.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

URBAN_KINDS = frozenset({"phường", "thị trấn"})
YEARS = (2015, 2016, 2017, 2018, 2019, 2020)
BASE_YEAR = YEARS[0]
YEARLY_DRIFT = 0.12
"""spread of the yearly change of a commune against its district, as a log: some rise while the district falls"""
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Commune:
    """A real commune as it was at the end of the base year."""

    code: str
    name: str
    kind: str
    district_code: str

    @property
    def area(self) -> str:
        return "urban" if self.kind in URBAN_KINDS else "rural"


@dataclass(frozen=True)
class Village:
    """A village or residential group that exists only in the synthetic province."""

    code: str
    name: str
    kind: str
    commune_code: str


@dataclass(frozen=True)
class Places:
    """The communes with what is assumed of each, in the order of `communes`.

    households   number in the base year
    weight       how much poverty against the district, mean about 1
    minority     share of ethnic-minority households
    drift        how a commune fares against its district from year to year, (communes, YEARS); 1 in the base year
    zone         city | lowland | mountain
    first_village, villages_in   where the commune's villages stand in `villages`
    """

    communes: tuple[Commune, ...]
    households: Ints
    weight: Floats
    minority: Floats
    drift: Floats
    zone: npt.NDArray[np.str_]
    urban: npt.NDArray[np.bool_]
    district: npt.NDArray[np.str_]
    villages: tuple[Village, ...]
    first_village: Ints
    villages_in: Ints


@lru_cache
def assumptions() -> Mapping[str, Any]:
    """Return data/assumptions.yaml."""
    read: Mapping[str, Any] = yaml.safe_load(
        (Path(__file__).parent / "data" / "assumptions.yaml").read_text(encoding="utf-8")
    )
    return read


def largest_remainder(shares: Floats, total: int) -> Ints:
    """Cut `total` into whole parts in proportion to `shares` (any positive scale); the parts sum to `total`."""
    exact = shares / shares.sum() * total
    parts = np.floor(exact).astype(np.int64)
    short = total - int(parts.sum())
    parts[np.argsort(-(exact - parts), kind="stable")[:short]] += 1
    return np.asarray(parts)


def settle(communes: Sequence[Commune], *, scale: float, rng: np.random.Generator) -> Places:
    """Give every commune its households, its assumed traits and its villages.

    scale   1.0 for the province at full size (300,000 households)
    Villages are drawn apart from the scale, so that a commune has the same villages at any size.
    """
    assumed, order = assumptions(), sorted(communes, key=lambda commune: commune.code)
    unlike = [assumed["communes"].get(commune.code, {}) for commune in order]
    districts = [assumed["districts"][commune.district_code] for commune in order]
    noise = rng.lognormal(0.0, 0.30, len(order))
    size = np.array([u.get("size", 1.0) for u in unlike]) * rng.lognormal(0.0, 0.30, len(order))
    district = np.array([commune.district_code for commune in order])
    of_province = np.zeros(len(order))
    for code, about in assumed["districts"].items():
        here = district == code
        if here.any():
            of_province[here] = about["households"] * size[here] / size[here].sum()
    spread = np.where(district == "481", noise**0.4, noise)
    villages, first, number = _villages(order, rng)
    total = round(assumed["households"] * scale)
    return Places(
        communes=tuple(order),
        households=np.maximum(largest_remainder(of_province, total), 1),
        weight=np.array([u.get("weight", 1.0) for u in unlike]) * spread,
        minority=np.array([u.get("minority", d["minority"]) for u, d in zip(unlike, districts, strict=True)]),
        drift=np.exp(
            np.cumsum(rng.normal(0.0, YEARLY_DRIFT, (len(order), len(YEARS))) * (np.arange(len(YEARS)) > 0), axis=1)
        ),
        zone=np.array([u.get("zone", d["zone"]) for u, d in zip(unlike, districts, strict=True)]),
        urban=np.array([commune.area == "urban" for commune in order]),
        district=district,
        villages=villages,
        first_village=first,
        villages_in=number,
    )


def _villages(order: Sequence[Commune], rng: np.random.Generator) -> tuple[tuple[Village, ...], Ints, Ints]:
    """Number the villages 01, 02 ... in each commune: residential groups in towns, villages elsewhere."""
    number = np.array([rng.integers(8, 15) if c.area == "urban" else rng.integers(5, 11) for c in order])
    made: list[Village] = []
    for commune, count in zip(order, number, strict=True):
        kind = "tổ dân phố" if commune.area == "urban" else "thôn"
        made += [Village(f"{commune.code}-{n:02}", str(n), kind, commune.code) for n in range(1, int(count) + 1)]
    first = np.concatenate([[0], np.cumsum(number)[:-1]])
    return tuple(made), first.astype(np.int64), number.astype(np.int64)
