"""What a reader of a measurement should know beside the numbers: missing values, constants, the meaning of errors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from chungtay.measurement.poverty.estimated import Estimated
from chungtay.measurement.poverty.estimates import Estimates
from chungtay.measurement.poverty.result_table import labels_of
from chungtay.measurement.poverty.sampled import SampledDeprivations
from chungtay.measurement.survey.design import Design
from chungtay.messages import Words

SHOWN = 5
"""groups that a note names"""


def notes_of(
    sampled: SampledDeprivations, estimated: Sequence[Estimated], wanted: Estimates, design: Design, over: str | None
) -> tuple[Words, ...]:
    """Collect the notes of a measurement; over: the column of the period."""
    notes = [Words(f"Sai số: {design.label[0]}.", f"Errors: {design.label[1]}.")]
    if sampled.incomplete:
        left, every = sampled.incomplete, sampled.all_rows
        notes.append(
            Words(
                f"Bỏ {_vi(left)} trong {_vi(every)} dòng vì thiếu ít nhất một chỉ số.",
                f"{left:,} of {every:,} rows are left out because an indicator is unknown.",
            )
        )
    total = estimated[0]
    constant = []
    for place, (cutoff, measure, indicator) in enumerate(wanted.keys):
        if measure == "uncensored" and cutoff == wanted.keys[0][0]:
            values = total.values[:, place]
            if np.all(values == 0) or np.all(values == 1):
                constant.append(indicator)
    if constant:
        names = ", ".join(constant)
        notes.append(
            Words(
                f"Mọi dòng giống nhau ở chỉ số: {names} (sai số bằng 0).",
                f"Every row is alike in: {names} (the error is 0).",
            )
        )
    empty = _named(estimated, [one.rows == 0 for one in estimated], over)
    if empty:
        notes.append(
            Words(
                f"Nhóm không có dòng nào đủ chỉ số (ô ước lượng để trống): {empty}.",
                f"Groups without a row with all indicators (their estimates are empty): {empty}.",
            )
        )
    alone = _named(estimated, [(one.df <= 0) & (one.rows > 0) for one in estimated], over)
    if alone:
        notes.append(
            Words(
                f"Nhóm chỉ nằm trong một đơn vị mẫu (PSU) mỗi tầng, không có khoảng tin cậy: {alone}.",
                f"Groups within one PSU of each stratum, without an interval: {alone}.",
            )
        )
    return tuple(notes)


def _named(estimated: Sequence[Estimated], where: Sequence[npt.NDArray[np.bool_]], over: str | None) -> str:
    """The first groups for which something holds, and how many more there are."""
    labels = [
        labels_of(one, over)[place]
        for one, these in zip(estimated, where, strict=True)
        for place in np.flatnonzero(these).tolist()
    ]
    more = f", … (+{len(labels) - SHOWN})" if len(labels) > SHOWN else ""
    return "; ".join(labels[:SHOWN]) + more


def _vi(number: int) -> str:
    return f"{number:,}".replace(",", ".")
