"""`chungtay measure`: multidimensional poverty of a file, with design-based errors, from the console."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chungtay.measurement.commands import _bar as bar
from chungtay.measurement.commands import engine_option, level_option, memory_option, number, out_option, quiet_option
from chungtay.measurement.design_options import design_options
from chungtay.measurement.figures import decimal
from chungtay.measurement.further_measures import FurtherMeasures, further_options
from chungtay.messages import say
from chungtay.snapshots.engines import EngineName

if TYPE_CHECKING:
    from chungtay.measurement.poverty import Measurement

WHOLE, PASS = 1000, 900
"""Marks of the progress bar, and those that the pass over the data takes of them."""
EXAMPLE = (
    "Ví dụ / Example: chungtay measure ho.csv --indicators nuoc=1/3,nha=1/3,hoc=1/3 --cutoff 1/3 "
    "--weight w --strata tang --psu thon --by khu_vuc --out ket-qua.csv"
)


@click.command(epilog=EXAMPLE)
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "--indicators",
    required=True,
    metavar="d1=1/3,…",
    help="Cột thiếu hụt (0/1) và trọng số, tổng bằng 1; hoặc theo chiều / Deprivation columns and weights, or by "
    "dimension: 'giao_duc=1/2(d1,d2), y_te=1/2(d3,d4)'.",
)
@click.option(
    "--cutoff",
    "cutoffs",
    required=True,
    multiple=True,
    metavar="K",
    help="Ngưỡng nghèo trong (0, 1], nêu được nhiều lần / Poverty cut-off, may be repeated.",
)
@design_options
@click.option(
    "--replicates",
    metavar="R",
    help="Trọng số lặp: mẫu tên cột (rep_*), hoặc JK1, JKn, BRR, bootstrap[:N] / Columns or a kind to make.",
)
@click.option(
    "--replicate-type",
    type=click.Choice(["bootstrap", "BRR", "Fay", "JK1", "JKn", "other"]),
    default="bootstrap",
    show_default=True,
    help="Loại của các cột trọng số lặp / Kind of the given columns.",
)
@click.option("--by", metavar="COL[,COL]", help="Cột chia nhóm / Columns of subgroups.")
@click.option("--over-time", metavar="COL", help="Cột kỳ (năm); thêm bảng thay đổi / Period; adds changes.")
@click.option("--standard", metavar="S", help="Cột chuẩn nghèo (mặc định standard_id) / The poverty standard.")
@click.option("--same-psus", is_flag=True, help="Các kỳ chung PSU / The periods share their PSUs.")
@click.option("--normalise", is_flag=True, help="Chia trọng số cho tổng / Divide the weights by their sum.")
@level_option
@click.option(
    "--interval",
    type=click.Choice(["logit", "t", "normal"]),
    default="logit",
    show_default=True,
    help="Kiểu khoảng tin cậy / Kind of interval.",
)
@engine_option
@memory_option
@out_option
@click.option(
    "--changes",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Bảng thay đổi theo thời gian (.csv, .parquet) / Changes between periods.",
)
@click.option(
    "--decomposition",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Thay đổi M0 do tỷ lệ và do cường độ / What changed M0, incidence and intensity.",
)
@click.option(
    "--details",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Đóng góp tuyệt đối, nghèo nặng, phần của nhóm / Absolute contributions, severe poverty, shares.",
)
@further_options
@quiet_option
def measure(
    *,
    data: Path,
    indicators: str,
    cutoffs: tuple[str, ...],
    weight: str | None,
    strata: str | None,
    psu: str | None,
    fpc: str | None,
    nest: bool,
    lonely_psu: str,
    kind: str,
    replicates: str | None,
    replicate_type: str,
    by: str | None,
    over_time: str | None,
    standard: str | None,
    same_psus: bool,
    normalise: bool,
    level: float,
    interval: str,
    engine: EngineName,
    memory_limit: str | None,
    out: Path,
    changes: Path | None,
    decomposition: Path | None,
    details: Path | None,
    association: Path | None,
    robustness: Path | None,
    depth: Path | None,
    gaps: str | None,
    quiet: bool,
) -> None:  # fmt: skip
    """Đo nghèo đa chiều (Alkire-Foster) kèm sai số mẫu / Multidimensional poverty with sampling errors.

    \b
    DATA  một dòng mỗi hộ hoặc người, chỉ số 0/1 / one row per household or person:
          tệp .csv, .parquet, hoặc thư mục year=…/province=…/*.parquet / a file, or a folder of Parquet
    OUT   group, measure, indicator, estimate, std_error, lower, upper, n
          measure: H, A, M0, uncensored, censored, contribution, population_share
    """
    from chungtay.measurement.measure_options import read_indicators, read_names, read_replicates
    from chungtay.measurement.poverty import Design
    from chungtay.measurement.poverty import measure as measured
    from chungtay.measurement.result_files import ResultFile, check_result_path
    from chungtay.measurement.survey.tables import as_table
    from chungtay.snapshots.query_progress import watched

    started = time.monotonic()
    more = {"changes": changes, "decomposition": decomposition, "details": details}
    further, groups = FurtherMeasures(association, robustness, depth, gaps), read_names(by)
    further.check(groups)
    for path in (out, *(path for path in more.values() if path), *further.files):
        check_result_path(path, data)
    if over_time is None and (changes or decomposition):
        raise click.UsageError(
            say("--changes và --decomposition cần --over-time (cột kỳ).",
                "--changes and --decomposition need --over-time (the period).")
        )  # fmt: skip
    with (
        as_table(data, engine=engine, memory_limit=memory_limit) as table,
        bar(say("Đang đo", "Measuring")) as progress,
        watched(table.get_backend(), lambda part: progress(round(part * PASS), WHOLE)),
    ):
        design = Design(
            weight, strata, psu, fpc, nest, lonely_psu, kind,  # type: ignore[arg-type]
            read_replicates(replicates, replicate_type, table.columns), level, interval,  # type: ignore[arg-type]
        )  # fmt: skip
        result = measured(
            table,
            indicators=read_indicators(indicators, table.columns),
            cutoff=cutoffs,
            design=design,
            by=groups,
            over=over_time,
            same_psus=same_psus,
            standard=standard,
            normalise=normalise,
            progress=lambda done, steps: progress(PASS + (WHOLE - PASS) * done // steps, WHOLE),
        )
        weights = dict(zip(result.indicators.names, result.indicators.weights, strict=True))
        others = further.tables(table, indicators=weights, cutoffs=cutoffs, design=design, by=groups)
    for name, file_of in {"table": out, **more}.items():
        if file_of is not None:
            with ResultFile(file_of) as file:
                file.write(getattr(result, name))
    for file_of, found in others.items():
        with ResultFile(file_of) as file:
            file.write(found)
    if not quiet:
        _report(
            result,
            files=[out, *(path for path in more.values() if path), *others],
            changes=changes,
            over=over_time,
            seconds=time.monotonic() - started,
        )


def _report(result: Measurement, *, files: list[Path], changes: Path | None, over: str | None, seconds: float) -> None:
    for note in result.notes[1:]:
        click.echo(click.style(say("Lưu ý: ", "Note: "), fg="yellow") + str(note), err=True)
    if over is None:
        rows = {name: result.value(name, cutoff=result.cutoffs[0]) for name in ("H", "A", "M0")}
        figures = ", ".join(
            f"{name} = {decimal(row['estimate'], 4)} (± {decimal(row['std_error'], 4)})" for name, row in rows.items()
        )
        click.echo(say(f"{number(result.rows)} dòng: {figures}.", f"{number(result.rows)} rows: {figures}."))
    took = f"{seconds:.1f}".replace(".", say(",", "."))
    click.echo(f"{result.notes[0]} {took} s.")
    written = ", ".join(str(path) for path in files)
    click.echo(say(f"Kết quả: {written}", f"Result: {written}"))
    design = result.design
    if over and changes is None:
        next_vi, next_en = "thêm --changes TỆP để có thay đổi kèm kiểm định.", "--changes FILE for changes with tests."
    elif design.kind == "sample" and not (design.strata or design.psu or design.replicates):
        next_vi = "mẫu có tầng, cụm thì nêu --strata, --psu; sổ bộ đầy đủ thì --design full-count."
        next_en = "name --strata and --psu if there are any; for a full registry, --design full-count."
    else:
        next_vi = "docs/reference/measures.md giải thích từng số đo."
        next_en = "docs/reference/measures.md says what each measure is."
    click.echo(say(f"Tiếp theo: {next_vi}", f"Next: {next_en}"))
