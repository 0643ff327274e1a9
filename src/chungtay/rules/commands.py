"""`chungtay data-dictionary` and `chungtay standards`: what can be known, and the law as it is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chungtay.messages import UserError, fail, say
from chungtay.rules.dictionary import STATUS_WORDS, as_csv, as_json, as_markdown, chosen_facts, used_by
from chungtay.rules.standard import AREAS, Figure, Standard
from chungtay.rules.standards import load_standard, standard_ids

if TYPE_CHECKING:
    from rich.table import Table

STANDARD_STATUS = {
    "in_force": ("đang hiệu lực", "in force"),
    "expired": ("hết hiệu lực", "expired"),
    "draft": ("dự thảo", "draft"),
    "incomplete": ("CHƯA ĐỦ", "INCOMPLETE"),
}


@click.command(
    "data-dictionary", epilog="Ví dụ / Example: chungtay data-dictionary --standard vn-2016-2020 --format csv"
)
@click.option("--standard", metavar="ID", help="Chỉ những điều chuẩn này đọc / Only what this standard reads.")
@click.option("--entity", type=click.Choice(["household", "member"]), help="Hộ hoặc thành viên / One of the two.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "markdown"]), default="table", show_default=True,
    help="Dạng in ra / Output format.",
)  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Ghi ra tệp / Write to a file.")
def data_dictionary(standard: str | None, entity: str | None, form: str, out: Path | None) -> None:
    """Từ điển dữ liệu: mọi điều có thể biết về hộ và thành viên / Every fact about households and members."""
    facts = chosen_facts(standard, entity)
    if form == "table":
        table = _table("", say("Tên", "Name"), say("Kiểu", "Type"), say("Được phép", "Allowed"), say("Nhãn", "Label"),
                       say("Chuẩn đọc", "Read by"), say("Nguồn", "Source"))  # fmt: skip
        for fact in facts:
            entity_word = say("hộ", "household") if fact.entity == "household" else say("thành viên", "member")
            allowed = f"{fact.allowed()} {fact.unit or ''}".strip()
            table.add_row(entity_word, fact.name, fact.type, allowed, str(fact.label), used_by(fact) or "–",
                          str(STATUS_WORDS[fact.status]))  # fmt: skip
        _write(_render(table), out)
    else:
        write = {"csv": as_csv, "json": as_json}.get(form, as_markdown)
        _write(write(facts), out)
    if out is not None:
        click.echo(say(f"Đã ghi {len(facts)} điều vào {out}.", f"Wrote {len(facts)} facts to {out}."), err=True)


@click.command(epilog="Ví dụ / Example: chungtay standards --show vn-2016-2020")
@click.option("--show", metavar="ID", help="In một chuẩn: mức, chỉ số, quy tắc, nguồn / Print one standard in full.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
    help="Dạng in ra / Output format.",
)  # fmt: skip
def standards(show: str | None, form: str) -> None:
    """Các chuẩn nghèo đã nạp, của quốc gia và của tỉnh / The poverty standards known, national and provincial."""
    if show is not None:
        standard = load_standard(show)
        click.echo(json.dumps(_plain(standard), ensure_ascii=False, indent=2) if form == "json" else _shown(standard))
        return
    rows, broken = [], []
    for standard_id in standard_ids():
        try:
            rows.append(_row(load_standard(standard_id)))
        except UserError as error:
            broken.append((standard_id, error))
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif form == "csv":
        import csv
        import io

        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        click.echo(text.getvalue(), nl=False)
    else:
        table = _table(say("Mã", "Id"), say("Tên", "Title"), say("Tình trạng", "Status"), say("Áp dụng", "Valid"),
                       say("Hướng dẫn điểm", "Points by"), say("Chưa đối chiếu", "Unverified"))  # fmt: skip
        for row in rows:
            table.add_row(row["id"], say(row["title_vi"], row["title_en"]), say(*STANDARD_STATUS[row["status"]]),
                          row["valid"], row["guidance"] or "–", str(row["unverified"]))  # fmt: skip
        click.echo(_render(table), nl=False)
        click.echo(say("Xem một chuẩn: chungtay standards --show vn-2016-2020",
                       "See one in full: chungtay standards --show vn-2016-2020"))  # fmt: skip
    if broken:
        raise UserError(*(problem for _, error in broken for problem in error.problems))


def _row(standard: Standard) -> dict[str, Any]:
    marks = [figure.status for figure in standard.lines.values()] + [item.status for item in standard.indicators]
    marks += [rule.status for rule in standard.classes]
    for guidance in standard.guidance.values():
        marks += [cut.status for cut in guidance.cuts.values()] + [rule.status for rule in guidance.classes]
    return {
        "id": standard.id, "title_vi": standard.title.vi, "title_en": standard.title.en, "status": standard.status,
        "version": standard.version,
        "valid": "; ".join(f"{a.start:%d/%m/%Y}–{a.end:%d/%m/%Y}" for a in standard.applies),
        "guidance": ", ".join(standard.guidance), "indicators": len(standard.indicators),
        "unverified": marks.count("unverified"),
    }  # fmt: skip


def _plain(standard: Standard) -> dict[str, Any]:
    """The standard as JSON: what --show prints."""
    return {
        **_row(standard), "legal": standard.legal, "reference_year": standard.reference_year,
        "lines": [
            {"name": f.name, **f.by_area, "source": f.source, "status": f.status} for f in standard.lines.values()
        ],
        "indicators": [
            {"code": i.code, "dimension": i.dimension, "label_vi": i.label.vi, "label_en": i.label.en,
             "deprived": i.condition, "source": i.source, "status": i.status, "note": i.note}
            for i in standard.indicators
        ],
        "classes": [
            {"id": r.id, "class": r.household_class, "subtype": r.subtype, "when": r.condition, "source": r.source,
             "status": r.status, "guidance": g}
            for g, rules in ((None, standard.classes), *((x.id, x.classes) for x in standard.guidance.values()))
            for r in rules
        ],
        "cut_offs": [
            {"guidance": g.id, "name": c.name, **c.by_area, "source": c.source, "status": c.status}
            for g in standard.guidance.values() for c in g.cuts.values()
        ],
        "missing_parts": [{"vi": part.vi, "en": part.en} for part in standard.missing_parts],
    }  # fmt: skip


def _shown(standard: Standard) -> str:
    """The standard in full, for reading."""
    status = say(*STANDARD_STATUS[standard.status])
    parts = [f"{standard.title} [{standard.id}, {say('bản', 'version')} {standard.version}, {status}]", standard.legal]
    parts += [f"  {a.start:%d/%m/%Y}–{a.end:%d/%m/%Y}: {a.by}" for a in standard.applies]
    if standard.missing_parts:
        parts += ["", say("Còn thiếu (nên không phân loại được):", "Missing (so it cannot classify):")]
        parts += [f"  - {part}" for part in standard.missing_parts]
    parts += ["", _render(_figures(say("Mức thu nhập (đồng/người/tháng)", "Income lines (VND/person/month)"),
                                   list(standard.lines.values())))]  # fmt: skip
    if standard.indicators:
        table = _table(say("Chỉ số", "Indicator"), say("Tên", "Label"), say("Thiếu hụt khi", "Deprived when"),
                       say("Nguồn", "Source"), "")  # fmt: skip
        for item in standard.indicators:
            table.add_row(item.code, str(item.label), item.condition or say("chưa rõ", "not known"), item.source,
                          str(STATUS_WORDS[item.status]))  # fmt: skip
        parts.append(_render(table))
    rule_sets: list[tuple[str, Any]] = [(say("Xếp loại theo thu nhập", "Classes by income"), standard.classes)]
    for guidance in standard.guidance.values():
        default = say(" (mặc định)", " (default)") if guidance.id == standard.default_guidance else ""
        parts.append(_render(_figures(f"{guidance.title}{default}", list(guidance.cuts.values()))))
        rule_sets.append((f"{say('Xếp loại theo điểm', 'Classes by points')}: {guidance.id}", guidance.classes))
    for title, rules in rule_sets:
        table = _table(title, say("Loại", "Class"), say("Khi", "When"), say("Nguồn", "Source"), "")
        for rule in rules:
            table.add_row(rule.id, f"{rule.household_class} {rule.subtype or ''}".strip(), rule.condition, rule.source,
                          str(STATUS_WORDS[rule.status]))  # fmt: skip
        parts.append(_render(table))
    return "\n".join(parts)


def _figures(title: str, figures: list[Figure]) -> Table:
    table = _table(title, "", say("Nông thôn", "Rural"), say("Thành thị", "Urban"), say("Nguồn", "Source"), "")
    for figure in figures:
        amounts = [_amount(figure.by_area[area]) for area in AREAS]
        table.add_row(figure.name, str(figure.label), *amounts, figure.source, str(STATUS_WORDS[figure.status]))
    return table


def _amount(value: float | int | None) -> str:
    if value is None:
        return say("chưa rõ", "not known")
    return f"{value:,}".replace(",", "." if say("vi", "en") == "vi" else ",")


def _table(*headings: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _render(table: Table) -> str:
    """Draw a table as wide as the terminal, or at 160 columns where the output goes to a file or a program."""
    import shutil
    import sys

    from rich.console import Console

    interactive = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if interactive else 160
    console = Console(width=max(width, 80), force_terminal=interactive, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _write(text: str, out: Path | None) -> None:
    """Print, or write to a file in one go."""
    if out is None:
        click.echo(text, nl=False)
        return
    part = out.with_name(out.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise fail(
            f"không ghi được tệp: {error.strerror}.", f"the file cannot be written: {error.strerror}.",
            do_vi="chọn thư mục khác.", do_en="choose another folder.", file=str(out),
        ) from None  # fmt: skip
