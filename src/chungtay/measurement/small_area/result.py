"""What an area-level model gives: every area's estimate with its error, the coefficients, the fit. NumPy, Arrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from chungtay.measurement.small_area.fit import Fit
from chungtay.measurement.survey.intervals import interval, two_sided_p
from chungtay.messages import Words, fail

if TYPE_CHECKING:
    import pyarrow as pa

Floats = npt.NDArray[np.float64]
Method = Literal["reml", "ml", "adjusted", "moment"]
Kind = Literal["logit", "normal"]
CONSTANT = "constant"
FAR = 3.0
"""Standard errors from the model beyond which an area is named."""
ODD = 0.01
"""Probability below which the residuals are not taken for normal."""


@dataclass(frozen=True)
class SmallAreas:
    """A fitted model.

    estimates, mse   modelled estimates and their mean squared errors, one per area
    direct, variance what was put in; nan for an area without a sample, whose estimate is x' beta alone
    weight           gamma, the part of the direct estimate
    synthetic        x' beta
    residuals        (direct - x' beta) in its own standard errors; beyond 3 the area does not follow the model
    terms, beta, beta_errors   names of the coefficients, the constant first, with values and standard errors
    spread           sigma2, the variance between areas that x does not explain; at_zero: it was estimated as 0, so that
                     the model takes all areas for x' beta (then doubt the errors)
    fit              how well the model fits
    level, interval  confidence level of the intervals, and their kind
    """

    areas: tuple[Any, ...]
    estimates: Floats
    mse: Floats
    direct: Floats
    variance: Floats
    weight: Floats
    synthetic: Floats
    residuals: Floats
    terms: tuple[str, ...]
    beta: Floats
    beta_errors: Floats
    spread: float
    method: Method
    fit: Fit
    level: float
    interval: Kind

    @property
    def at_zero(self) -> bool:
        """Whether the spread between areas was estimated as 0."""
        return self.spread == 0

    @property
    def notes(self) -> tuple[Words, ...]:
        """What a reader should doubt."""
        return notes_of(self)

    @property
    def sampled(self) -> npt.NDArray[np.bool_]:
        """Whether an area has a direct estimate."""
        return ~np.isnan(self.direct)

    def benchmarked(self, population: Floats, total: float) -> Floats:
        """The modelled estimates times one factor, so that their mean over the population is a figure known better.

        population  (areas,) persons or households, > 0; total: such as the direct estimate of the whole province
        Raises UserError for a population or a mean of the estimates that is not above 0.
        """
        people = np.asarray(population, dtype=np.float64)
        mean = float(people @ self.estimates / people.sum()) if (people > 0).all() else 0.0
        if not mean > 0 or not total > 0:
            raise fail(
                "Dân số mỗi địa bàn, số chung và bình quân của các ước lượng phải lớn hơn 0.",
                "Every area's population, the overall figure and the mean of the estimates must be above 0.",
                do_vi="Kiểm tra cột dân số và số chung.",
                do_en="Check the column of the population and the overall figure.",
                value=f"{total:g}; {people.min():g}",
                allowed="> 0",
                code="benchmark",
            )
        return self.estimates * (total / mean)

    @property
    def table(self) -> pa.Table:
        """One row per area, direct and modelled side by side.

        `kind` says "modelled", or "modelled without a sample", so that no reader takes these for counts.
        """
        import pyarrow as pa

        error = np.sqrt(self.mse)
        lower, upper = interval(self.estimates, error, np.array(np.inf), level=self.level, kind=self.interval)
        kinds = np.where(self.sampled, "modelled", "modelled without a sample")
        return pa.table(
            {
                "area": list(self.areas),
                "kind": kinds.tolist(),
                "direct": pa.array(self.direct, from_pandas=True),
                "direct_std_error": pa.array(np.sqrt(self.variance), from_pandas=True),
                "modelled": self.estimates,
                "modelled_std_error": error,
                "modelled_lower": lower,
                "modelled_upper": upper,
                "weight_of_direct": self.weight,
                "synthetic": self.synthetic,
                "residual": pa.array(self.residuals, from_pandas=True),
            }
        )

    @property
    def model(self) -> pa.Table:
        """The model in rows of name, value, std_error, z, p_value: the coefficients, then sigma2 and the fit."""
        import pyarrow as pa

        z = self.beta / self.beta_errors
        p = two_sided_p(z, np.array(np.inf))
        rows: list[dict[str, Any]] = [
            {"name": name, "value": float(value), "std_error": float(error), "z": float(at), "p_value": float(chance)}
            for name, value, error, at, chance in zip(self.terms, self.beta, self.beta_errors, z, p, strict=True)
        ]
        fit = {"sigma2": self.spread, "areas_with_sample": self.fit.areas, "log_likelihood": self.fit.log_likelihood,
               "aic": self.fit.aic, "bic": self.fit.bic, "explained": self.fit.explained,
               "normality_p": self.fit.normality}  # fmt: skip
        rows += [{"name": name, "value": None if value is None else float(value)} for name, value in fit.items()]
        numbers = [(name, pa.float64()) for name in ("value", "std_error", "z", "p_value")]
        return pa.Table.from_pylist(rows, schema=pa.schema([("name", pa.string()), *numbers]))


def notes_of(result: SmallAreas) -> tuple[Words, ...]:
    """What a reader of a model should doubt."""
    notes = []
    if result.at_zero:
        notes.append(
            Words(
                "Phương sai giữa địa bàn ước lượng bằng 0: mọi địa bàn được coi là đúng như mô hình. "
                "Thử --method adjusted.",
                "The variance between areas is estimated as 0: every area is taken to be as the model says. "
                "Try --method adjusted.",
            )
        )
    direct = result.direct[result.sampled]
    beyond = int(((result.estimates < 0) | (result.estimates > 1)).sum())
    if beyond and (direct >= 0).all() and (direct <= 1).all():
        notes.append(
            Words(
                f"{beyond} ước lượng mô hình nằm ngoài 0…1 dù số trực tiếp là tỷ lệ: xem lại biến giải thích.",
                f"{beyond} modelled estimates lie outside 0…1 while the direct ones are shares: check the covariates.",
            )
        )
    far = [str(name) for name, one in zip(result.areas, result.residuals, strict=True) if abs(one) > FAR]
    if far:
        notes.append(
            Words(
                f"Không theo mô hình (lệch quá {FAR:g} sai số chuẩn): {', '.join(far[:5])}. Kiểm tra số liệu ở đó.",
                f"Far from the model (more than {FAR:g} standard errors): {', '.join(far[:5])}. Check their data.",
            )
        )
    if result.fit.normality is not None and result.fit.normality < ODD:
        notes.append(
            Words(
                "Phần dư không theo phân phối chuẩn (Shapiro-Wilk p < 0,01): khoảng tin cậy chỉ gần đúng.",
                "The residuals are not normal (Shapiro-Wilk p < 0.01): intervals are rough.",
            )
        )
    return tuple(notes)
