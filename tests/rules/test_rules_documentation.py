"""The documentation says what the data says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chungtay.rules import load_standard, standard_ids
from chungtay.rules.dictionary import as_markdown, chosen_facts

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the documentation is not here")


def test_the_data_dictionary_page_is_what_the_command_prints() -> None:
    page = (DOCS / "reference" / "data-dictionary.md").read_text(encoding="utf-8")
    again = "run: chungtay data-dictionary --format markdown --out docs/reference/data-dictionary.md"
    assert page == as_markdown(chosen_facts()), again


def test_the_page_of_standards_has_every_line_and_cut_off() -> None:
    page = (DOCS / "reference" / "standards.md").read_text(encoding="utf-8")
    rows = {tuple(cell.strip() for cell in line.strip("|").split("|")) for line in page.splitlines() if "|" in line}
    for standard_id in standard_ids():
        standard = load_standard(standard_id)
        for line in standard.lines.values():
            amounts = tuple(f"{line.by_area[area]:,}" for area in ("rural", "urban"))
            assert (f"`{standard_id}`", line.name, *amounts) in rows
        for guidance in standard.guidance.values():
            default = " (default)" if guidance.id == standard.default_guidance else ""
            amounts = tuple(
                ", ".join(str(cut.by_area[area]) for cut in guidance.cuts.values())
                if area not in guidance.areas_without_cuts() else "not known"
                for area in ("rural", "urban")
            )  # fmt: skip
            assert (f"`{guidance.id}`{default}", f"`{standard_id}`", *amounts) in rows


def test_the_example_of_a_provincial_standard_loads(tmp_path: Path) -> None:
    page = (DOCS / "how-to" / "add-a-provincial-standard.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", page, re.S)
    assert example
    (tmp_path / "hue.yaml").write_text(example[1], encoding="utf-8")
    assert load_standard("hue-2022-2025", tmp_path).lines["poor"].by_area["urban"] == 2_100_000
