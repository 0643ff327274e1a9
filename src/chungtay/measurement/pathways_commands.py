"""`chungtay pathways`: how households move in and out of poverty, from the console."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chungtay.measurement.commands import _bar as bar
from chungtay.measurement.commands import engine_option, level_option, number, out_option
from chungtay.messages import say
from chungtay.snapshots.engines import EngineName

if TYPE_CHECKING:
    from chungtay.measurement.panel.counted import Counted

EXAMPLE = (
    "Ví dụ / Example: chungtay pathways ket-qua.csv --household ma_ho --year nam --class class --by xa "
    "--units-map sap-nhap.csv --out bien-dong.csv"
)


@click.command(epilog=EXAMPLE)
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--household", required=True, metavar="H", help="Cột mã hộ, giữ nguyên qua các năm / Household ids.")
@click.option("--year", required=True, metavar="Y", help="Cột năm rà soát / Review years.")
@click.option("--class", "found", required=True, metavar="C", help="Cột loại hộ / Classes.")
@click.option("--of", default="poor", show_default=True, metavar="K", help="Loại được theo dõi / The class followed.")
@click.option("--by", metavar="COL", help="Cột chia nhóm, ví dụ xã / Groups, such as communes.")
@click.option(
    "--units-map",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Đơn vị cũ, mới (cột from, to) để so trên cùng đơn vị / Old and new units of --by.",
)
@click.option("--standard", metavar="S", help="Cột chuẩn nghèo (mặc định standard_id) / The poverty standard.")
@click.option(
    "--round",
    "round_",
    metavar="R",
    help="Cột đợt rà soát, «base» là tổng rà soát mọi hộ (mặc định round; không có thì năm đầu) / "
    "The round, “base” where every household was reviewed.",
)
@level_option
@engine_option
@out_option
def pathways(
    *,
    data: Path,
    household: str,
    year: str,
    found: str,
    of: str,
    by: str | None,
    units_map: Path | None,
    standard: str | None,
    round_: str | None,
    level: float,
    engine: EngineName,
    out: Path,
) -> None:  # fmt: skip
    """Thoát nghèo, tái nghèo, nghèo mới; thời gian nghèo; nguy cơ tái nghèo / Moves, spells, hazards.

    \b
    DATA  một dòng mỗi hộ mỗi năm / one row per household and year
    OUT   table, group, from_year, to_year, from, to, length, n, events,
          estimate, lower, upper, kept, kept_error
          table: pathway, transition, mover_stayer, spell, exit_hazard, relapse_hazard
    """
    from chungtay.measurement import panel
    from chungtay.measurement.panel.counted import counted_table
    from chungtay.measurement.result_files import ResultFile, check_result_path
    from chungtay.measurement.survey.tables import as_table

    started = time.monotonic()
    check_result_path(out, data, *([units_map] if units_map else []))
    if units_map and not by:
        raise click.UsageError(say("--units-map cần --by (cột đơn vị).", "--units-map needs --by (the units)."))
    if not 0 < level < 1:
        raise click.UsageError(say("--level phải nằm giữa 0 và 1.", "--level must lie between 0 and 1."))
    onto = None
    if units_map:
        with as_table(units_map) as mapping:
            onto = panel.units_map(mapping, file=str(units_map))
    with bar(say("Đang theo dõi hộ", "Following households")) as progress:
        with as_table(data, engine=engine) as table:
            progress(0, 6)
            households = panel.read_panel(
                table,
                household=household,
                year=year,
                found=found,
                by=by,
                standard=standard,
                round_=round_,
                onto=onto,
            )
        rows: list[Counted] = []
        parts: tuple[Callable[[], list[Counted]], ...] = (
            lambda: panel.pathway_counts(households, of),
            lambda: panel.transitions(households),
            lambda: panel.mover_stayer(households),
            lambda: panel.spell_lengths(households, of),
            lambda: panel.hazards(households, of),
        )
        for place, part in enumerate(parts):
            progress(1 + place, 6)
            rows += part()
        progress(6, 6)
    with ResultFile(out) as file:
        file.write(counted_table(rows, level))
    _report(rows, households.years, len(households.states), out, time.monotonic() - started)


def _report(rows: list[Counted], years: tuple[int, ...], households: int, out: Path, seconds: float) -> None:
    last = dict.fromkeys(("exit", "new", "relapse"), 0)
    for row in rows:
        if row.table == "pathway" and row.to_year == years[-1] and row.became in last:
            last[row.became] += row.events
    took = f"{seconds:.1f}".replace(".", say(",", "."))
    span = f"{years[0]}-{years[-1]}"
    click.echo(
        say(
            f"{number(households)} hộ, {span}, {took} giây. Năm {years[-1]}: thoát {number(last['exit'])}, "
            f"mới {number(last['new'])}, tái {number(last['relapse'])}.",
            f"{number(households)} households, {span}, {took} s. {years[-1]}: {number(last['exit'])} left, "
            f"{number(last['new'])} new, {number(last['relapse'])} fell back.",
        )
    )
    gaps = [f"{a}-{b}" for a, b in itertools.pairwise(years) if b - a > 1]
    if gaps:
        click.echo(
            click.style(say("Lưu ý: ", "Note: "), fg="yellow")
            + say(f"thiếu năm giữa {', '.join(gaps)}; độ dài tính theo lần rà soát.",
                  f"years are missing in {', '.join(gaps)}; lengths count reviews."), err=True,
        )  # fmt: skip
    click.echo(say(f"Kết quả: {out}", f"Result: {out}"))
    click.echo(
        say(
            "Tiếp theo: xem relapse_hazard để biết năm nào sau khi thoát nghèo cần đỡ hộ nhất.",
            "Next: relapse_hazard shows in which year after leaving a household needs support most.",
        )
    )
