"""What the checks of an import found: problems by cell (enough for an error workbook), their number, warnings."""

from __future__ import annotations

from chungtay.messages import Problem, UserError, Words
from chungtay.snapshots.fact_files import FactSource, quoted
from chungtay.snapshots.findings import Findings

LIMIT = 10_000


class Found(Findings):
    """Findings that keep every problem given to them (at most LIMIT are handed out), for an error workbook."""

    def merge(self, other: Findings) -> None:
        self.problems += other.problems
        self.total += other.total
        self.warnings += other.warnings

    def in_order(self) -> list[Problem]:
        """Return the problems as they stand in the files."""
        problems = sorted(self.problems, key=lambda p: (p.file or "", p.sheet or "", p.row or 0, p.column or ""))
        return problems[:LIMIT]

    def error(self, error_workbook: str | None = None) -> UserError:
        """Return the error that names the first problems, how many more there are, and where all are marked."""
        remedy = Words("Sửa các lỗi trên rồi nhập lại.", "Mend these, then import again.")
        if error_workbook is not None:
            remedy = Words(f"Xem các ô đánh dấu đỏ trong {error_workbook}.", f"See the red cells in {error_workbook}.")
        return self.naming(self.in_order(), remedy)


def text_of(source: FactSource, column: str) -> str:
    """SQL of a column as text, trimmed when it was loaded; null where empty or where the file has no such column."""
    if column not in source.columns:
        return "CAST(NULL AS VARCHAR)"
    return quoted(column) if source.columns[column] == "VARCHAR" else f"CAST({quoted(column)} AS VARCHAR)"
