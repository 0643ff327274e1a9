"""Further tables of `chungtay measure`: association of indicators, robustness of an order, depth. Imports `poverty`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chungtay.measurement.survey.design import Design
from chungtay.messages import say

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from chungtay.measurement.poverty.measure import Weights

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class FurtherMeasures:
    """The files asked for, and the columns of normalised gaps that depth needs."""

    association: Path | None
    robustness: Path | None
    depth: Path | None
    gaps: str | None

    @property
    def files(self) -> list[Path]:
        """The files to be written."""
        return [file for file in (self.association, self.robustness, self.depth) if file]

    def check(self, by: Sequence[str]) -> None:
        """Raise UsageError where a table lacks what it needs; by: columns of groups."""
        if self.robustness and len(by) != 1:
            raise click.UsageError(
                say("--robustness cần đúng một cột --by (nhóm được xếp thứ tự).",
                    "--robustness needs one column in --by: the groups that are put in order.")
            )  # fmt: skip
        if (self.depth is None) != (self.gaps is None):
            raise click.UsageError(
                say("--depth và --gaps đi cùng nhau: --gaps d1=khoang_cach_1,…",
                    "--depth and --gaps go together: --gaps d1=gap_1,…")
            )  # fmt: skip

    def tables(
        self,
        table: ir.Table,
        *,
        indicators: dict[str, Any],
        cutoffs: Sequence[str],
        design: Design,
        by: Sequence[str],
    ) -> dict[Path, pa.Table]:
        """Compute what was asked for, by file; depth is that of the first cut-off.

        indicators  weights that sum to 1
        Raises UserError as `association`, `robustness` and `depth` do.
        """
        from chungtay.measurement.measure_options import read_names
        from chungtay.measurement.poverty import association, depth, robustness

        found: dict[Path, pa.Table] = {}
        if self.association:
            found[self.association] = association(table, list(indicators), weight=design.weight)
        if self.robustness:
            weightings: dict[str, Weights] = {"given": indicators, "equal": list(indicators)}
            found[self.robustness] = robustness(
                table, by=by[0], weightings=weightings, cutoffs=cutoffs, design=design
            )  # fmt: skip
        if self.depth and self.gaps:
            pairs = [pair.partition("=") for pair in read_names(self.gaps)]
            gaps = {name.strip(): column.strip() for name, _, column in pairs if column}
            found[self.depth] = depth(
                table, indicators=indicators, gaps=gaps, cutoff=cutoffs[0], design=design, by=tuple(by)
            )  # fmt: skip
        return found


def further_options(command: Command) -> Command:
    """Add the options; the command takes `association`, `robustness`, `depth` and `gaps`."""
    file = click.Path(path_type=Path)
    for option in reversed(
        (
            click.option("--association", type=file, metavar="FILE",
                         help="Các chỉ số trùng nhau đến đâu: phi, Cramér V, R0 / How indicators overlap."),
            click.option("--robustness", type=file, metavar="FILE",
                         help="Thứ tự nhóm giữ được không khi đổi k, trọng số / Whether the order of --by stands."),
            click.option("--depth", type=file, metavar="FILE", help="Độ sâu: M1, M2, cần --gaps / Depth: M1, M2."),
            click.option("--gaps", metavar="d1=g1,…",
                         help="Cột khoảng cách chuẩn hóa trong [0, 1] của mỗi chỉ số / Normalised gaps."),
        )
    ):  # fmt: skip
        command = option(command)
    return command
