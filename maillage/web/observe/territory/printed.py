"""A territory's portrait on paper. Somebody prepares a meeting; they leave with an A4 file to print or to send.

The words are those of the page; the file is tagged, so that a screen reader reads it in the same order.
"""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from maillage import __version__
from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import ProfileLine, inhabitants
from maillage.web.drawing import charts
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.observe.territory.compared import Compared, compared
from maillage.web.printing.typeset import pdf
from maillage.web.words.portrait import Portrait, Takeaway, portrait
from maillage.web.words.reading import Figure

_NIGHT = re.compile(r"<style>@media.*?</style>", re.DOTALL)


def number_words(figure: Figure) -> str:
    """The number and its sign; a dash when there is nothing to measure."""
    if figure.said is None:
        return ""
    if not figure.said.number:
        return "—"
    return f"{figure.said.number}{french.THIN}%" if figure.said.unit == "%" else figure.said.number


def _chart(source: Observatory, line: ProfileLine, drawn: str) -> str:
    """The curve of the page, in its colours of the day; nothing where the page has none, a yes or a no for one."""
    if line.last is None or not drawn:
        return ""
    ref, name = line.last.territory, line.sheet.indicator.name
    release = f"{release_key(source)}-{__version__}"
    file = f"{name}-{ref.level}-{ref.code}"
    svg = charts.kept(settings.MAILLAGE_HOME / "charts", release, file, line.sheet.indicator, line.values)
    return _NIGHT.sub("", svg)


def _figure(source: Observatory, figure: Figure, line: ProfileLine, standing: str) -> dict[str, Any]:
    said = figure.said
    if said is None:
        lines = [f"Sans objet{french.THIN}: {figure.concerns}."]
        return {
            "title": figure.title, "number": "", "meaning": "", "lines": lines, "known": "", "origin": "",
            "chart": "", "chart_words": "",
        }  # fmt: skip
    trend = said.trend.words if said.trend else ""
    sentences = (said.sentence, said.comparison, standing, trend, said.target, said.rank)
    chart = _chart(source, line, said.chart)
    return {
        "title": figure.title,
        "number": number_words(figure),
        "meaning": said.meaning,
        "lines": [french.capital(sentence) for sentence in (*sentences, *said.flags) if sentence],
        "known": ", ".join(filter(None, (said.known, said.part))),
        "origin": f"{french.capital(said.period)}, {said.publishers}",
        "chart": chart,
        "chart_words": said.chart_words,
    }


def _head(source: Observatory, profile: Portrait) -> dict[str, Any]:
    """What names the territory and the publication."""
    territory, release = profile.territory, source.release
    name = french.typographic(territory.name)
    parts = [
        territory.kind,
        "" if territory.ref.level is Level.COMMUNE else french.counted(territory.communes, "commune"),
        inhabitants(territory, release, full=True),
    ]
    part = f"Les chiffres ne comptent que sa {territory.part}."
    published = french.day(timezone.localtime(french.moment(release.published_at)).date())
    return {
        "title": name,
        "operator": settings.MAILLAGE_OPERATOR or "Maillage",
        "description": f"Les chiffres du numérique de {name}, avec leur source et leurs dates.",
        "notice": french.typographic(release.notice),
        "identity": ", ".join(filter(None, parts)) + ".",
        "flag": part if territory.part else "",
        "foot": f"Publication n° {release.number} du {published}, {release.region_name}.",
    }


def _key(figure: Figure) -> dict[str, str]:
    said = figure.said
    return {
        "title": figure.title,
        "number": number_words(figure),
        "meaning": said.meaning if said else "",
        "trend": said.trend.words if said and said.trend else "",
        "when": french.capital(said.period) if said else "",
    }


def _origin(origin: Origin) -> str:
    described = Period.parse(origin.period).label
    named = f"{french.typographic(origin.title)}, {french.typographic(origin.publisher)}"
    return f"{named}, décrit {described}, obtenu le {french.day(origin.obtained_on)}."


def _takeaway(takeaway: Takeaway) -> dict[str, str]:
    words = f"{takeaway.figure.title}{french.THIN}: {number_words(takeaway.figure)}, {takeaway.words}."
    return {"lead": takeaway.lead, "words": words}


def document(source: Observatory, profile: Portrait, beside: Compared | None, address: str) -> dict[str, Any]:
    """What the template prints."""
    standings = beside.standings if beside else {}
    by_name = {line.sheet.indicator.name: line for line in profile.lines}
    return _head(source, profile) | {
        "takeaways": [_takeaway(takeaway) for takeaway in profile.takeaways],
        "keys": [_key(figure) for figure in profile.keys],
        "gaps": [
            {"people": french.capital(gap.people), "known": gap.known, "when": gap.period} for gap in profile.gaps
        ],
        "compared": f"Chaque chiffre est situé parmi {beside.words}." if beside else "",
        "sections": [
            {
                "title": f"Enjeu {section.enjeu.number}. {french.typographic(section.enjeu.title)}",
                "figures": [
                    _figure(source, figure, by_name[figure.name], standings.get(figure.name, ""))
                    for theme in section.themes
                    for figure in theme.figures
                ],
            }
            for section in profile.sections
        ],
        "missing": [figure.title for figure in profile.missing],
        "origins": [_origin(origin) for origin in profile.origins],
        "address": address,
    }


@public
def file(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """The portrait as a PDF file."""
    source = observatory(request)
    profile = portrait(source, Ref(Level(level), code.upper()))
    ref = profile.territory.ref
    address = request.build_absolute_uri(reverse("territory", args=[ref.level, ref.code]))
    content = document(source, profile, compared(source, ref, request), address)
    made = pdf("portrait.typ", content, french.moment(source.release.published_at))
    simulated = "-donnees-simulees" if source.release.simulated else ""
    name = f"maillage-portrait-{ref.level}-{ref.code}{simulated}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
