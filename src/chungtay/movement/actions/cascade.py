"""Carry a plan down: many units get their own draft at once, each clause tied to the one above.

The clauses are copied inside the database, level by level of the outline, so that a thousand units cost little more
than the rows themselves. May import accounts, units and the room.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from chungtay.accounts.models import User
from chungtay.messages import fail
from chungtay.movement.deadlines import too_late
from chungtay.movement.models import Clause, Plan
from chungtay.movement.noting import note
from chungtay.movement.plan_states import IN_FORCE
from chungtay.movement.who_may import hierarchy_day, may_work_for
from chungtay.units import queries as units
from chungtay.units.models import Unit
from chungtay.units.tree import Node

UNIT_NAME = "{đơn vị}"
"""what a template writes where each unit's own name goes"""

_COPY = """
INSERT INTO movement_clause (plan_id, parent_id, address, "order", kind, heading, text, dates, figures, actors, due,
                             origin, inherits_id, root_id, reason)
SELECT made.id, above.id, source.address, source."order", source.kind,
       REPLACE(source.heading, %s, made.issuer_name), REPLACE(source.text, %s, made.issuer_name),
       source.dates, source.figures, source.actors, source.due, {origin}, {inherits}, {root}, source.reason
FROM movement_plan made
CROSS JOIN movement_clause source
LEFT JOIN movement_clause higher ON higher.id = source.parent_id
LEFT JOIN movement_clause above ON above.plan_id = made.id AND above.address = higher.address
WHERE made.parent_id = %s AND made.id >= %s AND source.plan_id = %s AND source.id IN ({sources})
ORDER BY made.id, source."order"
"""
# What the plan above marks as not applying to it does not apply below it either, until the unit says otherwise.
_FROM_PARENT = {
    "origin": "CASE source.origin WHEN 'not_applicable' THEN 'not_applicable' ELSE 'inherited' END",
    "inherits": "source.id",
    "root": "COALESCE(source.root_id, source.id)",
}
# What the template adds carries out no clause above; its copies are counted together, under the template's clause.
_FROM_TEMPLATE = {
    "origin": "source.origin",
    "inherits": "source.inherits_id",
    "root": "COALESCE(source.root_id, source.id)",
}


@transaction.atomic
def cascade_plan(
    plan: Plan,
    chosen: Iterable[Unit | str],
    *,
    by: User | None = None,
    due_by: dt.date | None = None,
    template: Plan | None = None,
    on: dt.date | None = None,
) -> list[Plan]:
    """Make a draft plan for each unit from its parent's plan; units that have one already keep it as it is.

    chosen    units below the plan's own unit on the day, or their codes
    due_by    by when the units must have issued theirs; kept on the parent plan
    template  a draft from `make_template`, or another unit's plan under the same parent: its narrowed, added and not
              applicable clauses go to every unit, with each unit's name in place of «{đơn vị}»
    on        the day whose units are meant; default today, or the movement's last day once it is over
    Returns the new drafts, in the order of `chosen`. Raises PermissionDenied unless the person works for the plan's
    unit, or for each of the chosen ones; UserError for a plan not in force, units not below it, a template of another
    plan and one whose deadlines are later than the plan's. One transaction: all or nothing.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("movement").get(pk=plan.pk)
    _in_force(plan)
    day = hierarchy_day(plan.movement, on)
    wanted = _units(chosen)
    _rights(plan, wanted, by)
    below = _below(plan, wanted, day)
    if template is not None:
        _check_template(plan, template)
    known = set(plan.children.values_list("unit_id", flat=True))
    missing = [unit for unit in wanted if unit.pk not in known]
    if due_by is not None and due_by != plan.due_by:
        plan.due_by = due_by
        plan.save(update_fields=["due_by"])
    made = Plan.objects.bulk_create([_draft(plan, unit, below[unit.code]) for unit in missing])
    if made:
        _copy_clauses(plan, template, first=min(one.pk for one in made))
    detail = {
        "units": [unit.code for unit in missing],
        "there_already": len(wanted) - len(missing),
        "template": template.pk if template else None,
    }
    note(by, "cascade_plan", plan.movement, plan.pk, detail, units=[unit.pk for unit in missing])
    return made


@transaction.atomic
def make_template(plan: Plan, *, by: User | None = None) -> Plan:
    """Make a draft without a unit under a plan, to narrow and add clauses in once for many units."""
    if not may_work_for(by, plan.unit):
        raise PermissionDenied
    _in_force(plan)
    template = Plan.objects.create(
        movement=plan.movement,
        parent=plan,
        title=plan.title,
        issuer_name=UNIT_NAME,
        status=Plan.Status.DRAFT,
        synthetic=plan.synthetic,
    )
    _copy_clauses(plan, None, first=template.pk)
    note(by, "make_template", plan.movement, template.pk, {"parent": plan.pk}, units=())
    return template


def _copy_clauses(plan: Plan, template: Plan | None, *, first: int) -> None:
    """Copy the clauses of the plan, or of the template, into the plans made under it from id `first` on."""
    source = template or plan
    form = _FROM_TEMPLATE if template else _FROM_PARENT
    with connection.cursor() as cursor:
        for level in _levels(source):
            sql = _COPY.format(sources=", ".join(["%s"] * len(level)), **form)
            cursor.execute(sql, [UNIT_NAME, UNIT_NAME, plan.pk, first, source.pk, *level])


def _levels(plan: Plan) -> list[list[int]]:
    """Ids of a plan's clauses by their depth in the outline, the top first."""
    rows = list(plan.clauses.order_by("order").values_list("id", "parent_id"))
    under: dict[int | None, list[int]] = defaultdict(list)
    for clause_id, parent_id in rows:
        under[parent_id].append(clause_id)
    levels: list[list[int]] = []
    level = under[None]
    while level:
        levels.append(level)
        level = [child for parent in level for child in under[parent]]
    return levels


def _draft(plan: Plan, unit: Unit, node: Node) -> Plan:
    return Plan(
        movement=plan.movement,
        unit=unit,
        parent=plan,
        title=plan.title,
        issuer_name=node.full_name[:200],
        status=Plan.Status.DRAFT,
        synthetic=plan.synthetic or unit.synthetic,
    )


def _units(chosen: Iterable[Unit | str]) -> list[Unit]:
    asked = list(chosen)
    codes = [one for one in asked if isinstance(one, str)]
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    if unknown := [code for code in codes if code not in known]:
        raise fail(
            "Không có đơn vị mang mã này.",
            "There is no unit of this code.",
            do_vi="Xem mã bằng lệnh chungtay units.",
            do_en="Look the code up with chungtay units.",
            value=", ".join(unknown[:10]),
            code="unknown_unit",
        )
    found = [known[one] if isinstance(one, str) else one for one in asked]
    return list({unit.pk: unit for unit in found}.values())


def _rights(plan: Plan, wanted: Sequence[Unit], by: User | None) -> None:
    if may_work_for(by, plan.unit):
        return
    if not wanted or not all(may_work_for(by, unit) for unit in wanted):
        raise PermissionDenied


def _below(plan: Plan, wanted: Sequence[Unit], day: dt.date) -> dict[str, Node]:
    """Each wanted unit as it was on the day; UserError for those not below the plan's own unit then."""
    top = plan.unit.code if plan.unit else plan.movement.scope.code
    tree = units.tree(day)
    found = {}
    for unit in wanted:
        node = tree.get(unit.code)
        if node is not None and any(above.code == top for above in tree.ancestors(unit.code)):
            found[unit.code] = node
    if outside := [unit.code for unit in wanted if unit.code not in found]:
        raise fail(
            f"{len(outside)} đơn vị không trực thuộc đơn vị của kế hoạch vào ngày {day:%d/%m/%Y}.",
            f"{len(outside)} units did not lie below the plan's unit on {day:%d/%m/%Y}.",
            do_vi="Bỏ các đơn vị này, hoặc chọn ngày khác.",
            do_en="Leave them out, or choose another day.",
            value=", ".join(outside[:10]),
            code="not_below",
        )
    return found


def _in_force(plan: Plan) -> None:
    if plan.status not in IN_FORCE:
        raise fail(
            "Kế hoạch chưa được xác nhận nên chưa triển khai xuống được.",
            "The plan is not confirmed, so it cannot be carried down yet.",
            do_vi="Xác nhận hoặc ban hành kế hoạch trước.",
            do_en="Confirm or issue it first.",
            value=str(plan.get_status_display()),
            code="not_in_force",
        )


def _check_template(plan: Plan, template: Plan) -> None:
    if template.parent_id != plan.pk:
        raise fail(
            "Bản mẫu không thuộc kế hoạch này.",
            "The template is not of this plan.",
            do_vi="Chọn bản mẫu lập từ kế hoạch này.",
            do_en="Choose a template made from this plan.",
            value=str(template.pk),
            code="another_template",
        )
    rows = Clause.objects.filter(plan=template, due__isnull=False, inherits__due__isnull=False)
    for row in rows.select_related("inherits"):
        if row.due and row.inherits and row.inherits.due and row.due > row.inherits.due:
            raise too_late(row.address, row.due, row.inherits.due)
