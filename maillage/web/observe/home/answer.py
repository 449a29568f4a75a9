"""What the first page opens with: how much fibre in the region, and how many premises wait."""

from dataclasses import dataclass
from datetime import date

from maillage.kernel import french
from maillage.kernel.value import Value
from maillage.observatory.door import Observatory
from maillage.web.words.forecast import AGED, DONE, INDICATOR, until


@dataclass(frozen=True, slots=True)
class Answer:
    """The sentence, and who waits (empty when nobody does)."""

    sentence: str
    waiting: str


def last_of(source: Observatory) -> Value | None:
    """The last share of premises with fibre that is known of the region."""
    known = [value for value in source.series(INDICATOR, source.release.region) if value.value is not None]
    return known[-1] if known else None


def answer(last: Value | None, today: date) -> Answer | None:
    """What is said of the last share of the region; None when there is none."""
    if last is None or last.value is None:
        return None
    aged = last.period.end < today - AGED
    verb = f"{until(last.period).capitalize()}, la fibre desservait" if aged else "La fibre dessert"
    if last.value >= DONE:
        return Answer(f"{verb} tous les locaux.", "")
    left = round(max(0.0, (last.denominator or 0) - last.numerator))
    wait = french.plural(left, *(("attendait", "attendaient") if aged else ("attend", "attendent")))
    share = french.with_unit(last.value, "%", 1)
    return Answer(f"{verb} {share} des locaux.", f"{french.number(left)} {wait} encore." if left else "")
