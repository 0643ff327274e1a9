"""By what factor the income of the poor grew, held against a target. Ibis and NumPy; imports `survey` and `panel`."""

from chungtay.measurement.income_growth.growth import IncomeGrowth, income_growth
from chungtay.measurement.income_growth.picture import draw_income_growth

__all__ = ["IncomeGrowth", "draw_income_growth", "income_growth"]
