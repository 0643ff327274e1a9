"""Everything that may change the movement: one function per user action, with rights and audit row."""

from chungtay.movement.actions.cascade import cascade_plan, make_template
from chungtay.movement.actions.clauses import (
    change_clause,
    delete_clause,
    join_clauses,
    split_clause,
)
from chungtay.movement.actions.confirming import confirm_plan, issue_plan, set_leading_document, set_parent_plan
from chungtay.movement.actions.evidence import add_evidence, remove_evidence
from chungtay.movement.actions.feeds import feed_token, renew_feed_token
from chungtay.movement.actions.importing import import_plan
from chungtay.movement.actions.matching import link_clause, match_to_parent
from chungtay.movement.actions.movements import (
    link_movement,
    open_movement,
    remove_phase,
    set_frame,
    set_phase,
    unlink_movement,
)
from chungtay.movement.actions.own_clauses import (
    add_clause,
    mark_not_applicable,
    narrow_clause,
    restore_clause,
    set_clause_due,
)
from chungtay.movement.actions.recounting import recount_coverage
from chungtay.movement.actions.reminders import give_reminders, mail_reminders, mark_seen
from chungtay.movement.actions.renumbering import renumber_plan
from chungtay.movement.actions.task_moves import (
    accept_task,
    report_progress,
    return_task,
    start_task,
    submit_task,
    withdraw_task,
)
from chungtay.movement.actions.tasks import change_task, plan_tasks, plan_tasks_for, remove_task

__all__ = [
    "accept_task",
    "add_clause",
    "add_evidence",
    "cascade_plan",
    "change_clause",
    "change_task",
    "confirm_plan",
    "delete_clause",
    "feed_token",
    "give_reminders",
    "import_plan",
    "issue_plan",
    "join_clauses",
    "link_clause",
    "link_movement",
    "mail_reminders",
    "make_template",
    "mark_not_applicable",
    "mark_seen",
    "match_to_parent",
    "narrow_clause",
    "open_movement",
    "plan_tasks",
    "plan_tasks_for",
    "recount_coverage",
    "remove_evidence",
    "remove_phase",
    "remove_task",
    "renew_feed_token",
    "renumber_plan",
    "report_progress",
    "restore_clause",
    "return_task",
    "set_clause_due",
    "set_frame",
    "set_leading_document",
    "set_parent_plan",
    "set_phase",
    "split_clause",
    "start_task",
    "submit_task",
    "unlink_movement",
    "withdraw_task",
]
