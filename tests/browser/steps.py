"""Small steps through pages, each of which ends when what it asked for is there."""

from __future__ import annotations


def press(page, selector: str) -> None:
    """Click what leads to another page, or sends a form, and wait until the answer is there.

    A click alone comes back before the answer does: what is read next might still be the page before.
    """
    with page.expect_navigation():
        page.click(selector)
