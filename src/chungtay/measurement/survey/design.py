"""How a table was sampled, in words of survey statistics. Imports `messages` only; reads no data.

A `Design` is plain and frozen: it names columns and options. The modules beside it read the columns and compute errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from chungtay.messages import fail

Kind = Literal["sample", "full-count", "superpopulation"]
LonelyPsu = Literal["fail", "remove", "adjust", "average"]
Interval = Literal["logit", "t", "normal"]
ReplicateType = Literal["bootstrap", "BRR", "Fay", "JK1", "JKn", "other"]


@dataclass(frozen=True)
class Replicates:
    """Replicate weights: columns of the table, or made from the strata and PSUs of the design.

    kind      "bootstrap", "BRR", "Fay", "JK1", "JKn" or "other" (then scale and rscales say all)
    columns   columns that hold the replicate weights; empty = made from the design
    combined  the columns already hold the sampling weight (True), or factors to multiply it with (False)
    scale     factor of the whole variance; None = what the kind implies
    rscales   factor of each replicate; None = 1 each (JKn of given columns needs them)
    rho       Fay's factor in [0, 1)
    mse       spread about the full-sample estimate (True) or about the replicates' mean (False, as R `survey`)
    count     how many to make (bootstrap only); seed for making them
    """

    kind: ReplicateType
    columns: tuple[str, ...] = ()
    combined: bool = True
    scale: float | None = None
    rscales: tuple[float, ...] | None = None
    rho: float = 0.0
    mse: bool = False
    count: int = 200
    seed: int = 1


@dataclass(frozen=True)
class Design:
    """How the rows of a table represent the population.

    weight      column of sampling weights (> 0), or of persons per household; None = 1 for every row
    strata      column of strata; None = one stratum
    psu         column of primary sampling units (clusters); None = every row is one
    fpc         column with the number of PSUs in the stratum's population (> 1) or the sampled share of them (<= 1)
    nest        PSU numbers start anew in each stratum
    lonely_psu  a stratum with a single PSU: "fail"; "remove": counts 0; "adjust": centred at the grand mean;
                "average": counts the mean of the other strata
    kind        "sample"; "full-count": every unit of the population is in the table, errors are 0; "superpopulation":
                a full count seen as one draw of the process behind it, errors as for a sample without correction
    replicates  replicate weights in place of linearisation
    level       confidence level of intervals
    interval    "logit" (stays within 0 and 1), "t" or "normal"
    df          degrees of freedom; None = PSUs less strata, both counted among the rows of the group
    Multi-stage samples are treated by their first stage ("ultimate clusters"), as with-replacement designs are.
    Source: Lumley (2010), Complex Surveys, ch. 2-3; option names as in the R package `survey`.
    """

    weight: str | None = None
    strata: str | None = None
    psu: str | None = None
    fpc: str | None = None
    nest: bool = False
    lonely_psu: LonelyPsu = "fail"
    kind: Kind = "sample"
    replicates: Replicates | None = None
    level: float = 0.95
    interval: Interval = "logit"
    df: float | None = None

    def __post_init__(self) -> None:
        _one_of("lonely_psu", self.lonely_psu, get_args(LonelyPsu))
        _one_of("kind", self.kind, get_args(Kind))
        _one_of("interval", self.interval, get_args(Interval))
        if not 0 < self.level < 1:
            raise fail(
                "Độ tin cậy phải nằm giữa 0 và 1.",
                "The confidence level must lie between 0 and 1.",
                do_vi="Ví dụ 0.95 cho khoảng 95 %.",
                do_en="For example 0.95 for a 95 % interval.",
                value=str(self.level),
                code="level",
            )
        if self.replicates is not None:
            _check_replicates(self, self.replicates)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that the design names."""
        given = (self.weight, self.strata, self.psu, self.fpc)
        return (*(name for name in given if name), *(self.replicates.columns if self.replicates else ()))

    @property
    def label(self) -> tuple[str, str]:
        """What the errors mean, in Vietnamese and English."""
        if self.kind == "full-count":
            return "tổng điều tra (sai số bằng 0)", "full count (errors are 0)"
        if self.kind == "superpopulation":
            return "tổng thể coi như một lần rút ngẫu nhiên", "full count as one draw of a superpopulation"
        if self.replicates is not None:
            return f"trọng số lặp {self.replicates.kind}", f"{self.replicates.kind} replicate weights"
        if self.strata or self.psu or self.fpc:
            return "mẫu phức hợp, tuyến tính hóa Taylor", "complex sample, Taylor linearisation"
        return "mẫu ngẫu nhiên đơn giản", "simple random sample"


def _one_of(name: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise fail(
            f"Không hiểu lựa chọn của {name}.",
            f"Unknown choice for {name}.",
            do_vi="Chọn một trong các giá trị được phép.",
            do_en="Choose one of the allowed values.",
            value=str(value),
            allowed=", ".join(allowed),
            code="choice",
        )


def _check_replicates(design: Design, replicates: Replicates) -> None:
    _one_of("replicates", replicates.kind, get_args(ReplicateType))
    if not replicates.columns:
        if design.psu is None:
            raise fail(
                "Muốn tạo trọng số lặp cần biết đơn vị mẫu (PSU).",
                "Replicates can only be made where the PSU is known.",
                do_vi="Nêu cột PSU, hoặc các cột trọng số lặp có sẵn.",
                do_en="Name the PSU column, or the columns of replicate weights.",
                code="replicates",
            )
        if replicates.kind in ("Fay", "other"):
            _one_of("replicates", replicates.kind, ("bootstrap", "BRR", "JK1", "JKn"))
    if replicates.columns and replicates.kind == "JKn" and replicates.rscales is None:
        raise fail(
            "Trọng số JKn có sẵn cần hệ số của từng lần lặp.",
            "Given JKn weights need the factor of each replicate.",
            do_vi="Nêu rscales: (n_h - 1)/n_h của tầng mà lần lặp bỏ một đơn vị.",
            do_en="Give rscales: (n_h - 1)/n_h of the stratum in which the replicate leaves a unit out.",
            code="replicates",
        )
    if replicates.kind == "Fay" and not 0 <= replicates.rho < 1:
        raise fail(
            "Hệ số Fay phải từ 0 đến dưới 1.",
            "Fay's factor must be at least 0 and below 1.",
            do_vi="Ví dụ rho = 0.5.",
            do_en="For example rho = 0.5.",
            value=str(replicates.rho),
            code="rho",
        )
