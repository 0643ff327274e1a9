"""How often each unit is among the first q, over draws of the estimates. NumPy only."""

from __future__ import annotations

import numpy as np

from chungtay.measurement.ranks.draws import Draws, Floats


def top_probability(estimates: Floats, std_errors: Floats, draws: Draws, top: int) -> Floats:
    """Share of draws in which a unit is among the `top` highest; units tied at the border share the places left.

    The draws stand about the estimates, so this is a plausibility under the data, not a confidence statement: an
    estimate that came out high by luck keeps its luck in every draw. The rank sets do not have that flaw.
    """
    size = len(estimates)
    share = np.zeros(size)
    # Centred, so that single precision keeps the digits that matter.
    middle, error = (estimates - np.median(estimates)).astype(np.float32), std_errors.astype(np.float32)
    for chunk in draws:
        drawn = chunk * error
        drawn += middle
        border = np.partition(drawn, size - top, axis=1)[:, size - top][:, None]
        over, at = drawn > border, drawn == border
        left = (top - over.sum(axis=1)) / at.sum(axis=1)
        share += over.sum(axis=0) + (at * left[:, None]).sum(axis=0)
    return np.clip(share / draws.count, 0.0, 1.0)
