"""How likely it is to leave a class, or to fall back into it, by the number of reviews since. NumPy only.

Discrete-time hazards: of the spells that lasted into their d-th review and were reviewed again, the share that ended
then. Only spells whose beginning was seen count; a household that is not reviewed again leaves the count where it was
last seen (right censoring). `kept` is the product of 1 - hazard (Kaplan and Meier 1958, JASA 53), its error by
Greenwood's formula. Intervals of a hazard are exact binomial ones, which take spells as independent; several spells of
one household make them slightly too narrow.
Source: Singer and Willett (1993), It's about time, J. Educational Statistics 18, 155-195.
"""

from __future__ import annotations

import math

import numpy as np

from chungtay.measurement.panel.counted import Counted
from chungtay.measurement.panel.panel import Panel
from chungtay.measurement.panel.spells import spells


def hazards(panel: Panel, of: str = "poor") -> list[Counted]:
    """Hazards of leaving the class ("exit_hazard") and of falling back into it ("relapse_hazard"), per group.

    `length` d: reviews since the spell began, counted so that d = 1 is the review after the first one in the new state.
    n: spells at risk; events: those that ended.
    Spells out of the class are those that began by leaving it, so that households never poor do not count.
    """
    out: list[Counted] = []
    for table, outside in (("exit_hazard", False), ("relapse_hazard", True)):
        found = spells(panel, of, outside=outside)
        # Spells of each group by length: all that began in sight, and those of them that ended in sight.
        shape = (len(panel.groups), len(panel.years) + 1)
        key = found.group.astype(np.int64) * shape[1] + found.length
        lasted = np.bincount(key[found.begun], minlength=shape[0] * shape[1]).reshape(shape)
        ended = np.bincount(key[found.begun & found.ended], minlength=shape[0] * shape[1]).reshape(shape)
        longer = lasted[:, ::-1].cumsum(axis=1)[:, ::-1]
        for g, name in enumerate(panel.groups):
            kept, spread = 1.0, 0.0
            for length in range(1, len(panel.years)):
                events = int(ended[g, length])
                n = events + int(longer[g, length + 1])
                if not n:
                    break
                kept *= 1 - events / n
                spread = math.inf if events == n else spread + events / (n * (n - events))
                error = 0.0 if kept == 0 else kept * math.sqrt(spread)
                out.append(Counted(table, name, n, events, was=of, length=length, kept=kept, kept_error=error))
    return out
