"""A Value as the API, `maillage show` and CSV write it: one function, so that they never differ."""

from collections.abc import Sequence

from maillage.kernel.territory import Ref
from maillage.kernel.value import Value
from maillage.observatory.sheets import IndicatorSheet


def plain_number(number: float | None) -> float | int | None:
    """A whole number without its decimal part, so that counts read as counts."""
    return int(number) if number is not None and number == int(number) else number


def value_json(sheet: IndicatorSheet, value: Value) -> dict[str, object]:
    """One value, in the unit of its indicator and unrounded; `breakdown` is there for counts by modality,
    `lacking` where the inhabitants who go without can be counted, `rank_words` where there is a rank."""
    facts: dict[str, object] = {
        "period": value.period.code,
        "value": plain_number(value.value) if sheet.indicator.is_count else value.value,
        "numerator": plain_number(value.numerator),
        "denominator": plain_number(value.denominator),
        "unit": sheet.indicator.unit,
        "completeness": {"known": value.completeness.known, "total": value.completeness.total},
        "flags": [flag.value for flag in value.flags],
        "source": value.source,
        "obtained_on": value.obtained_on.isoformat() if value.obtained_on else None,
    }
    if value.lacking is not None:
        facts["lacking"] = value.lacking
    if value.place:
        facts["rank_words"] = value.place
    if value.breakdown:
        facts["breakdown"] = {name: plain_number(part) for name, part in value.breakdown.items()}
    return facts


def values_json(sheet: IndicatorSheet, ref: Ref, values: Sequence[Value]) -> dict[str, object]:
    """The values of an indicator for a territory."""
    return {
        "indicator": sheet.indicator.name,
        "territory": str(ref),
        "values": [value_json(sheet, value) for value in values],
    }
