"""Targets of a plan: set them, take them away, and say where a unit stands. May import accounts, units and the room.

What a path is, and when a unit is on track, is in `target_path`; how the targets below add up is in `target_sums`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from chungtay.accounts.audit import record
from chungtay.accounts.models import User
from chungtay.accounts.scope import covers
from chungtay.messages import fail
from chungtay.movement.models import Clause, Plan, Target
from chungtay.movement.target_path import (
    TargetPath,
    by_year,
    checked,
    path_of,
    points_a_year,
    stand,
    straight_line,
    times_baseline,
)
from chungtay.movement.target_sums import gaps
from chungtay.movement.who_may import is_office, only_for
from chungtay.units.models import Unit

__all__ = [
    "by_year",
    "gaps",
    "path_of",
    "points_a_year",
    "remove_target",
    "set_target",
    "standing",
    "straight_line",
    "times_baseline",
]


def standing(target: Target | TargetPath, actuals: Mapping[int, float | None], on_year: int) -> str:
    """Where a target stands at the end of a year: on_track | at_risk | off_track | unknown; see `target_path.stand`."""
    path = target if isinstance(target, TargetPath) else path_of(target)
    return stand(path, actuals, on_year).state


@transaction.atomic
def set_target(
    plan: Plan,
    unit: Unit,
    indicator: str,
    path: TargetPath,
    *,
    group: str = "all",
    clause: Clause | None = None,
    parent: Target | None = None,
    source: str = "",
    status: str = "",
    by: User | None = None,
) -> Target:
    """Set how far a unit will go with an indicator; setting it again replaces it.

    unit    the plan's own unit, or one below it to which the plan gives a target
    path    from `points_a_year`, `times_baseline`, `straight_line` or `by_year`; each asks for a baseline
    clause  the clause of this plan that says it
    parent  the target it carries out; where None, that of the parent plan for the same indicator and group
    Raises PermissionDenied for another unit's plan; UserError for a path that cannot be, a unit outside the plan, a
    clause or parent of something else, or an issued plan (only the standing office corrects those).
    """
    only_for(by, plan.unit)
    _still_open(plan, by)
    checked(path)
    _check_unit(plan, unit, path.end_year)
    if clause is not None and clause.plan_id != plan.pk:
        raise _other("clause", "Mục này không thuộc kế hoạch.", "The clause is not of this plan.", clause.address)
    above = parent if parent is not None else _parent_of(plan, unit, indicator, group)
    if above is not None:
        _check_parent(above, plan, indicator, group, unit)
    target, created = Target.objects.update_or_create(
        plan=plan,
        unit=unit,
        indicator=indicator,
        group=group,
        defaults={
            "clause": clause,
            "direction": path.direction,
            "baseline_year": path.baseline_year,
            "baseline": path.baseline,
            "end_year": path.end_year,
            "end_value": path.end_value,
            "path": {str(year): value for year, value in sorted(path.steps.items())},
            "parent": above,
            "source": source,
            "status": status,
        },
    )
    _write_down(by, "movement.set_target" if created else "movement.change_target", target)
    return target


@transaction.atomic
def remove_target(target: Target, *, by: User | None = None) -> None:
    """Take a target away.

    Raises PermissionDenied for another unit's plan, UserError while targets below carry it out.
    """
    only_for(by, target.plan.unit)
    _still_open(target.plan, by)
    below = target.children.count()
    if below:
        raise fail(
            f"Có {below} chỉ tiêu của đơn vị cấp dưới thực hiện chỉ tiêu này.",
            f"{below} targets of units below carry this one out.",
            do_vi="Sửa hoặc bỏ chỉ tiêu cấp dưới trước.",
            do_en="Change or remove the targets below first.",
            value=str(target),
            code="target_in_use",
        )
    _write_down(by, "movement.remove_target", target)
    target.delete()


def _write_down(by: User | None, action: str, target: Target) -> None:
    detail = {
        "plan": target.plan_id,
        "indicator": target.indicator,
        "group": target.group,
        "baseline": [target.baseline_year, target.baseline],
        "end": [target.end_year, target.end_value],
    }
    record(by, action, target.unit.code, detail)


def _still_open(plan: Plan, by: User | None) -> None:
    if plan.status == Plan.Status.ISSUED and not is_office(by):
        raise fail(
            "Kế hoạch đã ban hành nên không sửa chỉ tiêu được nữa.",
            "The plan is issued; its targets can no longer be changed.",
            do_vi="Đề nghị cơ quan thường trực điều chỉnh.",
            do_en="Ask the standing office to correct it.",
            value=plan.title,
            code="plan_issued",
        )


def _check_unit(plan: Plan, unit: Unit, end_year: int) -> None:
    if plan.unit is None or unit == plan.unit:
        return
    if not covers(plan.unit.code, unit.code, dt.date(end_year, 12, 31)):
        raise _other("unit", "Đơn vị này không thuộc phạm vi của kế hoạch.",
                     "The unit does not lie within the plan's own unit.", unit.code)  # fmt: skip


def _parent_of(plan: Plan, unit: Unit, indicator: str, group: str) -> Target | None:
    """The target it carries out: of the unit itself where the plan above gave it one, else of the plan's own unit."""
    if plan.unit is not None and unit != plan.unit:
        return Target.objects.filter(plan=plan, unit=plan.unit, indicator=indicator, group=group).first()
    if plan.parent is None:
        return None
    above = Target.objects.filter(plan=plan.parent, indicator=indicator, group=group)
    return above.filter(unit=unit).first() or above.filter(unit=plan.parent.unit).first()


def _check_parent(above: Target, plan: Plan, indicator: str, group: str, unit: Unit) -> None:
    if (above.indicator, above.group) != (indicator, group):
        raise _other("parent", "Chỉ tiêu cấp trên nói về chỉ số hoặc nhóm khác.",
                     "The target above is for another indicator or group.", str(above))  # fmt: skip
    one: Target | None = above
    while one is not None:
        if (one.plan_id, one.unit_id) == (plan.pk, unit.pk):
            raise _other("parent", "Chỉ tiêu không thể thực hiện chính nó, kể cả qua chỉ tiêu khác.",
                         "A target cannot carry out itself, not through others either.", str(above))  # fmt: skip
        one = one.parent


def _other(column: str, vi: str, en: str, value: str) -> Exception:
    return fail(
        vi,
        en,
        do_vi="Chọn lại trong kế hoạch này.",
        do_en="Choose again within this plan.",
        column=column,
        value=value,
        code=f"target_{column}",
    )
