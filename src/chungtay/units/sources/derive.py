"""Derive the dated list of areas and their changes from published lists: `python -m chungtay.units.sources.derive`.

Downloads the releases named in curated.yaml with pip, takes one province out of each, joins consecutive lists and
writes `data/hue_units.csv` and `data/hue_events.yaml`. A difference between two lists that neither the codes, the
conversion table nor the curated steps explain stops the run. Normal use of Chung Tay needs neither this module nor
the network.
"""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from chungtay.units.sources.published import Described, List, fetch, read_conversion, read_list

HERE = Path(__file__).parent
DATA = HERE.parent / "data"


def shares(people: dict[str, int | None]) -> dict[str, float | None]:
    """Turn numbers of people into shares with eight places that sum to 1; unknown stays unknown."""
    known = {code: n for code, n in people.items() if n is not None}
    if len(known) < len(people):
        return dict.fromkeys(people)
    total = sum(known.values())
    found = {code: round(n / total, 8) for code, n in known.items()}
    last = list(found)[-1]
    found[last] = round(1 - sum(v for c, v in found.items() if c != last), 8)
    return dict(found)


def derive_events(before: List, after: List, step: dict[str, Any], listed: str) -> list[dict[str, Any]]:
    """Explain every difference between two lists by events; what stays unexplained stops the run."""
    date = step["date"].isoformat()
    events: list[dict[str, Any]] = []

    def add(kind: str, old: dict[str, Any], new: dict[str, Any], given: dict[str, Any], *, derived: bool) -> None:
        code = f"{date}-{kind}-{next(iter(new or old))}"
        event = {"code": code, "date": date, "kind": kind, "from": old, "to": new}
        event["act"] = given.get("act", step["act"])
        event["source"] = given.get("source", listed if derived else step["source"])
        event["status"] = given.get("status", step["status"])
        if given.get("note"):
            event["note"] = " ".join(given["note"].split())
        events.append(event)

    ended, begun, remade = set(), set(), set()
    for merge in step.get("merges", []):
        add("merge", dict.fromkeys(sorted(merge["from"]), 1), {merge["to"]: None}, merge, derived=False)
        ended |= set(merge["from"])
        begun.add(merge["to"])
    for split in step.get("splits", []):
        add("split", {split["from"]: None}, shares(split["to"]), split, derived=False)
        ended.add(split["from"])
        begun |= set(split["to"])
    for made in step.get("creates", []):
        add("create", {}, {made["to"]: None}, made, derived=False)
        begun.add(made["to"])
    for gone in step.get("dissolves", []):
        add("dissolve", dict.fromkeys(gone["from"]), {}, gone, derived=False)
        ended |= set(gone["from"])
    for renamed in step.get("renames", []):
        add("rename", {renamed["code"]: None}, {renamed["code"]: None}, renamed, derived=False)
        remade.add(renamed["code"])

    lost, won = set(before) - set(after) - ended, set(after) - set(before) - begun
    if lost or won:
        raise SystemExit(f"{date}: unexplained codes; gone {sorted(lost)}, new {sorted(won)}")
    moves: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
    for code in sorted(set(before) & set(after)):
        old, new = before[code], after[code]
        if (old.kind, old.name) != (new.kind, new.name) and code not in begun | remade:
            add("rename", {code: None}, {code: None}, {}, derived=True)
        if old.parent != new.parent:
            moves[old.parent, new.parent].append(code)
    for codes in moves.values():
        add("move", dict.fromkeys(codes), dict.fromkeys(codes), {}, derived=True)
    return events


def spans_of(lists: list[tuple[dt.date, List, str]], acts: dict[dt.date, dict[str, Any]]) -> list[dict[str, Any]]:
    """Join consecutive lists into spans: a span goes on while its description stays the same."""
    rows: list[dict[str, Any]] = []
    open_rows: dict[str, tuple[Described, dict[str, Any]]] = {}
    for date, described_units, source in lists:
        for code, (known, row) in list(open_rows.items()):
            if described_units.get(code) != known:
                row["valid_to"] = (date - dt.timedelta(days=1)).isoformat()
                del open_rows[code]
        step = acts.get(date, {})
        unsure = {made["to"] for made in step.get("creates", [])}
        own_act = {renamed["code"]: renamed.get("act", step["act"]) for renamed in step.get("renames", [])}
        for code, unit in described_units.items():
            if code in open_rows:
                continue
            level = {2: "province", 3: "district", 5: "commune"}[len(code)]
            status = "unverified" if code in unsure else "secondary"
            row = {
                "code": code,
                "category": "area",
                "level": level,
                "name": unit.name,
                "name_en": "",
                "kind": unit.kind,
            }
            row |= {"parent_code": unit.parent or "", "valid_from": date.isoformat(), "valid_to": ""}
            row |= {
                "act": "" if code in unsure else own_act.get(code, step.get("act", "")),
                "source": source,
                "status": status,
            }
            rows.append(row)
            open_rows[code] = (unit, row)
    return sorted(rows, key=lambda r: (r["code"], r["valid_from"]))


def undo_2020(after: List, curated: dict[str, Any]) -> List:
    """Return the list before 2020: the list of 2020 with the units that were merged put back."""
    old = dict(after)
    for unit in curated["before_2020"]["units"]:
        old[unit["code"]] = Described(unit["kind"], unit["name"], unit["parent"])
    return old


def main(work: Path, province: str = "46", stem: str = "hue") -> None:
    """Derive everything and write the two data files."""
    curated = yaml.safe_load((HERE / "curated.yaml").read_text("utf-8"))
    steps = {step["date"]: step for step in curated["steps"]}
    lists: list[tuple[dt.date, List, str]] = []
    for item in curated["lists"]:
        folder = fetch(item["package"], work)
        units = read_list(folder, province, curated["spelling"])
        if item["date"].year == 2025:  # the lists say "Thành phố Huế" for the province itself from 2025
            units[province] = units[province]._replace(kind="thành phố trực thuộc trung ương")
        if other := item.get("agrees_with"):
            seen = read_list(fetch(other, work), province, curated["spelling"])
            if any(units[code] != seen.get(code) for code in units if code != province):
                raise SystemExit(f"{item['package']} and {other} differ")
        if item.get("conversion"):
            merged: dict[str, list[str]] = defaultdict(list)
            curated_sources = {split["from"] for split in steps[item["date"]]["splits"]}
            for old, (new, partly) in read_conversion(folder, province).items():
                if partly and old not in curated_sources:
                    raise SystemExit(f"{old} goes only in part; add a split to curated.yaml")
                if not partly:
                    merged[new].append(old)
            steps[item["date"]]["merges"] = [{"to": new, "from": olds} for new, olds in sorted(merged.items())]
        lists.append((item["date"], units, item["source"]))
    lists.insert(0, (curated["begins"], undo_2020(lists[0][1], curated), curated["before_2020"]["source"]))

    rows = spans_of(lists, steps)
    events = [
        event
        for (_, before, _), (date, after, listed) in itertools.pairwise(lists)
        for event in derive_events(before, after, steps[date], listed)
    ]
    with (DATA / f"{stem}_units.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    head = (
        "# Changes of areas, derived by chungtay.units.sources.derive; correct curated.yaml there and run it again.\n"
        "# from, to: unit code -> share of the source that goes to the target (null = not known or not meant).\n"
    )
    text = yaml.safe_dump(events, allow_unicode=True, sort_keys=False, width=120)
    (DATA / f"{stem}_events.yaml").write_text(head + text, encoding="utf-8")
    counts = [(date.isoformat(), sum(len(code) == 5 for code in units)) for date, units, _ in lists]
    print(f"{len(rows)} spans, {len(events)} events; communes: {counts}")


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="units-"))
    main(where)
