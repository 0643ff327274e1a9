"""What the checks of an import found: problems by cell (enough for an error workbook), their number, warnings."""

from __future__ import annotations

from dataclasses import dataclass, field

from chungtay.messages import Problem, UserError, Words
from chungtay.snapshots.fact_files import FactSource, quoted

LIMIT = 10_000
SHOWN = 20


@dataclass
class Found:
    """The first problems of each kind (at most LIMIT in all), how many there are, and what is only worth a word."""

    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    warnings: list[Words] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.total += 1

    def merge(self, other: Found) -> None:
        self.problems += other.problems
        self.total += other.total
        self.warnings += other.warnings

    def in_order(self) -> list[Problem]:
        """Return the problems as they stand in the files."""
        problems = sorted(self.problems, key=lambda p: (p.file or "", p.sheet or "", p.row or 0, p.column or ""))
        return problems[:LIMIT]

    def error(self, error_workbook: str | None = None) -> UserError:
        """Return the error that names the first problems, how many more there are, and where all are marked."""
        shown = self.in_order()[:SHOWN]
        if self.total > len(shown):
            more = self.total - len(shown)
            shown.append(
                Problem(
                    Words(f"Còn {more} lỗi khác ({self.total} lỗi tất cả).", f"{more} more ({self.total} in all)."),
                    Words("Sửa các lỗi trên rồi nhập lại.", "Mend these, then import again.")
                    if error_workbook is None
                    else Words(
                        f"Xem các ô đánh dấu đỏ trong {error_workbook}.", f"See the red cells in {error_workbook}."
                    ),
                    code="more",
                )
            )
        return UserError(*shown)


def text_of(source: FactSource, column: str) -> str:
    """SQL of a column as trimmed text; null where empty or where the file has no such column."""
    if column not in source.columns:
        return "CAST(NULL AS VARCHAR)"
    name = quoted(column) if source.columns[column] == "VARCHAR" else f"CAST({quoted(column)} AS VARCHAR)"
    return f"nullif(trim({name}), '')"
