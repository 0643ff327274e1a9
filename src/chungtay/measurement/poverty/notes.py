"""What a reader of a measurement should know beside the numbers: missing values, constants, the meaning of errors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chungtay.measurement.poverty.estimated import Estimated
from chungtay.measurement.poverty.estimates import Estimates
from chungtay.measurement.poverty.sampled import SampledDeprivations
from chungtay.measurement.survey.design import Design
from chungtay.messages import Words


def notes_of(
    sampled: SampledDeprivations, estimated: Sequence[Estimated], wanted: Estimates, design: Design
) -> tuple[Words, ...]:
    """Collect the notes of a measurement."""
    notes = [Words(f"Sai số: {design.label[0]}.", f"Errors: {design.label[1]}.")]
    if sampled.incomplete:
        left, every = sampled.incomplete, sampled.all_rows
        notes.append(
            Words(
                f"Bỏ {left} trong {every} dòng vì thiếu ít nhất một chỉ số.",
                f"{left} of {every} rows are left out because an indicator is unknown.",
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
    empty = sum(int((one.rows == 0).sum()) for one in estimated)
    if empty:
        notes.append(
            Words(f"{empty} nhóm không có dòng nào đủ chỉ số.", f"{empty} groups have no row with all indicators.")
        )
    alone = sum(int(((one.df <= 0) & (one.rows > 0)).sum()) for one in estimated)
    if alone:
        notes.append(
            Words(
                f"{alone} nhóm chỉ nằm trong một đơn vị mẫu (PSU) mỗi tầng: không có khoảng tin cậy.",
                f"{alone} groups lie within one PSU of each stratum: they have no interval.",
            )
        )
    return tuple(notes)
