"""The movement's site for the browser: the people of tests/movement/work_world.py, and small steps through pages."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "movement"))

SEED = Path(__file__).parents[3] / "shared" / "seed" / "ke-hoach-so-y-te.md"


def go(page, site, path: str):
    """Open an address of the site."""
    page.goto(site.url + path)


def heading(page) -> str:
    return page.inner_text("h1").replace("\xa0", " ")


def too_wide(page) -> list[str]:
    """What reaches beyond the screen without being in a table that says so."""
    return page.evaluate(
        "[...document.querySelectorAll('main *')].filter(e => !e.closest('.table-wrap, .drawing, .sr-only')"
        " && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    )
