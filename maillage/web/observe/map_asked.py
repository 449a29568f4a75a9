"""What a reader asks of the map, read from its address; the address of a view is all there is to share it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from maillage.kernel.errors import UnknownChoice, UsageError
from maillage.kernel.indicator import Good
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.themes import ENJEUX
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.drawing.scale import FEWEST, MOST, USUAL_COUNT, Method, parse_bounds
from maillage.web.forms import asked

SORTS = {"nom": "Nom", "valeur": "Valeur", "evolution": "Évolution"}


class View(StrEnum):
    """How many maps, and of what."""

    ONE = "carte"
    TWO = "deux"
    GAP = "difference"

    @property
    def label(self) -> str:
        """What the reader chooses."""
        return {"carte": "1 date", "deux": "2 dates", "difference": "Écart"}[self.value]


class Kept(NamedTuple):
    """The classes that a reader keeps: the ranks of the first and of the last one."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A view of the map. `other` is the period compared with, None when there is none to compare with.

    `model` is the period that classes fit, None for the one shown, the newest of two dates; `keeps` the classes kept,
    None for all of them; `laid` the layers switched on. `refused` says what is wrong with the bounds typed: the usual
    classes are then shown.
    """

    sheet: IndicatorSheet
    level: Level
    period: Period
    other: Period | None
    view: View
    within: Ref | None
    kind: str
    method: Method
    count: int
    bounds: tuple[float, ...]
    bounds_text: str
    refused: str
    sort: str
    kept: tuple[tuple[str, str], ...]
    model: Period | None = None
    keeps: Kept | None = None
    laid: tuple[str, ...] = ()

    @property
    def comparable(self) -> bool:
        """Whether the two periods are on the same side of every break of series."""
        indicator = self.sheet.indicator
        return self.other is None or indicator.segment(self.period) == indicator.segment(self.other)

    @property
    def both(self) -> tuple[Period, ...]:
        """The two periods compared, the older first; one when there is nothing to compare with."""
        return tuple(sorted((self.period, self.other))) if self.other else (self.period,)

    @property
    def shown(self) -> tuple[Period, ...]:
        """The periods whose figures are shown, the older first."""
        return (self.period,) if self.view is View.ONE else self.both

    def address(self, path: str, **changes: str | None) -> str:
        """The address of this view at `path`, with some parameters changed; None removes one."""
        query = {"indicateur": self.sheet.indicator.name, **dict(self.kept), **changes}
        return f"{path}?{urlencode({key: value for key, value in query.items() if value})}"


def _indicator(source: Observatory, name: str) -> IndicatorSheet:
    """The indicator asked; when none is, the first one with data, in the order of the enjeux."""
    if name:
        return source.indicator(name)
    themes = [theme for enjeu in ENJEUX for theme in enjeu.themes]
    every = sorted(source.indicators(), key=lambda sheet: themes.index(sheet.indicator.theme))
    return next((sheet for sheet in every if sheet.loaded), every[0])


def _among(text: str, choices: Mapping[str, str], what: str) -> str:
    if text not in choices:
        raise UnknownChoice(f"{what} « {text[:40]} » inconnu.", text, choices)
    return text


def _labels(choices: Iterable[View | Method]) -> dict[str, str]:
    return {choice.value: choice.label for choice in choices}


def _count(text: str) -> int:
    if not text:
        return USUAL_COUNT
    if not (text.isascii() and text.isdecimal() and FEWEST <= int(text[:3]) <= MOST):
        raise UsageError(f"Nombre de classes « {text[:20]} » impossible. Choisissez de {FEWEST} à {MOST}.")
    return int(text)


def _other(query: QueryDict, sheet: IndicatorSheet, period: Period, view: View) -> Period | None:
    """The period to compare with: the one asked, or the one before; for two maps, failing that, the one after."""
    text = query.get("avec", "")
    if text:
        other = asked.period(text, sheet.periods)
        return None if other == period else other
    rank = sheet.periods.index(period)
    if rank:
        return sheet.periods[rank - 1]
    return None if view is View.ONE else next(iter(sheet.periods[1:]), None)


def _bounds(method: Method, text: str) -> tuple[tuple[float, ...], str]:
    """The bounds typed, or what is wrong with them."""
    if method is not Method.OWN:
        return (), ""
    try:
        return parse_bounds(text), ""
    except UsageError as error:
        return (), str(error)


def _kind(request: HttpRequest, source: Observatory, level: Level) -> str:
    """The nature of groupement asked, the first when none is: those of one nature do not overlap."""
    if level is not Level.GROUPEMENT:
        return ""
    kinds = source.kinds(level)
    return asked.kind(request, kinds) or kinds[0]


def usual(sheet: IndicatorSheet, level: Level, period: Period, within: Ref | None, kind: str = "") -> Asked:
    """The view another page of the same choice leads to: one map, the usual classes."""
    kept = {"niveau": level.value, "nature": kind, "periode": period.code, "dans": str(within or "")}
    return Asked(
        sheet=sheet,
        level=level,
        period=period,
        other=None,
        view=View.ONE,
        within=within,
        kind=kind,
        method=Method.USUAL,
        count=USUAL_COUNT,
        bounds=(),
        bounds_text="",
        refused="",
        sort="valeur",
        kept=tuple((name, text) for name, text in kept.items() if text),
    )


# What the address of another view of the same map keeps.
KEPT = tuple("niveau nature periode avec vue dans classes nombre bornes echelle garder tri".split())
MOST_LAID = 20


def _keeps(text: str) -> Kept | None:
    """The classes kept: « 3 », « 0-2 »."""
    if not text:
        return None
    ranks = text.split("-")
    if len(ranks) > 2 or not all(rank.isascii() and rank.isdecimal() and len(rank) == 1 for rank in ranks):
        raise UsageError(f"Classes à garder « {text[:20]} » illisibles. Écrivez un rang ou deux : 3, ou 0-2.")
    return Kept(*sorted((int(ranks[0]), int(ranks[-1]))))


def _laid(query: QueryDict) -> tuple[str, ...]:
    """The layers switched on, each once: « calques=a,b », or « calques=a&calques=b » as a form sends it."""
    names = [name for text in query.getlist("calques") for name in text.split(",") if name]
    return tuple(dict.fromkeys(names[:MOST_LAID]))


def read(request: HttpRequest, source: Observatory) -> Asked | IndicatorSheet:
    """What is asked; the indicator alone when none of its data is loaded. Raises UsageError on nonsense."""
    query = request.GET
    sheet = _indicator(source, query.get("indicateur", ""))
    if not sheet.loaded:
        return sheet
    period = asked.period(query.get("periode", ""), sheet.periods)
    usual = View.TWO if query.get("avec") else View.ONE
    view = View(_among(query.get("vue") or usual, _labels(View), "Type de carte"))
    text = query.get("bornes", "").strip()[:100]
    method = Method(
        _among(query.get("classes") or (Method.OWN if text else Method.USUAL), _labels(Method), "Découpage")
    )
    typed, refused = _bounds(method, text)
    best = "valeur" if sheet.indicator.good is Good.UP else "-valeur"
    sort = query.get("tri") or best
    _among(sort.removeprefix("-"), SORTS, "Tri")
    other = _other(query, sheet, period, view)
    within = asked.within(request)
    if within is not None:
        source.territory(within)
    level = asked.level(request, source.levels, Level.COMMUNE)
    laid, typed_model = _laid(query), query.get("echelle", "")
    newest = max(period, other) if other and view is View.TWO else None
    kept = [(name, query[name]) for name in KEPT if query.get(name)]
    return Asked(
        sheet=sheet,
        level=level,
        period=period,
        other=other,
        view=view if other else View.ONE,
        within=None if within == source.release.region else within,
        kind=_kind(request, source, level),
        method=Method.USUAL if refused else method,
        count=_count(query.get("nombre", "")),
        bounds=typed,
        bounds_text=text,
        refused=refused,
        sort=sort,
        kept=tuple(kept + ([("calques", ",".join(laid))] if laid else [])),
        model=asked.period(typed_model, sheet.periods) if typed_model else newest,
        keeps=_keeps(query.get("garder", "")),
        laid=laid,
    )
