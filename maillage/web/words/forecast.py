"""What is forecast of a commune's fibre, in words: its portrait and the page of forecasts say the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.period import MONTHS, Period
from maillage.kernel.territory import Ref
from maillage.observatory.door import Observatory
from maillage.observatory.forecasts import FORECAST, Expected, Forecast

INDICATOR = "taux_locaux_raccordables_ftth"
"""The figure that the forecast carries on."""
SOONEST = {1: "dans trois mois", 2: "dans six mois", 4: "dans un an", 8: "dans deux ans"}
"""The horizons, in words."""
DONE = 99.95
"""The share (percent) that reads 100,0 %: only then is a roll-out called complete."""
_STATES = {
    FORECAST: "Prévue",
    "pas_commencee": "Pas commencée",
    "arretee": "À l’arrêt",
    "sans_semblable": "Sans semblable",
    "locaux_changes": "Locaux recomptés",
    "historique_court": "Historique trop court",
    "pas_eprouvee": "Prévision non éprouvée",
    "inconnue": "Inconnue",
}
WHY = {
    "pas_commencee": "Rien n’a commencé ici : nous ne savons pas dire quand la fibre viendra.",
    "arretee": "Le déploiement n’avance plus depuis un an : nous ne savons pas dire quand il reprendra.",
    "sans_semblable": "Trop peu de communes de la région sont passées par là avant celle-ci : "
    "nous ne savons pas dire quand elle sera prête.",
    "locaux_changes": "Le nombre de locaux recensés a changé de plus de 20 % en un an : les parts "
    "ne se comparent plus, nous ne prévoyons rien.",
    "historique_court": "Il faut cinq trimestres de suite pour prévoir : nous ne les avons pas ici.",
    "pas_eprouvee": "L’histoire de la région est trop courte pour éprouver une prévision : nous n’en donnons pas.",
    "inconnue": "Nous ne savons pas combien de locaux sont raccordables ici : nous ne prévoyons rien.",
}
"""Why nothing is forecast, by state."""
AGED = timedelta(days=548)
"""After how long a figure is said of its date, no more of today."""
CHANCES = "8 chances sur 10"
UNCHECKED = "pas encore vérifié"


@dataclass(frozen=True, slots=True)
class ForecastWords:
    """A forecast in words: one sentence on the threshold, one on the shares before it, one on why it goes faster than
    before (or empty), and from when."""

    sentence: str
    shares: str
    faster: str
    period: str


def state_words(state: str, threshold: float) -> str:
    """What is said of a commune in a list: « Prévue », « 90 % passés »…"""
    return f"{percent(threshold)} passés" if state == "achevee" else _STATES[state]


def percent(share: float) -> str:
    """A share that is forecast: rounded to the point, as more would pretend."""
    return french.with_unit(round(share), "%")


def _points(share: float, threshold: float) -> int:
    """A share rounded to the point, which never reads as the threshold while it is under it."""
    return min(round(share), ceil(threshold) - 1) if share < threshold else max(round(share), ceil(threshold))


def between(expected: Expected, threshold: float) -> str:
    """« 62 % (de 55 % à 70 %) »; the share alone when both bounds read the same."""
    low, middle, high = (_points(share, threshold) for share in (expected.low, expected.middle, expected.high))
    if low == high:
        return percent(middle)
    return f"{percent(middle)} (de {french.number(low)} à {percent(high)})"


def at_end(period: Period, today: date) -> str:
    """« la fin du 3e trimestre 2028 »; once it is past, that nobody has checked yet."""
    past = f" ({UNCHECKED})" if period.end < today else ""
    return f"la fin du {period.label}{past}"


def _passed(forecast: Forecast, share: str) -> str:
    """Of a commune over the threshold: complete means every premises."""
    if forecast.share is not None and forecast.share >= DONE:
        return "Le déploiement est achevé : tous les locaux sont raccordables."
    return (
        f"Plus de {share} des locaux sont raccordables : au-delà, nous ne prévoyons plus. Les derniers attendent une "
        "demande, un accord ou un poteau."
    )


def _gone_by(forecast: Forecast, share: str, last: Period) -> str:
    """What was expected of quarters that are all past: it is for the next figures to say."""
    return (
        f"{share} des locaux raccordables étaient attendus {until(last)}, {UNCHECKED} : nos chiffres s’arrêtent au "
        f"{forecast.period.label}."
    )


def until(last: Period) -> str:
    """« fin septembre 2026 », the month of the day a quarter ends."""
    return f"fin {MONTHS[last.end.month - 1]} {last.end.year}"


def sentence(forecast: Forecast, threshold: float, today: date) -> str:
    """When the threshold would be passed, or why we do not say."""
    share, first, last = percent(threshold), forecast.first, forecast.last
    if forecast.state == "achevee":
        words = _passed(forecast, share)
    elif forecast.state != FORECAST:
        words = WHY[forecast.state]
    elif first is None:
        words = f"À ce rythme, nous ne savons pas dire quand {share} des locaux seront raccordables."
    elif last is None:
        likely = ""
        if forecast.middle and forecast.middle != first:
            likely = f", une chance sur deux d’ici à {at_end(forecast.middle, today)}"
        words = (
            f"À ce rythme, {share} des locaux seraient raccordables au plus tôt à {at_end(first, today)}"
            f"{likely} ; nous ne savons pas dire quand au plus tard."
        )
    elif last.end < today:
        words = _gone_by(forecast, share, last)
    elif first == last:
        words = f"À ce rythme, {share} des locaux seraient raccordables à {at_end(last, today)} ({CHANCES})."
    else:
        when = f"entre {at_end(first, today)} et {at_end(last, today)}"
        words = f"À ce rythme, {share} des locaux seraient raccordables {when} ({CHANCES})."
    return french.typographic(words)


def faster(forecast: Forecast) -> str:
    """Why a commune that hardly moved is expected to gain a lot; empty for the others."""
    if forecast.gaining is None or forecast.gained is None:
        return ""
    gained = french.rounded(forecast.gained, 1)
    before = (
        f"Elle a gagné {french.number(gained, 1)} {french.plural(gained, 'point')} en un an"
        if gained > 0
        else "Elle n’a pas avancé en un an"
    )
    expected = round(forecast.gaining)
    return french.typographic(
        f"{before}, nous en attendons {french.number(expected)} l’année suivante : les communes de la région "
        "qui étaient au même point, à l’arrêt ou au début, ont ensuite avancé plus vite. Rien ne dit que celle-ci "
        "fera de même."
    )


def _shares(forecast: Forecast, threshold: float, today: date) -> Iterator[str]:
    """« 62 % à la fin du 2e trimestre 2027 », a year then two years after the last figures."""
    previous = ""
    for expected in forecast.expected:
        share = between(expected, threshold)
        if expected.quarters in (4, 8) and share != previous:
            yield f"{share} à {at_end(forecast.period.quarters_later(expected.quarters), today)}"
            previous = share


def forecast_words(source: Observatory, ref: Ref, today: date | None = None) -> ForecastWords | None:
    """What is forecast of a territory; None when it is not a commune or nothing is loaded."""
    forecast, threshold = source.forecasts.of(ref), source.forecasts.threshold
    if forecast is None or threshold is None:
        return None
    day = today or timezone.localdate()
    shares = " ; ".join(_shares(forecast, threshold, day))
    return ForecastWords(
        sentence(forecast, threshold, day),
        french.typographic(f"Part attendue : {shares}.") if shares else "",
        faster(forecast),
        forecast.period.label,
    )
