"""One figure, taken to pieces. Somebody doubts it; they leave knowing how it was computed and from which rows.

They also know what is missing, what was set aside or corrected, when the data came, who read the method again, and
whom to tell that it is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import dedent
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.errors import UnknownChoice, UsageError
from maillage.kernel.period import Period
from maillage.kernel.problem import Effect
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.value import Value
from maillage.observatory.cited import Cited
from maillage.observatory.evidence import Evidence, Extract
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.figure.words import figure_words, operation, share, sheet
from maillage.web.words.citing import Citation, citation
from maillage.web.words.reading import counts_words, known_words, points

ROWS = 25
MISSING = 50
ASIDE = 10
SET_ASIDE = (Effect.REFUSED, Effect.FLAGGED)


@dataclass(frozen=True, slots=True)
class Asked:
    """The figure asked by an address: the indicator, the territory, the period, and where its value comes from."""

    sheet: IndicatorSheet
    territory: Territory
    period: Period
    values: tuple[Value, ...]
    evidence: Evidence

    @property
    def address(self) -> str:
        """The address of the page, without its parameters."""
        ref = self.territory.ref
        return reverse("figure", args=[ref.level, ref.code, self.sheet.indicator.name])


def _to_load(sheet: IndicatorSheet) -> str:
    named = " et ".join(f"« {source.title} »" for source in sheet.wanted)
    return f"À charger : {named}" if named else "Les fichiers chargés n’en disent rien"


def figure(request: HttpRequest, level: str, code: str, name: str) -> Asked:
    """What the address asks: by default the last period that has a value there. Raises UsageError for the unknown."""
    source = observatory(request)
    territory = source.territory(Ref.parse(f"{level}:{code}"))
    measure = source.indicator(name)
    if not measure.loaded:
        raise UsageError(f"« {measure.indicator.title} » n’a encore aucune donnée. {_to_load(measure)}.")
    values = tuple(source.series(name, territory.ref))
    text = request.GET.get("periode", "") or (values[-1].period.code if values else "")
    period = asked.period(text, measure.periods)
    return Asked(measure, territory, period, values, source.evidence(name, territory.ref, period))


def extract(request: HttpRequest, evidence: Evidence) -> Extract | None:
    """The table asked by `table`: by default the first delivery, else the first table there is."""
    text = request.GET.get("table", "")
    if not text:
        delivered = [table for table in evidence.extracts if table.origin]
        return next(iter([*delivered, *evidence.extracts]), None)
    pick = evidence.extract(text)
    if pick is None:
        titles = {table.name: table.title for table in evidence.extracts}
        raise UnknownChoice(f"Table « {text[:40]} » inconnue pour ce chiffre.", text, titles)
    return pick


def _contact(request: HttpRequest, ask: Asked) -> str:
    """Where to say that the figure is wrong: an address to follow, empty when the operator gives none."""
    contact = str(getattr(settings, "MAILLAGE_CONTACT", ""))
    if "@" not in contact or contact.startswith(("http://", "https://", "mailto:")):
        return contact
    subject = f"Un chiffre à vérifier : {ask.sheet.indicator.title}, {ask.territory.name}, {ask.period.label}"
    here = request.build_absolute_uri(f"{ask.address}?periode={ask.period.code}")
    return f"mailto:{contact}?subject={quote(subject)}&body={quote(here)}"


def _parts(request: HttpRequest, ask: Asked) -> dict[str, object]:
    """What each commune brings; nothing for a commune, which is its own part."""
    if ask.territory.ref.level is Level.COMMUNE:
        return {"parts": [], "parts_listed": None}
    wanted = asked.page(request, ROWS, "communes")
    parts, total = ask.evidence.parts(wanted.offset, ROWS)
    return {
        "parts": [share(ask.sheet.indicator, part) for part in parts],
        "parts_listed": asked.Page(wanted.number, ROWS, total),
    }


def _lines(request: HttpRequest, ask: Asked) -> dict[str, object]:
    """The rows of the table asked."""
    shown = extract(request, ask.evidence)
    if shown is None:
        return {"extract": None}
    wanted = asked.page(request, ROWS)
    return {
        "extract": shown,
        "lines": sheet(ask.evidence, shown, wanted.offset, ROWS),
        "listed": asked.Page(wanted.number, ROWS, shown.total),
    }


def _doubts(evidence: Evidence) -> dict[str, object]:
    """What is missing, set aside, corrected."""
    unknown, unknown_total = evidence.unknown(0, MISSING)
    aside, aside_total = evidence.problems(SET_ASIDE, 0, ASIDE)
    corrected, corrected_total = evidence.problems((Effect.CORRECTED,), 0, ASIDE)
    return {
        "unknown": unknown,
        "unknown_total": unknown_total,
        "unknown_more": unknown_total - len(unknown),
        "aside": aside,
        "aside_total": aside_total,
        "corrected": corrected,
        "corrected_total": corrected_total,
        "unplaced": evidence.unplaced(),
    }


def _breaks(ask: Asked) -> Sequence[tuple[str, str]]:
    return [(cut.begins, french.typographic(cut.reason)) for cut in ask.sheet.indicator.breaks]


def _citation(request: HttpRequest, ask: Asked) -> Citation | None:
    """How the figure is cited; None when it is unknown."""
    value = ask.evidence.value
    if value is None:
        return None
    release = observatory(request).release
    return citation(request, Cited(release, ask.sheet.indicator, ask.territory.name, value))


@public
def page(request: HttpRequest, level: str, code: str, name: str) -> HttpResponse:
    """The figure and all that it is made of."""
    ask = figure(request, level, code, name)
    indicator, value = ask.sheet.indicator, ask.evidence.value
    context = {
        "indicator": indicator,
        "territory": ask.territory,
        "address": ask.address,
        "period": ask.period,
        "value": value,
        "concerned": ask.evidence.concerned,
        "figure": figure_words(indicator, value) if ask.evidence.concerned else "sans objet",
        "counts": counts_words(indicator, value) if value else "",
        "known": known_words(value.completeness) if value else "",
        "denominator": indicator.denominator_at(ask.period),
        "operation": operation(indicator, value) if value else "",
        "query": dedent(indicator.sql).strip(),
        "is_commune": ask.territory.ref.level is Level.COMMUNE,
        "origins": ask.evidence.origins,
        "deliveries": ask.evidence.deliveries,
        "extracts": ask.evidence.extracts,
        "points": points(indicator, ask.values),
        "breaks": _breaks(ask),
        "contact": _contact(request, ask),
        "here": request.build_absolute_uri(f"{ask.address}?periode={ask.period.code}"),
        "citation": _citation(request, ask),
        **_parts(request, ask),
        **_lines(request, ask),
        **_doubts(ask.evidence),
    }
    return render(request, "observe/figure/figure.html", context)
