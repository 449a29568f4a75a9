"""The forecasts. A technician or an elected member asks « quand la fibre sera-t-elle là, et peut-on vous croire ? »;
they leave with a date or an avowal for each commune, how often such forecasts were right, and the file.
"""

from collections import Counter
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.errors import UnknownChoice
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Territory
from maillage.observatory.forecasts import FORECAST, HORIZONS, STATES, Forecast
from maillage.web.exports.table import Kind, Measure
from maillage.web.fibre import bar
from maillage.web.fibre.forecasts import past, picture, story
from maillage.web.fibre.where import IN
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, Options, every
from maillage.web.words.curve_of_place import fibre_curve
from maillage.web.words.forecast import INDICATOR, SOONEST, UNCHECKED, WHY, between, percent, state_words
from maillage.web.words.held import finding
from maillage.web.words.together import together

UNKNOWN = "—"
SHOWN = (4, 8)
"""The horizons one sees first, in quarters."""
MISSING = "Il faut les locaux raccordables par commune de plusieurs trimestres de « Ma carte fibre »."


class Line(NamedTuple):
    """A commune, what is forecast there, the share (%) beyond which nothing more is; the number of the release."""

    commune: Territory
    forecast: Forecast
    threshold: float
    release: int

    @property
    def unchecked(self) -> bool:
        """Whether a quarter that was announced is past."""
        return self.forecast.gone_by(timezone.localdate())

    def bound(self, quarters: int, name: str) -> float | None:
        """A bound of the share expected after some quarters."""
        ahead = next((each for each in self.forecast.expected if each.quarters == quarters), None)
        bound: float | None = getattr(ahead, name) if ahead else None
        return bound


def _every(asked: Asked) -> list[Line]:
    """The communes of the part asked, whatever their state."""
    if "forecasts" not in asked.memory:
        source, place = observatory(asked.request), asked["dans"]
        within, threshold = None if place.ref == source.release.region else place.ref, source.forecasts.threshold
        table = [] if threshold is None else source.forecasts.table(within)
        number = source.release.number
        asked.memory["forecasts"] = [Line(commune, each, threshold or 0.0, number) for commune, each in table]
    lines: list[Line] = asked.memory["forecasts"]
    return lines


def _rows(asked: Asked) -> list[Line]:
    rows = [line for line in _every(asked) if asked["etat"] in ("", line.forecast.state)]
    asked.deliveries.update((line.forecast.source, line.forecast.period.code) for line in rows)
    return rows


def _threshold(asked: Asked) -> float:
    lines = _every(asked)
    return lines[0].threshold if lines else 0.0


def _states(asked: Asked) -> Options:
    counts, threshold = Counter(line.forecast.state for line in _every(asked)), _threshold(asked)
    words = [(name, f"{state_words(name, threshold)} ({french.number(counts[name])})") for name in STATES]
    return every("Tous", [pair for pair in words if counts[pair[0]]])


def _state(text: str, asked: Asked) -> str:
    if text and text not in STATES:
        titles = {name: state_words(name, _threshold(asked)) for name in STATES}
        raise UnknownChoice(f"État « {text[:40]} » inconnu.", text, titles)
    return text


def _criteria(asked: Asked) -> tuple[tuple[str, str], ...]:
    lines, state = _every(asked), asked["etat"]
    said = (("État", state_words(state, lines[0].threshold)),) if state and lines else ()
    return (("Territoire", asked["dans"].name), *said)


def _short(period: Period) -> str:
    """« T3 2028 »: in a narrow table, under a note that says what it means."""
    return f"{period.code[5:]}{french.WIDE}{period.code[:4]}"


def _summary(counts: Counter[str], share: str, period: Period) -> str:
    """Where the communes are."""
    done = french.counted(counts["achevee"], "commune")
    lead = f"Au {period.label}, {share} au moins des locaux sont raccordables dans {done}."
    if counts[FORECAST]:
        return lead
    return french.typographic(f"{lead} Nous ne prévoyons la suite nulle part ici : plus bas, pourquoi.")


def _context(asked: Asked) -> dict[str, Any]:
    """What the page says of the whole part asked, the method, and its past errors."""
    lines, source = _every(asked), observatory(asked.request)
    if not lines:
        return {"bar": bar.shown(asked.request, "forecasts"), "place": asked["dans"]}
    threshold, counts = lines[0].threshold, Counter(line.forecast.state for line in lines)
    trials, passed = source.forecasts.errors(), percent(threshold)
    return _answer(asked, lines, threshold) | {
        "bar": bar.shown(asked.request, "forecasts"),
        "place": asked["dans"],
        "indicator": INDICATOR,
        "threshold": passed,
        "summary": _summary(counts, passed, lines[0].forecast.period),
        "reasons": [
            (state_words(name, threshold), french.typographic(why), french.counted(counts[name], "commune"))
            for name, why in WHY.items()
            if counts[name]
        ],
        "trial_heads": past.heads(),
        "trials": past.trials(trials, passed),
        "untested": [SOONEST[trial.quarters] for trial in trials if trial.quarters and not trial.tried],
        "sheet": source.source(lines[0].forecast.source),
    }


def _answer(asked: Asked, lines: list[Line], threshold: float) -> dict[str, Any]:
    """The answer for the place asked: of a commune, its curve; of a wider place, its communes against copper."""
    source, place, today = observatory(asked.request), asked["dans"], timezone.localdate()
    if place.ref.level is Level.COMMUNE:
        head, lead = story.alone(lines[0].forecast, threshold, today)
        curve = fibre_curve(source, place.ref, today)
        return {
            "head": french.typographic(finding(head, story.NEUTRAL)),
            "lead": french.typographic(finding(lead)),
            "curve": curve,
            "ranges": None,
            "undated": None,
        }
    every = picture.dated(source, place, [(line.commune, line.forecast) for line in lines])
    done = sum(line.forecast.state == "achevee" for line in lines)
    silent = [line for line in lines if line.forecast.state != "achevee" and line.forecast.first is None]
    head = story.headline(len(every), done, len(silent), threshold)
    ranges = picture.ranges(every, threshold, today)
    undated = picture.undated(source, [(line.commune, line.forecast) for line in silent], threshold)
    curve = together(source, fibre_curve(source, place.ref, today), [(line.commune, line.forecast) for line in lines])
    start, fan = (curve.drawn.here.last, curve.drawn.fan) if curve else ((today, 100.0), ())
    answer, lead = story.wider(start, fan, threshold, head, today)
    return {
        "head": french.typographic(finding(answer or head, story.NEUTRAL)),
        "lead": french.typographic(finding(lead)),
        "curve": curve,
        "ranges": ranges,
        "undated": undated,
    }


def _order(line: Line) -> tuple[int, str]:
    """Those forecast first, the soonest before; then by state."""
    forecast = line.forecast
    return STATES.index(forecast.state), forecast.middle.code if forecast.middle else "9999"


def _commune(line: Line) -> Shown:
    return Shown(line.commune.name, reverse("territory", args=["commune", line.commune.ref.code]))


def _said(line: Line) -> str:
    """The state, and what a reader must know of the forecast."""
    remarks = [state_words(line.forecast.state, line.threshold)]
    remarks += ["plus vite"] if line.forecast.gaining is not None else []
    remarks += [UNCHECKED] if line.unchecked else []
    return ", ".join(remarks)


def _quarter(name: str, label: str, words: str, head: str) -> Column:
    def period(line: Line) -> Period | None:
        found: Period | None = getattr(line.forecast, {"premier": "first", "median": "middle", "dernier": "last"}[name])
        return found

    def code(line: Line) -> str | None:
        found = period(line)
        return found.code if found else None

    def said(line: Line) -> str:
        found = period(line)
        return _short(found) if found else ""

    answers = name == "median"
    return Column(name, label, words, cell=code, show=said, head=head, blank=UNKNOWN, answers=answers)


def _ahead(quarters: int, head: str) -> Column:
    def said(line: Line) -> str:
        return next((between(each, line.threshold) for each in line.forecast.expected if each.quarters == quarters), "")

    def middle(line: Line) -> float | None:
        return line.bound(quarters, "middle")

    words = f"Part attendue {SOONEST[quarters]}, 8 chances sur 10"
    return Column(
        f"part_{quarters}",
        f"Part attendue {SOONEST[quarters]}",
        words,
        Kind.NUMBER,
        cell=middle,
        show=said,
        filed=False,
        first=quarters in SHOWN,
        head=head,
        blank=UNKNOWN,
    )


def _bound(quarters: int, name: str, label: str, words: str, attribute: str) -> Column:
    return Column(
        f"part_{quarters}_{name}",
        f"{label}, {SOONEST[quarters]} (%)",
        words,
        Kind.NUMBER,
        cell=lambda line: Measure(line.bound(quarters, attribute), "%", 1),
        first=False,
        blank=UNKNOWN,
    )


BOUNDS = (
    ("bas", "Bas", "Bas de l’intervalle de 8 chances sur 10", "low"),
    ("mediane", "Médiane", "Part médiane attendue", "middle"),
    ("haut", "Haut", "Haut de l’intervalle de 8 chances sur 10", "high"),
)


FIRST = (
    Column("commune", "Code", "Code de la commune", cell="commune.ref.code", first=False),
    Column("nom", "Commune", "Nom de la commune", width=32, cell="commune.name", show=_commune),
    Column(
        "etat",
        "État",
        "prevue, ou pourquoi rien n’est prévu",
        width=18,
        cell="forecast.state",
        show=_said,
        order=_order,
    ),
    Column(
        "depuis",
        "Depuis",
        "Dernier trimestre connu, d’où part la prévision",
        cell="forecast.period.code",
        show=lambda line: _short(line.forecast.period),
        first=False,
    ),
)
LAST = (
    Column(
        "publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12, "release", first=False
    ),
    Column(
        "avant_un_an",
        "Part un an plus tôt (%)",
        "La même part un an avant « Depuis »",
        Kind.NUMBER,
        cell=lambda line: Measure(line.forecast.before, "%", 1),
        first=False,
        blank=UNKNOWN,
    ),
    Column(
        "a_verifier",
        "À vérifier",
        "Oui : un des trimestres annoncés est passé, ses chiffres manquent",
        cell=lambda line: "oui" if line.unchecked else "",
        first=False,
    ),
)


def _columns(asked: Asked) -> tuple[Column, ...]:
    lines = _every(asked)
    period = lines[0].forecast.period if lines else None
    passed = percent(lines[0].threshold) if lines else ""
    ends = [(horizon, _short(period.quarters_later(horizon)) if period else "") for horizon in HORIZONS]
    unknown = "(8 chances sur 10) ; vide : nous ne savons pas"
    return (
        *FIRST,
        Column(
            "part",
            "Part (%)",
            "Part des locaux raccordables ce trimestre-là",
            Kind.NUMBER,
            cell=lambda line: Measure(line.forecast.share, "%", 1),
            head=f"Raccordables, {_short(period)}" if period else "",
            blank=UNKNOWN,
        ),
        *(_ahead(horizon, end) for horizon, end in ends),
        Column(
            "seuil",
            "Seuil (%)",
            "Part au-delà de laquelle rien n’est plus prévu",
            Kind.NUMBER,
            cell=lambda line: Measure(line.threshold, "%"),
            first=False,
        ),
        _quarter("premier", "Premier", f"Premier trimestre au seuil {unknown}", f"{passed} au plus tôt"),
        _quarter("median", "Médian", "Trimestre médian au seuil ; vide : nous ne savons pas", "Vers"),
        _quarter("dernier", "Dernier", f"Dernier trimestre au seuil {unknown}", "Au plus tard"),
        *(_bound(horizon, *bound) for horizon in HORIZONS for bound in BOUNDS),
        *LAST,
    )


FORECASTS = Listing(
    name="forecasts",
    address="previsions",
    title="Prévisions de la fibre par commune",
    what="commune",
    file="maillage-previsions",
    template="fibre/forecasts/forecasts.html",
    context=_context,
    criteria=_criteria,
    empty=("Aucune commune dans cet état", ""),
    missing=lambda asked: "" if _every(asked) else MISSING,
    filters=(IN, Filter("etat", "État", options=_states, parse=_state)),
    rows=_rows,
    order=_order,
    columns=_columns,
    size=50,
)
