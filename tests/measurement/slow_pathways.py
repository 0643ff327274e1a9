"""Pathways and the ledger worked out one household at a time: the reference that the tables are held to."""

from __future__ import annotations

from collections import Counter

Reviews = dict[tuple[str, int], str]
"""(household, year) -> class"""


def pathway_of(reviews: Reviews, household: str, year: int, of: str) -> str | None:
    before, now = reviews.get((household, year - 1)), reviews.get((household, year))
    earlier = [found for (name, y), found in reviews.items() if name == household and y < year]
    if before == of:
        return "stay" if now == of else "left" if now is None else "exit"
    if now != of:
        return None
    if of in earlier:
        return "relapse"
    if not earlier and any(y < year for _, y in reviews):
        return "joined"
    return "new"


def ledger_of(reviews: Reviews, year: int, of: str, other: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for household in {name for name, _ in reviews}:
        before, now = reviews.get((household, year - 1)), reviews.get((household, year))
        counts["opening"] += before == of
        counts["closing"] += now == of
        match pathway_of(reviews, household, year, of):
            case "exit":
                counts["to_other_class" if now == other else "out"] += 1
            case "left":
                counts["other_decrease"] += 1
            case "relapse" | "new" | "joined" as added:
                names = {"relapse": "relapsed", "new": "new", "joined": "other_increase"}
                counts["from_other_class" if before == other else names[added]] += 1
    return dict(counts)
