"""Pathways and the ledger worked out one household at a time: the reference that the tables are held to."""

from __future__ import annotations

from collections import Counter

Reviews = dict[tuple[str, int], str]
"""(household, year) -> class"""


def pathway_of(reviews: Reviews, household: str, year: int, of: str) -> str | None:
    """The first year of the reviews is a base round."""
    if not any(y == year - 1 for _, y in reviews):
        return None
    before, now = reviews.get((household, year - 1)), reviews.get((household, year))
    earlier = [found for (name, y), found in reviews.items() if name == household and y < year]
    if before == of:
        return {of: "stay", None: "left", "undetermined": "undetermined"}.get(now, "exit")
    if now != of:
        return None
    if before == "undetermined":
        return "undetermined"
    if of in earlier:
        return "relapse"
    return "new" if earlier else "joined"


def ledger_of(reviews: Reviews, year: int, of: str, other: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for household in {name for name, _ in reviews if any(y == year - 1 for _, y in reviews)}:
        before, now = reviews.get((household, year - 1)), reviews.get((household, year))
        counts["opening"] += before == of
        counts["closing"] += now == of
        match pathway_of(reviews, household, year, of):
            case "exit":
                counts["to_other_class" if now == other else "out"] += 1
            case "left":
                counts["other_decrease"] += 1
            case "undetermined":
                counts["other_decrease" if before == of else "other_increase"] += 1
            case "relapse" | "new" | "joined" as added:
                names = {"relapse": "relapsed", "new": "new", "joined": "other_increase"}
                counts["from_other_class" if before == other else names[added]] += 1
    return dict(counts)
