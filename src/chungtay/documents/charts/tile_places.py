"""Where each tile of the tile map stands: districts on a rough grid, their communes in rows. Imports PyYAML only."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from chungtay.documents.charts.rows import Tile

HEADER = 1.55
"""room above a block of tiles for the district's name, in tiles"""
GAP = 1.0


@dataclass(frozen=True)
class Placed:
    """A tile and its upper left corner, in tiles."""

    tile: Tile
    x: float
    y: float


@dataclass(frozen=True)
class Heading:
    """A district's name over its block."""

    district_code: str
    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Places:
    """The whole map: tiles, headings and its size, in tiles."""

    tiles: tuple[Placed, ...]
    headings: tuple[Heading, ...]
    width: float
    height: float


@functools.cache
def district_cells() -> dict[str, tuple[int, int]]:
    """Return the (column, row) of each district that the grid file knows, by code."""
    text = (importlib.resources.files(__package__) / "district_grid.yaml").read_text(encoding="utf-8")
    return {entry["code"]: (entry["column"], entry["row"]) for entry in yaml.safe_load(text)["districts"]}


def place(tiles: Sequence[Tile], across: int) -> Places:
    """Place every tile; within a district from the highest share to the lowest, unknown ones last.

    across  tiles side by side in one district's block
    Units without districts fill one block as wide as three.
    """
    blocks: dict[str, list[Tile]] = {}
    for tile in sorted(tiles, key=lambda tile: (tile.share is None, -(tile.share or 0), tile.name)):
        blocks.setdefault(tile.district_code, []).append(tile)
    if set(blocks) <= {""}:
        wide = across * 2
        placed = tuple(Placed(tile, float(i % wide), float(i // wide)) for i, tile in enumerate(blocks.get("", [])))
        return Places(placed, (), float(wide), float(max(-(-len(placed) // wide), 1)))
    return _on_grid(blocks, _cells(blocks), across)


def _cells(blocks: dict[str, list[Tile]]) -> dict[str, tuple[int, int]]:
    """Use the grid file where it knows every district, else lay them three to a row by code."""
    known = district_cells()
    if all(code in known for code in blocks):
        used_rows = sorted({known[code][1] for code in blocks})
        used_columns = sorted({known[code][0] for code in blocks})
        return {code: (used_columns.index(known[code][0]), used_rows.index(known[code][1])) for code in blocks}
    return {code: (index % 3, index // 3) for index, code in enumerate(sorted(blocks))}


def _on_grid(blocks: dict[str, list[Tile]], cells: dict[str, tuple[int, int]], across: int) -> Places:
    rows = range(max(row for _, row in cells.values()) + 1)
    tall = {
        row: max((-(-len(blocks[code]) // across) for code, (_, r) in cells.items() if r == row), default=0)
        for row in rows
    }
    tops: list[float] = []
    y = 0.0
    for row in rows:
        tops.append(y)
        y += HEADER + tall[row] + GAP * 0.6
    placed, headings = [], []
    for code, (column, row) in cells.items():
        left, top = column * (across + GAP), tops[row]
        headings.append(Heading(code, blocks[code][0].district_name, left, top + HEADER * 0.62))
        placed += [
            Placed(tile, left + index % across, top + HEADER + index // across)
            for index, tile in enumerate(blocks[code])
        ]
    width = (max(column for column, _ in cells.values()) + 1) * (across + GAP) - GAP
    return Places(tuple(placed), tuple(headings), width, y - GAP * 0.6)
