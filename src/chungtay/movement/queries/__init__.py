"""Everything that is read of the movement."""

from chungtay.movement.legal import chain_of
from chungtay.movement.queries.cascades import UnitsWithout, clauses_late_below, plans_below, units_without_plan
from chungtay.movement.queries.clause_work import UnitWork, clause_work
from chungtay.movement.queries.coverage import Coverage, coverage
from chungtay.movement.queries.differences import ClauseDifference, difference_from_parent
from chungtay.movement.queries.kept_coverage import (
    own_clauses,
    shared_clauses,
    total_coverage,
    unit_row,
    unit_rows,
    units_by_level,
)
from chungtay.movement.queries.plans import (
    ClauseNode,
    movements,
    plan_as_dict,
    plan_tree,
    readable,
    scope_name,
)
from chungtay.movement.queries.tasks import (
    evidence_file,
    listed_tasks,
    overdue,
    tasks_for,
    tasks_to_decide,
    unseen_count,
    unseen_reminders,
    user_of_token,
)

__all__ = [
    "ClauseDifference",
    "ClauseNode",
    "Coverage",
    "UnitWork",
    "UnitsWithout",
    "chain_of",
    "clause_work",
    "clauses_late_below",
    "coverage",
    "difference_from_parent",
    "evidence_file",
    "listed_tasks",
    "movements",
    "overdue",
    "own_clauses",
    "plan_as_dict",
    "plan_tree",
    "plans_below",
    "readable",
    "scope_name",
    "shared_clauses",
    "tasks_for",
    "tasks_to_decide",
    "total_coverage",
    "unit_row",
    "unit_rows",
    "units_by_level",
    "units_without_plan",
    "unseen_count",
    "unseen_reminders",
    "user_of_token",
]
