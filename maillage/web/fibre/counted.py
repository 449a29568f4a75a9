"""What a number of buildings leads to: the list of those very buildings, by the same words on every page."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from maillage.kernel import french
from maillage.observatory.listed import ALL, OVERDUE, STATE
from maillage.web.exports.table import Cell
from maillage.web.fibre.bar import Where
from maillage.web.fibre.where import OPERATOR, PLACE, QUARTER
from maillage.web.fibre.words import STATES
from maillage.web.lists.described import Shown

COUNTED, YEARS = "quoi", "annee"
"""The names in addresses of what is counted, and of the years its dates are in."""
PHRASES = {
    ALL: ("", ""),
    "cible": ("prévu", "prévus"),
    "signe": ("où un accord est signé", ""),
    "en_cours_de_deploiement": ("en travaux", ""),
    "raccordable_demande": ("raccordable sur demande", "raccordables sur demande"),
    "deploye": ("où la fibre est là", ""),
    "abandonne": ("abandonné", "abandonnés"),
    OVERDUE: ("en retard", ""),
    "dates_dates": ("qui a une date", "qui ont une date"),
    "dates_promis": ("dont une date est annoncée, ou l’a été", ""),
    "dates_echus": ("dont la première date annoncée est passée", ""),
    "dates_non_raccordables": ("dont la date est passée, et qui attend", "dont la date est passée, et qui attendent"),
    "dates_tenus": ("dont la date a été tenue", ""),
    "dates_en_retard": ("dont la date a été manquée", ""),
    "dates_abandonnes": ("abandonné après une date manquée", "abandonnés après une date manquée"),
    "dates_indetermines": ("dont la date n’est pas jugée", ""),
    "dates_depuis": ("arrivé après une date manquée", "arrivés après une date manquée"),
    "dates_attendent": ("qui attend depuis une date manquée", "qui attendent depuis une date manquée"),
    "dates_jugees": ("dont la date peut être jugée", ""),
    "dates_suivis": ("déjà daté à la livraison d’avant", "déjà datés à la livraison d’avant"),
    "dates_repousses": ("dont la date a été repoussée", ""),
    "dates_avances": ("dont la date a été avancée", ""),
    "dates_nouveaux": ("absent de la livraison d’avant", "absents de la livraison d’avant"),
    "dates_disparus": ("disparu depuis la livraison d’avant", "disparus depuis la livraison d’avant"),
}
"""What is counted, said after « immeuble » and « immeubles »: once when both read alike."""


def phrase(counted: str, many: bool = True) -> str:
    """« en retard », « prévus »: what follows « immeubles », or « immeuble »."""
    single, plural = PHRASES[counted]
    return (plural or single) if many else single


def words(counted: str) -> str:
    """What is counted, as a choice says it."""
    if counted in STATE:
        return STATES[STATE[counted]][0]
    return french.capital(phrase(counted)) or "Tous"


def years(span: tuple[int, int] | None, between: str = "-") -> str:
    """« 2014-2019 », « 2022 »; empty for none."""
    return between.join(dict.fromkeys(map(str, span))) if span else ""


def address(**asked: str) -> str:
    """The address of the buildings asked; what is empty asks nothing."""
    query = urlencode([(name, text) for name, text in asked.items() if text])
    return f"{reverse('listed')}?{query}" if query else reverse("listed")


def chosen(where: Where) -> dict[str, str]:
    """What the bar says, by the names of addresses: a place and a quarter always, which a link is kept by."""
    period = where.period.code if where.period else ""
    return {PLACE: str(where.place.ref), OPERATOR: where.operator, QUARTER: period}


def linked(counted: str, cell: Callable[[Any], Cell], asked: Callable[[Any], dict[str, str] | None]) -> Any:
    """How a page shows a number of buildings: a link to them. `asked` gives of a row what narrows to its buildings,
    None where nothing does."""

    def show(row: Any) -> Shown | str:
        count = cell(row)
        if not isinstance(count, int):
            return ""
        narrowed = asked(row)
        at = address(**narrowed, **({COUNTED: counted} if counted != ALL else {})) if narrowed and count else ""
        return Shown(french.number(count), at)

    return show
