"""The forecasts. A technician or an elected member asks « quand la fibre sera-t-elle là, et peut-on vous croire ? »;
they leave with a date or an avowal for each commune, how often such forecasts were right, and the file.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref, Territory
from maillage.observatory.door import Observatory
from maillage.observatory.forecasts import FORECAST, HORIZONS, STATES, Forecast, Trials
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Measure, Table, table
from maillage.web.fibre.where import offered
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.words.forecast import INDICATOR, SOONEST, UNCHECKED, WHY, between, percent, state_words

LINES = 100
UNKNOWN = "—"
Line = tuple[Territory, Forecast]


def _state(request: HttpRequest) -> str:
    text = request.GET.get("etat", "")
    if text and text not in STATES:
        raise UsageError(f"État « {text[:40]} » inconnu. Choisissez parmi : {', '.join(STATES)}.")
    return text


def _asked(request: HttpRequest) -> tuple[Observatory, Ref | None, str, list[Line]]:
    """The part of the region and the state asked, and the communes there, whatever their state."""
    source, within = observatory(request), asked.within(request)
    if within:
        source.territory(within)
    return source, within, _state(request), source.forecasts.table(within)


def _short(period: Period) -> str:
    """« T3 2028 »: in a narrow table, under a note that says what it means."""
    return f"{period.code[5:]}{french.WIDE}{period.code[:4]}"


def _quarter(period: Period | None) -> str:
    return _short(period) if period else UNKNOWN


def _ordered(line: Line) -> tuple[int, str]:
    """Those forecast first, the soonest before; then by state."""
    _, forecast = line
    return STATES.index(forecast.state), forecast.middle.code if forecast.middle else "9999"


@dataclass(frozen=True, slots=True)
class Row:
    """A commune of the table, in words; its state also says what a reader must know of its forecast."""

    commune: Territory
    state: str
    cells: tuple[str, ...]


def _row(line: Line, threshold: float, today: date) -> Row:
    commune, forecast = line
    ahead = {each.quarters: between(each, threshold) for each in forecast.expected}
    share = UNKNOWN if forecast.share is None else french.with_unit(forecast.share, "%", 1)
    when = (_quarter(each) for each in (forecast.first, forecast.middle, forecast.last))
    cells = (share, ahead.get(4, UNKNOWN), ahead.get(8, UNKNOWN), *when)
    remarks = [state_words(forecast.state, threshold)]
    remarks += ["plus vite"] if forecast.gaining is not None else []
    remarks += [UNCHECKED] if forecast.gone_by(today) else []
    return Row(commune, ", ".join(remarks), cells)


def _summary(counts: Counter[str], share: str, period: Period) -> str:
    """Where the communes are, in two sentences."""
    done, forecast = counts["achevee"], counts[FORECAST]
    lead = f"Au {period.label}, {share} au moins des locaux sont raccordables dans {french.counted(done, 'commune')}."
    if forecast:
        return f"{lead} Nous prévoyons la suite dans {french.counted(forecast, 'autre')}."
    return french.typographic(f"{lead} Nous ne prévoyons la suite nulle part ici : plus bas, pourquoi.")


def _error(trial: Trials) -> str:
    if trial.error is None:
        return UNKNOWN
    unit = "point" if trial.quarters else "trimestre"
    value = french.rounded(trial.error, 1)
    return f"{french.number(value, 1)}{french.WIDE}{french.plural(value, unit)}"


def _trials(trials: Sequence[Trials], passed: str) -> list[dict[str, object]]:
    return [
        {
            "head": f"La part {SOONEST[trial.quarters]}" if trial.quarters else f"Le trimestre où {passed} sont passés",
            "address": "",
            "cells": [
                french.number(trial.tried) if trial.tried else "Pas encore éprouvée",
                french.number(trial.origins) if trial.tried else UNKNOWN,
                _error(trial),
                french.with_unit(round(100 * trial.inside / trial.tried), "%") if trial.tried else UNKNOWN,
            ],
        }
        for trial in trials
    ]


def _trial_heads() -> list[dict[str, object]]:
    words = ("Ce qui est prévu", "Prévisions refaites", "Trimestres de départ", "Erreur médiane", "Dans l’intervalle")
    return [{"words": head, "figures": rank > 0, "address": "", "sort": ""} for rank, head in enumerate(words)]


@public
def page(request: HttpRequest) -> HttpResponse:
    """The communes of a part of the region, the method, and its past errors."""
    source, within, state, every = _asked(request)
    threshold = source.forecasts.threshold
    context: dict[str, object] = {
        **offered(source, source.territory(within or source.release.region)),
        "indicator": INDICATOR,
    }
    if not every or threshold is None:
        return render(request, "fibre/forecasts/forecasts.html", context)
    counts = Counter(forecast.state for _, forecast in every)
    kept = sorted((line for line in every if state in ("", line[1].state)), key=_ordered)
    listed = asked.page(request, LINES)
    trials, period, today = source.forecasts.errors(), every[0][1].period, timezone.localdate()
    context |= {
        "threshold": percent(threshold),
        "state": state,
        "states": [(name, state_words(name, threshold), counts[name]) for name in STATES if counts[name]],
        "summary": _summary(counts, percent(threshold), period),
        "reasons": [
            (state_words(name, threshold), french.typographic(why), french.counted(counts[name], "commune"))
            for name, why in WHY.items()
            if counts[name]
        ],
        "rows": [_row(line, threshold, today) for line in kept[listed.offset : listed.offset + LINES]],
        "now": _short(period),
        "ends": [_short(period.quarters_later(quarters)) for quarters in (4, 8)],
        "listed": asked.Page(listed.number, LINES, len(kept)),
        "trial_heads": _trial_heads(),
        "trials": _trials(trials, percent(threshold)),
        "untested": [SOONEST[trial.quarters] for trial in trials if trial.quarters and not trial.tried],
        "query": urlencode({name: text for name, text in (("dans", within or ""), ("etat", state)) if text}),
        "sheet": source.source(every[0][1].source),
    }
    return render(request, "fibre/forecasts/forecasts.html", context)


COLUMNS = (
    Column("commune", "Code", "Code de la commune"),
    Column("nom", "Commune", "Nom de la commune", width=32),
    Column("etat", "État", "prevue, ou pourquoi rien n’est prévu", width=18),
    Column("depuis", "Depuis", "Dernier trimestre connu, d’où part la prévision"),
    Column("part", "Part (%)", "Part des locaux raccordables ce trimestre-là", Kind.NUMBER),
    Column("seuil", "Seuil (%)", "Part au-delà de laquelle rien n’est plus prévu", Kind.NUMBER),
    Column("premier", "Premier", "Premier trimestre au seuil (8 chances sur 10) ; vide : nous ne savons pas"),
    Column("median", "Médian", "Trimestre médian au seuil ; vide : nous ne savons pas"),
    Column("dernier", "Dernier", "Dernier trimestre au seuil (8 chances sur 10) ; vide : nous ne savons pas"),
    *(
        Column(f"part_{horizon}_{bound}", f"{label}, {SOONEST[horizon]} (%)", words, Kind.NUMBER)
        for horizon in HORIZONS
        for bound, label, words in (
            ("bas", "Bas", "Bas de l’intervalle de 8 chances sur 10"),
            ("mediane", "Médiane", "Part médiane attendue"),
            ("haut", "Haut", "Haut de l’intervalle de 8 chances sur 10"),
        )
    ),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
    Column("avant_un_an", "Part un an plus tôt (%)", "La même part un an avant « Depuis »", Kind.NUMBER),
    Column("a_verifier", "À vérifier", "Oui : un des trimestres annoncés est passé, ses chiffres manquent"),
)


def _code(period: Period | None) -> str | None:
    return period.code if period else None


def _cells(line: Line, threshold: float, number: int, today: date) -> list[Cell]:
    commune, forecast = line
    bounds = [bound for each in forecast.expected for bound in (each.low, each.middle, each.high)]
    return [
        commune.ref.code,
        commune.name,
        forecast.state,
        forecast.period.code,
        Measure(forecast.share, "%", 1),
        Measure(threshold, "%"),
        _code(forecast.first),
        _code(forecast.middle),
        _code(forecast.last),
        *(Measure(bound, "%", 1) for bound in (bounds or [None] * 3 * len(HORIZONS))),
        number,
        Measure(forecast.before, "%", 1),
        "oui" if forecast.gone_by(today) else "",
    ]


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The communes asked as CSV or XLSX."""
    source, within, state, every = _asked(request)
    threshold = source.forecasts.threshold
    if not every or threshold is None:
        raise UsageError("Données non chargées : les locaux raccordables par trimestre (Ma carte fibre).")

    today = timezone.localdate()

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for line in every:
            if state in ("", line[1].state):
                made.deliveries.add((line[1].source, line[1].period.code))
                yield _cells(line, threshold, source.release.number, today)

    place = source.territory(within or source.release.region)
    filters = (("Territoire", place.name), *((("État", state_words(state, threshold)),) if state else ()))
    view = f"{reverse('forecasts')}?{request.GET.urlencode()}"
    export = table("maillage-previsions", "Prévisions de la fibre par commune", view, COLUMNS, draw, filters)
    return answer(request, export, form)
