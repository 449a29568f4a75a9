"""« Ce que cela veut dire »: one plain sentence made from the figures, and how far the target is."""

from maillage.kernel import french
from maillage.kernel.indicator import Good, Indicator, TargetState
from maillage.kernel.value import Value


def about(people: float) -> str:
    """« environ 920 habitants »: two figures that matter, as an estimate should show no more."""
    rounded = int(float(f"{people:.2g}"))
    return f"environ {french.counted(rounded, 'habitant')}"


def people_words(indicator: Indicator, value: Value) -> str:
    """« environ 920 habitants sans 30 Mbit/s »; empty when nobody is, or nobody was counted."""
    if not value.lacking or value.lacking < 1:
        return ""
    counted = about(value.lacking) if indicator.factor == 100 else french.counted(int(value.lacking), "habitant")
    return f"{counted} {french.typographic(indicator.lacking)}"


def _share(indicator: Indicator, value: Value) -> str:
    here, total = value.numerator, value.denominator or 0
    people = people_words(indicator, value)
    if indicator.answer(value.territory.level, value.value):
        return "C’est fait." if here else f"Ce n’est pas encore fait{french.THIN}: {people}."
    if here > total:
        return "Le compte publié dépasse le total connu : le total est sans doute en retard.".replace(
            " :", f"{french.THIN}:"
        )
    if here == total:
        return f"C’est fait partout{french.THIN}: {french.number(here)} sur {french.number(total)}."
    left = f"Il en reste {french.number(total - here)} sur {french.number(total)}"
    return f"{left}, soit {people}." if people else f"{left}."


def _places(indicator: Indicator, value: Value) -> str:
    if value.numerator == 0:
        people = french.counted(int(value.denominator or 0), "habitant")
        return f"Aucun ici, pour {people}."
    each = f"Un pour {french.counted(round((value.denominator or 0) / value.numerator), 'habitant')}"
    people = people_words(indicator, value)
    return f"{each}{french.THIN}; {people}." if people else f"{each}."


def _length(indicator: Indicator, value: Value) -> str:
    """There and back, from the figure as it is shown, so that a reader can check it."""
    both_ways = 2 * french.rounded(value.value or 0, indicator.decimals)
    shown = french.with_unit(both_ways, indicator.unit, indicator.decimals)
    return f"Soit {shown} aller et retour, à vol d’oiseau{french.THIN}: davantage par la route."


def target_words(indicator: Indicator) -> str:
    """« 100 % en 2025 (SCORAN 2019) », empty without target."""
    target = indicator.target
    if target is None:
        return ""
    goal = french.with_unit(target.value, indicator.unit, indicator.decimals)
    return f"{' '.join(filter(None, (goal, target.when)))} ({target.document})"


def sentence(indicator: Indicator, value: Value) -> str:
    """What a figure means for those who live there; empty for a plain count."""
    if value.value is None:
        return "Il n’y a rien à mesurer ici."
    if indicator.is_count or value.denominator is None:
        return ""
    if indicator.unit == "km":
        return _length(indicator, value)
    told = _share(indicator, value) if indicator.factor == 100 else _places(indicator, value)
    return f"{told} {french.typographic(indicator.why)}".rstrip()


def target_distance(indicator: Indicator, value: Value) -> str:
    """« Cible : 100 % en 2025 (SCORAN 2019), il manque 8,9 points »; empty without target or value.

    Unrounded values are compared. Only a value of the target's date, or after, says that it is reached; one before says
    what its own period lacked. A count or a share where communes are missing is never called reached.
    """
    target = indicator.target
    if target is None or target.state is not TargetState.SET or value.value is None:
        return ""
    words = f"Cible{french.THIN}: {target_words(indicator)}"
    gap = target.value - value.value if indicator.good is Good.UP else value.value - target.value
    early = target.on is not None and value.period.end < target.on
    when = f" ({value.period.label})" if early else ""
    if gap > 0:
        return f"{words}, il {'manquait' if early else 'manque'} {_lacking(indicator, gap)}{when}"
    if not value.completeness.is_full:
        return f"{words}, au niveau visé dans {_known(value)}{when}"
    return f"{words}, déjà au niveau visé{when}" if early else f"{words}, atteinte"


def _known(value: Value) -> str:
    full = value.completeness
    return f"{french.counted(full.known, 'commune connue', 'communes connues')} sur {full.total}"


def _lacking(indicator: Indicator, gap: float) -> str:
    """« 8,9 points »; « moins de 0,1 point » for what would be shown as nothing."""
    shown = french.rounded(gap, indicator.decimals)
    least = "" if shown else "moins de "
    shown = shown or 10.0**-indicator.decimals
    unit = french.plural(shown, "point") if indicator.unit == "%" else french.typographic(indicator.unit)
    return f"{least}{french.number(shown, indicator.decimals)}{french.WIDE}{unit}"
