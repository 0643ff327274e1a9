"""How much of a change in M0 comes from fewer poor, and how much from less intense poverty. Arrow only.

With M0 = H x A, the Shapley parts are exact: incidence (H1 - H0)(A0 + A1) / 2, intensity (A1 - A0)(H0 + H1) / 2.
Source: Shorrocks (2013); Alkire et al. (2015), Multidimensional Poverty Measurement and Analysis, ch. 9.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def decompose_change(changes: pa.Table) -> pa.Table:
    """Split every change of M0 between two periods into incidence and intensity.

    changes  the table of changes of a measurement
    Returns group, from, to, change, incidence, intensity (sum = change), incidence_share (null where nothing changed)
    and cutoff where there are several.
    """
    import pyarrow as pa

    several = "cutoff" in changes.column_names
    pairs: dict[tuple[str, ...], dict[str, dict[str, float]]] = {}
    for row in changes.to_pylist():
        if row["measure"] in ("H", "A", "M0"):
            key = (row["group"], row["from"], row["to"], *([row["cutoff"]] if several else []))
            pairs.setdefault(key, {})[row["measure"]] = row
    found = []
    for key, rows in pairs.items():
        (h0, h1), (a0, a1) = ((rows[name]["first"], rows[name]["last"]) for name in ("H", "A"))
        change = rows["M0"]["absolute"]
        # With no poor there is no intensity: all of the change is then one of incidence.
        a0, a1 = (a1 if a0 is None else a0), (a0 if a1 is None else a1)
        incidence = (h1 - h0) * ((a0 or 0.0) + (a1 or 0.0)) / 2
        intensity = ((a1 or 0.0) - (a0 or 0.0)) * (h0 + h1) / 2
        found.append(
            {
                "group": key[0],
                "from": key[1],
                "to": key[2],
                "change": change,
                "incidence": incidence,
                "intensity": intensity,
                "incidence_share": incidence / change if change else None,
                **({"cutoff": key[3]} if several else {}),
            }
        )
    return pa.Table.from_pylist(found)
