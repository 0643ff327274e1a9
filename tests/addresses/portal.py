"""Addresses of the portal's pages."""

from __future__ import annotations

from addresses.made_work import CODE, READERS_OF_DRAFT, plan, target, task
from addresses.reading import (
    COMMUNE,
    DISTRICT,
    OFFICIALS,
    OTHER_COMMUNE,
    OTHER_DISTRICT,
    VILLAGE,
    YEAR,
    Case,
    everyone,
    only,
)

ABOVE = ("commune_officer", "district_officer", "province_office", "inspector", "front")


def figure(unit: str) -> dict[str, object]:
    return {"indicator": "poor_rate", "unit": unit, "year": YEAR, "group": "all"}


ROOM = {
    "portal:home": [Case({}, everyone(200))],
    "portal:province": [Case({}, everyone(200)), Case({}, everyone(404), query="nam=1900")],
    "portal:district": [Case({"code": code}, everyone(200)) for code in (DISTRICT, OTHER_DISTRICT)]
    + [Case({"code": "khong-co"}, everyone(404))],
    "portal:commune": [Case({"code": code}, everyone(200)) for code in (COMMUNE, OTHER_COMMUNE)]
    + [Case({"code": "khong-co"}, everyone(404))],
    "portal:village": [Case({"code": VILLAGE}, only(*OFFICIALS))],
    # H-1 lives in the village, H-2 in another commune of the district, H-3 in another district. Whoever may not see a
    # household is not told whether it exists.
    "portal:household": [
        Case({"code": "H-1"}, only("village_surveyor", *ABOVE, public=403)),
        Case({"code": "H-2"}, only("district_officer", "province_office", "inspector", public=403)),
        Case({"code": "H-3"}, only("province_office", public=403)),
        Case({"code": "khong-co"}, only("province_office", ok=404, public=403)),
    ],
    "portal:figure": [
        Case(figure("46"), everyone(200)),
        Case(figure(DISTRICT), everyone(200)),
        Case(figure(COMMUNE), everyone(200)),
        Case(figure(COMMUNE) | {"group": "minority"}, only(*OFFICIALS)),
        Case(figure(VILLAGE), only(*OFFICIALS)),
        Case(figure("khong-co"), everyone(404)),
    ],
    "portal:ranges": [Case({}, everyone(200))],
    # The movement's pages that need indicators. Targets are public, as the plans that set them are.
    "portal:targets": [Case({"code": CODE}, everyone(200)), Case({"code": "khong-co"}, everyone(404))],
    "portal:target": [Case({"target_id": target}, everyone(200))],
    "portal:change-target": [Case({"target_id": target}, only("province_office"))],
    "portal:remove-target": [Case({"target_id": target}, everyone(405))],
    "portal:plan-targets": [
        Case({"plan_id": plan("46")}, everyone(200)),
        Case({"plan_id": plan(COMMUNE)}, only(*READERS_OF_DRAFT)),
    ],
    "portal:add-target": [
        Case({"plan_id": plan("46")}, only("province_office")),
        Case({"plan_id": plan(COMMUNE)}, only("commune_officer", "province_office")),
    ],
    "portal:task-figure": [Case({"task_id": task}, only("commune_officer", "province_office"))],
}
