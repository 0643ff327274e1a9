"""Build the yearly review report of a province, district or commune from indicators and the registry.

One frozen object feeds both DOCX and PDF. Who may have it is checked in `review_actions`.
"""

from __future__ import annotations

import datetime as dt
import functools
import importlib.resources
from typing import Any

import yaml

from chungtay.documents.review_counts import persons_living, reviewed
from chungtay.documents.review_figures import Figures, origin_of, poor_series
from chungtay.documents.review_rows import Basis, Deprivation, Group, Published, Rate, ResultRow, ReviewReport
from chungtay.indicators.models import OfficialValue
from chungtay.messages import fail
from chungtay.rules import load_standard
from chungtay.rules.standard import Standard
from chungtay.units import queries as units
from chungtay.units.tree import Node, Tree

REPORTED_LEVELS = ("province", "district", "commune")
WHOLES = {"province": "Toàn tỉnh", "district": "Toàn huyện", "commune": "Toàn xã"}


def build_review_report(unit_code: str, year: int) -> ReviewReport:
    """Gather the review results of a unit at the end of a year.

    Raises UserError where the unit did not exist on 31/12 of the year, has no such report, or has no figures.
    """
    tree, node = reported_node(unit_code, year)
    origin = origin_of(node, year)
    standard = load_standard(origin.standard_id)
    communes = [node] if node.level == "commune" else tree.descendants(node.code, "commune")
    commune_ids = [commune.unit_id for commune in communes if commune.unit_id is not None]
    reviews = reviewed(year, origin.standard_id, commune_ids)
    persons, (valid_for_year, version) = reviews.persons(), reviews.about()
    rounds = reviews.rounds()
    figures = _figures(tree, node, year, standard)
    groups = (*figures.pop("minority"), *reviews.groups())
    return ReviewReport(
        **_place(tree, node),
        **figures,
        year=year,
        valid_for_year=valid_for_year,
        standard_id=origin.standard_id,
        standard_title=standard.title.vi[:1].lower() + standard.title.vi[1:],
        standard_version=version,
        snapshot_id=origin.snapshot.snapshot_id,
        computed_at=origin.computed_at,
        synthetic=origin.snapshot.synthetic,
        groups=groups,
        rounds=rounds,
        reviewed=sum(households for _, households in rounds),
        poor_persons=persons.get("poor"),
        near_poor_persons=persons.get("near_poor"),
        all_persons=persons_living(year, commune_ids),
        undetermined=reviews.undetermined(),
        missing=reviews.missing(),
        published=_published(node, year),
        bases=legal_bases(origin.standard_id, year),
        series=poor_series(node.code, origin.standard_id, year),
    )


def reported_node(unit_code: str, year: int) -> tuple[Tree, Node]:
    """Return the tree of 31/12 of the year and the unit in it.

    Raises UserError where the unit was not there, or where no report is made of its level.
    """
    tree = units.tree(dt.date(min(max(year, dt.MINYEAR), dt.MAXYEAR), 12, 31))
    node = tree.get(unit_code)
    if node is None:
        raise fail(
            f"Ngày 31/12/{year} không có đơn vị mã {unit_code}.",
            f"There was no unit with code {unit_code} on 31/12/{year}.",
            do_vi=f"Xem danh sách đơn vị bằng «chungtay units list --as-of {year}-12-31», hoặc chọn năm khác.",
            do_en=f"See the units with “chungtay units list --as-of {year}-12-31”, or choose another year.",
            value=unit_code,
            code="no_such_unit",
        )
    if node.level not in REPORTED_LEVELS or node.category != "area":
        raise fail(
            f"Không lập báo cáo rà soát riêng cho {node.full_name}.",
            f"No review report is made for {node.full_name}.",
            do_vi="Chọn xã, huyện hoặc tỉnh; số liệu của thôn nằm trong báo cáo của xã.",
            do_en="Choose a commune, district or province; villages are in their commune's report.",
            value=unit_code,
            code="no_such_report",
        )
    return tree, node


def _place(tree: Tree, node: Node) -> dict[str, Any]:
    above = tree.get(node.parent_code) if node.parent_code else None
    return {
        "unit_code": node.code,
        "unit_name": node.name,
        "unit_kind": node.kind,
        "level": node.level,
        "superior_name": above.name if above else "",
        "superior_kind": above.kind if above else "",
    }


def _figures(tree: Tree, node: Node, year: int, standard: Standard) -> dict[str, Any]:
    """The parts of the report that come from indicator values."""
    rows_level = "village" if node.level == "commune" else "commune"
    below = tree.descendants(node.code, rows_level)
    districts = tree.children(node.code, "district") if node.level == "province" else []
    figures = Figures([node, *districts, *below], year, standard.id)
    said = figures.codes_with_rates()
    shown = [unit for unit in below if unit.code in said or rows_level == "commune"]
    whole = WHOLES[node.level] if node.level == "province" else f"Toàn {node.kind}"
    parts = districts or (shown if node.level == "district" else [])
    return {
        "rows_level": rows_level,
        "rows": tuple(_rows(figures, shown, districts)),
        "total": figures.row(node.code, whole, "total"),
        "movements": tuple(figures.movement(unit.code, _name(unit)) for unit in parts),
        "movement": figures.movement(node.code, whole, "total"),
        "deprivations": _deprivations(figures, node.code, standard),
        "minority": _minority(figures, node.code),
        "minority_poor": figures.of("poor_rate", node.code, "minority"),
    }


def _rows(figures: Figures, shown: list[Node], districts: list[Node]) -> list[ResultRow]:
    """List the units, under a subtotal for each district where there are districts."""
    if not districts:
        return [figures.row(unit.code, _name(unit)) for unit in shown]
    rows = []
    for district in districts:
        rows.append(figures.row(district.code, _name(district), "subtotal"))
        rows += [figures.row(unit.code, _name(unit)) for unit in shown if unit.parent_code == district.code]
    return rows


def _name(unit: Node) -> str:
    full = unit.full_name
    return full[:1].upper() + full[1:]


def _deprivations(figures: Figures, code: str, standard: Standard) -> tuple[Deprivation, ...]:
    rows = [
        Deprivation(
            indicator.code,
            indicator.label.vi,
            figures.of(f"poor_deprived_{indicator.code}", code),
            figures.of(f"near_poor_deprived_{indicator.code}", code),
        )
        for indicator in standard.indicators
    ]
    return tuple(row for row in rows if row.poor.denominator or row.near_poor.denominator)


def _minority(figures: Figures, code: str) -> list[Group]:
    """Ethnic-minority households within the poor and the near-poor, where it is known of some of them."""
    rates = []
    for indicator in ("poor_rate", "near_poor_rate"):
        minority, kinh = (figures.of(indicator, code, group).numerator for group in ("minority", "kinh"))
        known = (minority or 0) + (kinh or 0)
        rates.append(Rate(minority or 0, known, (minority or 0) / known) if known else Rate())
    return [Group("Hộ dân tộc thiểu số", *rates)] if any(rate.denominator for rate in rates) else []


def _published(node: Node, year: int) -> tuple[Published, ...]:
    found = OfficialValue.objects.filter(unit__code=node.code, year=year, indicator="poor_rate").exclude(kind="target")
    return tuple(Published(each.value, each.kind, each.source, each.status) for each in found.order_by("kind"))


@functools.cache
def _bases_file() -> dict[str, list[dict[str, Any]]]:
    path = importlib.resources.files(__package__) / "data" / "legal_bases.yaml"
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def legal_bases(standard_id: str, year: int) -> tuple[Basis, ...]:
    """Return the acts that a report of a year under a standard names; none for a province's own standard."""
    return tuple(
        Basis(entry["text"], entry["status"])
        for entry in _bases_file().get(standard_id, [])
        if entry.get("from_year", 0) <= year <= entry.get("until_year", 9999)
    )
