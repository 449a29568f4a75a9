"""Which territories a portrait is compared with: what the reader asks, and where each figure stands among them.

In the address: `comparer` (semblables, voisins or liste), `population` and `densite` (factors, 0 to do without the
second), `rural` (1 or 0), `avec` (a territory, as many times as wanted).
"""

from dataclasses import dataclass, replace

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UnknownChoice
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.observatory.similar import USUAL, Criteria
from maillage.observatory.standings import Standing

FACTORS = {"1.25": 1.25, "1.5": 1.5, "2": 2.0, "3": 3.0, "5": 5.0}
WAYS = {"semblables": "les territoires qui lui ressemblent", "voisins": "ses voisins du même ensemble"}
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison of a page: how it was chosen, with whom (`others` are the first of `peers`), and where each figure
    stands, in words by indicator."""

    way: str
    criteria: Criteria
    words: str
    remarks: tuple[str, ...]
    peers: tuple[Ref, ...]
    others: tuple[Territory, ...]
    more: int
    standings: dict[str, str]
    address: str


def _factor(query: QueryDict, name: str) -> float | None:
    """The factor asked by `name`; None to do without, the usual one when nothing is asked."""
    text = query.get(name, "2")
    if text == "0" and name == "densite":
        return None
    if text not in FACTORS:
        words = {factor: f"jusqu’à {french.short(number)} fois plus ou moins" for factor, number in FACTORS.items()}
        raise UnknownChoice(f"Facteur « {text[:20]} » inconnu pour « {name} ».", text, words)
    return FACTORS[text]


def asked(request: HttpRequest) -> tuple[str, Criteria]:
    """The way and the criteria asked. Raises UsageError for what makes no sense."""
    query = request.GET
    chosen = tuple(Ref.parse(ref) for ref in query.getlist("avec"))
    way = query.get("comparer", "liste" if chosen else "semblables")
    if way == "liste" and chosen:
        return way, replace(USUAL, among=chosen)
    if way not in WAYS:
        raise UnknownChoice(f"Comparaison « {way[:30]} » inconnue.", way, WAYS)
    if way == "voisins":
        return way, replace(USUAL, siblings=True)
    rural = query.get("rural", "1") == "1"
    population = _factor(query, "population") or USUAL.population
    return way, Criteria(population=population, density=_factor(query, "densite"), rural=rural)


def standing_words(sheet: IndicatorSheet, level: Level, value: float | None, standing: Standing, words: str) -> str:
    """« 3e sur 13 parmi les semblables, médiane des autres 95,0 % »; « tous à égalité » when they are; empty when
    there is nobody to compare with, or nothing to compare."""
    if standing.count < 2 or standing.median is None:
        return ""
    indicator = sheet.indicator
    median = french.with_unit(standing.median, indicator.sign, indicator.decimals)
    unknown = f", {french.counted(standing.unknown, 'inconnu')}" if standing.unknown else ""
    if answer := indicator.answer(level, value):
        before = 0 if standing.rank is None else standing.rank - 1
        yes = standing.tied if answer == "oui" else before
        return f"{words}{french.THIN}: oui pour {french.number(yes)} sur {french.number(standing.count)}{unknown}"
    if standing.rank is None:
        alike = standing.tied == standing.count
        return f"{words}, tous à égalité{french.THIN}: {median}{unknown}" if alike else ""
    place = f"{french.ordinal(standing.rank, standing.tied)} sur {french.number(standing.count)}"
    return f"{place} {words}, médiane des autres {median}{unknown}"


def compared(source: Observatory, ref: Ref, request: HttpRequest) -> Compared | None:
    """The comparison asked; None when there is no other territory of this level."""
    way, criteria = asked(request)
    peers = source.similar(ref, criteria)
    if not peers.refs:
        return None
    words = "parmi ses voisins" if way == "voisins" else "parmi les semblables"
    if way == "liste":
        words = "parmi ceux choisis"
    standings = {
        name: standing_words(source.indicator(name), ref.level, source.last(ref.level).of(ref, name), standing, words)
        for name, standing in source.standings(ref, peers.refs).items()
    }
    others = tuple(source.territory(peer) for peer in peers.refs[:SHOWN])
    query = QueryDict(mutable=True)
    query.setlist("t", [str(peer) for peer in (ref, *peers.refs[:SHOWN])])
    return Compared(
        way=way,
        criteria=criteria,
        words=peers.words,
        remarks=peers.remarks,
        peers=peers.refs,
        others=others,
        more=len(peers.refs) - len(others),
        standings=standings,
        address=f"{reverse('compare')}?{query.urlencode(safe=':')}",
    )
