"""What is forecast of a commune's fibre, in words: its portrait and the page of forecasts say the same."""

from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.observatory.door import Observatory
from maillage.observatory.forecasts import FORECAST, Expected, Forecast

INDICATOR = "taux_locaux_raccordables_ftth"
"""The figure that the forecast carries on."""
SOONEST = {1: "dans trois mois", 2: "dans six mois", 4: "dans un an", 8: "dans deux ans"}
"""The horizons, in words."""
STATES = {
    FORECAST: "Prévue",
    "achevee": "Achevée",
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
CHANCES = "8 chances sur 10"


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast in words: one sentence on completion, one on the shares before it (or empty), and from when."""

    sentence: str
    shares: str
    period: str


def percent(share: float) -> str:
    """A share that is forecast: rounded to the point, as more would pretend."""
    return french.with_unit(round(share), "%")


def between(one: Expected) -> str:
    """« 62 % (de 55 % à 70 %) »; the share alone when both bounds read the same."""
    if round(one.low) == round(one.high):
        return percent(one.middle)
    return f"{percent(one.middle)} (de {french.number(round(one.low))} à {percent(one.high)})"


def _quarters(first: Period, last: Period) -> str:
    if first == last:
        return f"à la fin du {first.label}"
    return f"entre la fin du {first.label} et la fin du {last.label}"


def sentence(forecast: Forecast, threshold: float) -> str:
    """When the roll-out would be complete, or why we do not say."""
    share = percent(threshold)
    if forecast.state == "achevee":
        return french.typographic(
            f"Le déploiement est achevé : au moins {share} des locaux sont raccordables."
        )
    if forecast.state != FORECAST:
        return french.typographic(WHY[forecast.state])
    if forecast.first is None:
        told = f"À ce rythme, nous ne savons pas dire quand {share} des locaux seront raccordables."
    elif forecast.last is None:
        likely = ""
        if forecast.middle and forecast.middle != forecast.first:
            likely = f", une chance sur deux d’ici à la fin du {forecast.middle.label}"
        told = (
            f"À ce rythme, {share} des locaux seraient raccordables au plus tôt à la fin du {forecast.first.label}"
            f"{likely} ; nous ne savons pas dire quand au plus tard."
        )
    else:
        when = _quarters(forecast.first, forecast.last)
        told = f"À ce rythme, {share} des locaux seraient raccordables {when} ({CHANCES})."
    return french.typographic(told)


def told(source: Observatory, ref: Ref) -> Told | None:
    """What is forecast of a territory; None when it is not a commune or nothing is loaded."""
    forecast, threshold = source.forecasts.of(ref), source.forecasts.threshold
    if forecast is None or threshold is None:
        return None
    later: dict[str, str] = {}
    for one in forecast.expected:
        if one.quarters in (4, 8):
            later.setdefault(between(one), SOONEST[one.quarters])
    shares = " ; ".join(f"{share} {when}" for share, when in later.items())
    return Told(
        sentence(forecast, threshold),
        french.typographic(f"Part attendue : {shares}.") if shares else "",
        forecast.period.label,
    )
