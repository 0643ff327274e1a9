"""Let the copies of a clause that a template added count under the template's clause, as new copies do.

A copy is known by its address and words in a plan under the same parent; one whose words a unit has changed since cannot
be told from a clause of the unit's own and stays one. Running backwards changes nothing: the older software reads the
newer rows.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

UNIT_NAME = "{đơn vị}"


def tie_copies(apps: Any, _editor: object) -> None:
    plans, clauses = apps.get_model("movement", "Plan"), apps.get_model("movement", "Clause")
    for template in plans.objects.filter(unit__isnull=True, parent__isnull=False).order_by("pk"):
        for added in clauses.objects.filter(plan=template, inherits__isnull=True, root__isnull=True):
            alike = clauses.objects.filter(
                plan__parent=template.parent, plan__unit__isnull=False, address=added.address,
                inherits__isnull=True, root__isnull=True,
            )  # fmt: skip
            copies = [one.pk for one in alike.select_related("plan") if _is_copy(one, added)]
            clauses.objects.filter(root__in=copies).update(root=added)
            clauses.objects.filter(pk__in=copies).update(root=added)
    # Rows counted before are counted again.
    apps.get_model("movement", "Movement").objects.update(counted_on=None)


def _is_copy(one: Any, added: Any) -> bool:
    name = one.plan.issuer_name
    words = (added.heading.replace(UNIT_NAME, name), added.text.replace(UNIT_NAME, name))
    return (one.heading, one.text) == words


class Migration(migrations.Migration):
    dependencies = [("movement", "0005_kept_counts")]

    operations = [migrations.RunPython(tie_copies, migrations.RunPython.noop)]
