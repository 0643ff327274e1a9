"""Lays out what packages bring for the pages: the chart engine and the type. May import Django settings.

Nothing of this is kept in the repository: it is made from the installed packages, whose licences travel along.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import distribution, version
from pathlib import Path

import fontpkg
import vl_convert
from django.conf import settings

ENGINE = "engine/vega.js"
FONT = "Be Vietnam Pro"
FONT_PACKAGE = "fontpkg-be-vietnam-pro"
WEIGHTS = {"BeVietnamPro-Regular.ttf": 400, "BeVietnamPro-SemiBold.ttf": 600}
SNIPPET = "window.vega = vega; window.vegaLite = vegaLite; window.vegaEmbed = vegaEmbed;"


@dataclass(frozen=True)
class Built:
    """One file laid out; `fresh` where it was written this time."""

    path: Path
    fresh: bool


def build_assets(folder: Path | None = None) -> list[Built]:
    """Write the engine and the fonts under `folder` (default settings.BUILT_ASSETS); unchanged files are left alone.

    Returns one entry a file. The engine is a bundle of Vega, Vega-Lite and Vega-Embed out of vl-convert-python, the
    same release that draws the charts of documents.
    """
    folder = folder or settings.BUILT_ASSETS
    return [
        _engine(folder),
        *(_lay(folder / "fonts" / name, fontpkg.path(FONT, weight).read_bytes()) for name, weight in WEIGHTS.items()),
        _lay(folder / "fonts" / "OFL.txt", _font_licence()),
    ]


def missing_assets(folder: Path | None = None) -> list[str]:
    """Names of the files that a page would ask for in vain."""
    folder = folder or settings.BUILT_ASSETS
    return [name for name in (ENGINE, *(f"fonts/{font}" for font in WEIGHTS)) if not (folder / name).is_file()]


def _engine(folder: Path) -> Built:
    """Bundling takes a second or two, so the release it was made from is noted beside it."""
    path, note = folder / ENGINE, folder / "engine" / "release.txt"
    release = f"vl-convert-python {version('vl-convert-python')} {hashlib.sha256(SNIPPET.encode()).hexdigest()[:8]}"
    if path.is_file() and note.is_file() and note.read_text() == release:
        return Built(path, fresh=False)
    _lay(path, vl_convert.javascript_bundle(SNIPPET).encode())
    _lay(note, release.encode())
    return Built(path, fresh=True)


def _font_licence() -> bytes:
    """The licence text inside the font package (SIL Open Font License 1.1)."""
    brought = distribution(FONT_PACKAGE)
    for file in brought.files or ():
        if file.name == "LICENSE":
            return Path(str(brought.locate_file(file))).read_bytes()
    raise FileNotFoundError(f"{FONT_PACKAGE}: LICENSE")


def _lay(path: Path, content: bytes) -> Built:
    if path.is_file() and path.read_bytes() == content:
        return Built(path, fresh=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    being_written = path.with_name(path.name + ".part")
    being_written.write_bytes(content)
    being_written.replace(path)
    return Built(path, fresh=True)
