"""What forecasts say of a place, in words: when fibre would be there, and whether copper closes before.

Each sentence is tested against its figures: nothing, one, ties.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from maillage.kernel import french
from maillage.observatory.forecasts import FORECAST, Forecast
from maillage.web.drawing.curve import Spread
from maillage.web.words.fibre_curve import month, percent, share_words
from maillage.web.words.forecast import UNCHECKED

NEUTRAL = "Quand la fibre sera-t-elle là ?"
"""What heads the page where nothing may be concluded."""


class Dated(NamedTuple):
    """A commune of which something is forecast: its name, its code, the forecast, the day copper closes (None: no date
    is told), its premises that still wait (None: unknown)."""

    name: str
    code: str
    forecast: Forecast
    copper: date | None
    waiting: int | None

    @property
    def lost(self) -> bool:
        """Whether copper closes before fibre, even at the soonest."""
        first = self.forecast.first
        return self.copper is not None and first is not None and self.copper < first.end

    @property
    def unsure(self) -> bool:
        """Whether copper may close before fibre: before the last quarter told, or when none is told."""
        last = self.forecast.last
        return self.copper is not None and not self.lost and (last is None or self.copper < last.end)


def headline(dated: int, done: int, silent: int, threshold: float) -> str:
    """« 29 communes ont une date, 6 n’en ont pas »: `done` have passed the threshold, of `silent` nothing is told."""
    share = share_words(threshold)
    if not dated and not silent:
        if not done:
            return "Nous n’avons rien à prévoir ici"
        return f"{share} des locaux sont passés partout" if done > 1 else f"{share} des locaux sont passés"
    if not dated:
        return f"Aucune date : {french.counted(silent, 'commune')} {french.plural(silent, 'attend', 'attendent')}"
    head = f"{french.counted(dated, 'commune')} {french.plural(dated, 'a', 'ont')} une date"
    if not silent:
        return head
    return f"{head}, {french.number(silent)} n’en {french.plural(silent, 'a', 'ont')} pas"


def reached(start: tuple[date, float], ahead: Sequence[tuple[date, float]], threshold: float) -> date | None:
    """The day a share passes the threshold, on straight lines between what is expected; None when it does not."""
    for (before, old), (after, new) in pairwise((start, *ahead)):
        if old < threshold <= new:
            return before + (after - before) * ((threshold - old) / (new - old))
    return None


def wider(
    start: tuple[date, float], fan: Sequence[Spread], threshold: float, communes: str, today: date
) -> tuple[str, str]:
    """Of several communes together: « 90 % des locaux auraient la fibre vers juin 2027 », then between when and when.
    `communes` says how many have a date. Empty where the threshold is passed already."""
    if start[1] >= threshold or not fan:
        return "", ""
    share, last = share_words(threshold), fan[-1]
    days = [
        reached(start, [(spread.day, getattr(spread, bound)) for spread in fan], threshold)
        for bound in ("high", "middle", "low")
    ]
    soonest, middle, latest = days
    if middle is None:
        expected = french.with_unit(percent(last.middle), "%")
        return f"{expected} des locaux auraient la fibre fin {month(last.day)}", f"{communes}."
    first = f"Au plus tôt vers {month(soonest)}, " if soonest else ""
    then = f"au plus tard vers {month(latest)}" if latest else f"peut-être pas avant {month(last.day)}"
    answer = f"{share} des locaux auraient la fibre vers {month(middle)}"
    if middle < today:
        answer = f"{share} des locaux attendus vers {month(middle)}, {UNCHECKED}"
    return answer, f"{french.capital(first + then)}. {communes}."


def alone(forecast: Forecast | None, threshold: float, today: date) -> tuple[str, str]:
    """Of one commune: « 90 % des locaux auraient la fibre fin sept. 2028 », then between when and when."""
    share = share_words(threshold)
    if forecast is None or forecast.state == "inconnue":
        return "Nous n’avons pas de mesure ici", ""
    if forecast.state == "achevee":
        return f"{share} des locaux sont passés", ""
    if forecast.state != FORECAST or forecast.first is None:
        return "Nous ne savons pas dire quand", ""
    if forecast.middle is None:
        return f"{share} des locaux n’auraient pas la fibre avant {month(forecast.first.end)}", ""
    when = f"{share} des locaux auraient la fibre fin {month(forecast.middle.end)}"
    if forecast.middle.end < today:
        when = f"{share} des locaux attendus fin {month(forecast.middle.end)}, {UNCHECKED}"
    last = (
        f"au plus tard fin {month(forecast.last.end)}" if forecast.last else "sans que nous sachions dire jusqu’à quand"
    )
    return when, f"Au plus tôt fin {month(forecast.first.end)}, {last} : 8 chances sur 10."


_WHY = {
    "pas_commencee": "rien n’a commencé",
    "arretee": "n’avance plus depuis un an",
    "sans_semblable": "aucune commune ne lui ressemble assez",
    "locaux_changes": "les locaux ont été recomptés",
    "historique_court": "trop peu de trimestres connus",
    "pas_eprouvee": "histoire trop courte pour éprouver une date",
    "inconnue": "nous n’avons pas de mesure",
}


def why(forecast: Forecast, threshold: float) -> str:
    """« à 88 %, n’avance plus depuis un an »: why a commune has no date."""
    reason = _WHY.get(forecast.state, f"resterait sous {share_words(threshold)}")
    return reason if forecast.share is None else f"à {share_words(forecast.share)}, {reason}"


def copper_title(dated: Sequence[Dated], threshold: float) -> str:
    """« Au moins 3 communes perdraient le cuivre avant d’avoir 90 % de fibre »."""
    share, known = share_words(threshold), [each for each in dated if each.copper is not None]
    lost, unsure = sum(each.lost for each in dated), sum(each.unsure for each in dated)
    if not known:
        return f"Quand {share} des locaux seraient raccordables ; aucune fin du cuivre n’est annoncée"
    if lost:
        least = "Au moins " if unsure else ""
        verb = french.plural(lost, "perdrait", "perdraient")
        return french.capital(
            f"{least}{french.counted(lost, 'commune')} {verb} le cuivre avant d’avoir {share} de fibre"
        )
    if unsure:
        verb = french.plural(unsure, "pourrait", "pourraient")
        return f"{french.counted(unsure, 'commune')} {verb} perdre le cuivre avant d’avoir {share} de fibre"
    return f"Là où sa fin est annoncée, le cuivre fermerait après {share} de fibre"


def copper_said(each: Dated, today: date) -> tuple[str, str]:
    """What is said at the end of a line, and its class: « le cuivre ferme avant »."""
    if each.lost:
        return "cuivre avant", "late"
    if each.forecast.middle is not None and each.forecast.middle.end < today:
        return UNCHECKED, "late"
    if each.copper is None:
        return "cuivre sans date", ""
    return "", ""


def alternative(title: str, dated: Sequence[Dated]) -> str:
    """The drawing in words: its message, then each commune."""
    return french.typographic(". ".join((title, *map(line, dated))) + ".")


def line(each: Dated) -> str:
    """A commune of the drawing in words: « Chamet : sept. 2028 à juin 2030, fin du cuivre le 31 janvier 2027 »."""
    bounds = [quarter for quarter in (each.forecast.first, each.forecast.last) if quarter]
    when = " à ".join(dict.fromkeys(month(quarter.end) for quarter in bounds))
    copper = f", fin du cuivre le {french.day(each.copper)}" if each.copper else ""
    return f"{each.name} : {when}{copper}"
