"""A territory's portrait on paper. Somebody prepares a meeting; they leave with a file to print, to edit or to send.

The words are those of the page, in the same order.
"""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Origin
from maillage.observatory.door import Observatory
from maillage.observatory.sheets import ProfileLine, inhabitants
from maillage.web.addresses import TERRITORY
from maillage.web.documents.described import Document, Entry, Facts, Paragraph, Picture, Points, Section, Tone
from maillage.web.documents.described import Figure as Key
from maillage.web.documents.described import Figures as Keys
from maillage.web.documents.frame import framed
from maillage.web.documents.routes import Declared
from maillage.web.drawing import curve_sheet
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.observe.territory.compared import Compared, compared
from maillage.web.words.portrait import Portrait, Takeaway, portrait
from maillage.web.words.reading import Figure, Reading
from maillage.web.words.series_curve import series_curve

ESTIMATE = (
    "Du plus grand nombre d’habitants au plus petit. "
    "Les parts de locaux sont ramenées aux habitants de chaque commune : c’est une estimation."
)


def number_words(figure: Figure) -> str:
    """The number and its sign; a dash when there is nothing to measure."""
    if figure.said is None:
        return ""
    if not figure.said.number:
        return "—"
    return f"{figure.said.number}{french.THIN}%" if figure.said.unit == "%" else figure.said.number


def _picture(source: Observatory, line: ProfileLine, said: Reading) -> Picture | None:
    """The curve of the page; nothing where the page has none, a yes or a no for one."""
    if line.last is None or not said.drawn:
        return None
    curve = series_curve(source, line.sheet.indicator, source.territory(line.last.territory), line.values)
    if curve is None:
        return None
    svg = curve_sheet.bare(curve.drawn, curve.drawn.narrow, curve.alternative, source.release.notice)
    return Picture(svg, curve.alternative, share=50)


def _figure(source: Observatory, figure: Figure, line: ProfileLine, standing: str) -> Entry:
    said = figure.said
    if said is None:
        return Entry(figure.title, "", "", (f"Sans objet{french.THIN}: {figure.concerns}.",))
    trend = said.trend.words if said.trend else ""
    sentences = (said.sentence, said.comparison, standing, trend, said.target, said.rank)
    return Entry(
        figure.title,
        number_words(figure),
        said.meaning,
        tuple(french.capital(sentence) for sentence in (*sentences, *said.flags) if sentence),
        ", ".join(filter(None, (said.known, said.part))),
        f"{french.capital(said.period)}, {said.publishers}",
        _picture(source, line, said),
    )


def _identity(source: Observatory, profile: Portrait) -> str:
    """What the territory is, and how many live there."""
    territory = profile.territory
    parts = (
        territory.kind,
        "" if territory.ref.level is Level.COMMUNE else french.counted(territory.communes, "commune"),
        inhabitants(territory, source.release, full=True),
    )
    return ", ".join(filter(None, parts)) + "."


def _key(figure: Figure) -> Key:
    said = figure.said
    trend = said.trend.words if said and said.trend else ""
    when = french.capital(said.period) if said else ""
    return Key(figure.title, number_words(figure), said.meaning if said else "", f"{trend}\n{when}".strip())


def _origin(origin: Origin) -> str:
    described = Period.parse(origin.period).label
    named = f"{french.typographic(origin.title)}, {french.typographic(origin.publisher)}"
    return f"{named}, décrit {described}, obtenu le {french.day(origin.obtained_on)}."


def _takeaway(takeaway: Takeaway) -> tuple[str, str]:
    words = f"{takeaway.figure.title}{french.THIN}: {number_words(takeaway.figure)}, {takeaway.words}."
    return takeaway.lead, words


def _left_aside(profile: Portrait) -> list[Section]:
    """Who goes without, from the most people."""
    if not profile.gaps:
        return []
    asides = [", ".join(filter(None, (gap.period, gap.known))) for gap in profile.gaps]
    people = [french.capital(gap.people) for gap in profile.gaps]
    lines = tuple(f"{words} ({aside})" for words, aside in zip(people, asides, strict=True))
    return [Section("Qui est laissé de côté", (Paragraph(ESTIMATE, Tone.SOFT), Points(lines, ordered=True)))]


def _sections(source: Observatory, profile: Portrait, beside: Compared | None) -> list[Section]:
    standings = beside.standings if beside else {}
    by_name = {line.sheet.indicator.name: line for line in profile.lines}
    takeaways = Facts(tuple(map(_takeaway, profile.takeaways)))
    compared_to = (Paragraph(f"Chaque chiffre est situé parmi {beside.words}."),) if beside else ()
    return [
        *([Section("À retenir", (takeaways,))] if profile.takeaways else []),
        *([Section("Les chiffres clés", (Keys(tuple(map(_key, profile.keys))),))] if profile.keys else []),
        *_left_aside(profile),
        *(
            Section(
                f"Enjeu {section.enjeu.number}. {french.typographic(section.enjeu.title)}",
                (
                    *(compared_to if rank == 0 else ()),
                    *(
                        _figure(source, figure, by_name[figure.name], standings.get(figure.name, ""))
                        for theme in section.themes
                        for figure in theme.figures
                    ),
                ),
            )
            for rank, section in enumerate(profile.sections)
        ),
        *([Section("Ce que nous ne savons pas encore", (_missing(profile),))] if profile.missing else []),
        Section("Sources", (Points(tuple(map(_origin, profile.origins))),)),
    ]


def _missing(profile: Portrait) -> Points:
    return Points(tuple(figure.title for figure in profile.missing))


def describe(request: HttpRequest, level: str, code: str) -> Document:
    """The portrait of a territory, dated as its publication. Raises UsageError for an unknown one."""
    source = observatory(request)
    profile = portrait(source, Ref(Level(level), code.upper()))
    territory, release = profile.territory, source.release
    ref, published = territory.ref, timezone.localtime(french.moment(release.published_at)).date()
    sections = _sections(source, profile, compared(source, ref, request))
    if territory.part:
        part = Paragraph(f"Les chiffres ne comptent que sa {territory.part}.", Tone.ALERT)
        sections.insert(0, Section("Ce qui est compté", (part,)))
    framed_portrait = framed(
        request,
        "Portrait",
        french.typographic(territory.name),
        sections,
        address=reverse("territory", args=[ref.level, ref.code]),
        subtitle=_identity(source, profile),
    )
    simulated = "-donnees-simulees" if release.simulated else ""
    told = f"Publication n°{french.WIDE}{release.number} du {french.day(published)}, {release.region_name}."
    # The same publication gives the same file: it says nothing of today.
    return replace(
        framed_portrait,
        dated=published,
        provenance=(told, "Ce portrait se lit, se vérifie et se partage sur le site."),
        file_name=f"maillage-portrait-{ref.level}-{ref.code}{simulated}",
    )


DOCUMENT = Declared("territory.document", rf"territoires/{TERRITORY}", public, describe, page=False)
