"""Values that are probably mistyped: a share written as a fraction, a figure out of the range its sheet tells.

Nothing is refused: whoever gives the value is asked, through every door, and says that it is right or corrects it.
"""

from decimal import Decimal

from maillage.kernel import french
from maillage.steering.targets import numbers
from maillage.steering.targets.models import Sheet

WHOLE = Decimal(100)


def bounds(sheet: Sheet) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that are plausible, None for no bound: what the sheet tells, 0 and 100 for a share."""
    if sheet.low is None and sheet.high is None and sheet.unit == "%":
        return Decimal(0), WHOLE
    return sheet.low, sheet.high


def doubt(sheet: Sheet, value: Decimal) -> str:
    """What is asked of a value, in words; empty for one that nothing makes doubtful."""
    shown = _shown(sheet, value)
    low, high = bounds(sheet)
    fraction = sheet.unit == "%" and 0 < value <= 1
    whole = value * WHOLE
    if fraction and (high is None or whole <= high):
        return f"{shown}{french.THIN}? Vouliez-vous {_shown(sheet, whole)}{french.THIN}?"
    if (low is not None and value < low) or (high is not None and value > high):
        return f"{shown}{french.THIN}? La valeur plausible va {_range(sheet, low, high)}."
    return ""


def _shown(sheet: Sheet, value: Decimal) -> str:
    """« 0,624 % »: every digit that was typed."""
    return numbers.typed(value).replace("-", french.MINUS) + french.after(sheet.unit)


def _range(sheet: Sheet, low: Decimal | None, high: Decimal | None) -> str:
    """« de 0 à 100 % »."""
    if high is None:
        return f"de {_shown(sheet, low or Decimal(0))} à davantage"
    least = "" if low is None else f"de {numbers.typed(low).replace('-', french.MINUS)} "
    return f"{least}à {_shown(sheet, high)}" if least else f"jusqu’à {_shown(sheet, high)}"
