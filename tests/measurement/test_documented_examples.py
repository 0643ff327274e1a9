"""The Python examples of the documentation run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES = ("ranks.md", "suspect.md", "pathways.md", "small-areas-and-income.md")
EXAMPLES = [
    pytest.param(block, id=f"{page}-{place}")
    for page in PAGES
    for place, block in enumerate(re.findall(r"```python\n(.*?)```", (REFERENCE / page).read_text("utf-8"), re.S))
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_documented_example_runs(example: str) -> None:
    exec(compile(example, "documentation", "exec"), {})


def test_every_page_has_an_example() -> None:
    assert {str(one.id).rsplit("-", 1)[0] for one in EXAMPLES} == set(PAGES)
