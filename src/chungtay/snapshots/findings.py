"""What a check of a file found: problems to mend, and words of warning. Imports only `chungtay.messages`."""

from __future__ import annotations

from dataclasses import dataclass, field

from chungtay.messages import Problem, UserError, Words

SHOWN = 20


@dataclass
class Findings:
    """What a check found: the first problems (at most SHOWN), how many in all, and what is only worth a word."""

    problems: list[Problem] = field(default_factory=list)
    total: int = 0
    warnings: list[Words] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.total += 1

    def merge(self, other: Findings) -> None:
        self.problems = (self.problems + other.problems)[:SHOWN]
        self.total += other.total
        self.warnings += other.warnings

    def raise_if_any(self) -> None:
        """Raise UserError with the problems; a last line says how many more there are."""
        if not self.total:
            return
        remedy = Words("Sửa các lỗi trên rồi chạy lại để xem tiếp.", "Mend these, then run again to see the rest.")
        raise self.naming(self.problems, remedy)

    def naming(self, problems: list[Problem], remedy: Words) -> UserError:
        """Return the error that names the first problems and, on a last line with `remedy`, how many more there are."""
        shown = problems[:SHOWN]
        if self.total > len(shown):
            more = self.total - len(shown)
            what = Words(f"Còn {more} lỗi khác ({self.total} lỗi tất cả).", f"{more} more ({self.total} in all).")
            shown = [*shown, Problem(what, remedy, code="more")]
        return UserError(*shown)
