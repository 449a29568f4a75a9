"""The buildings behind a number. A technician asks « lesquels ? » of any count of the fibre; they leave with each
building, its address, its sector, the first and the last date announced, its state, and the file.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.http import urlencode

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref, Territory
from maillage.observatory.listed import ALL, COUNTED, OVERDUE, STATE, ListedBuilding, Wanted
from maillage.steering.conventions import published
from maillage.steering.conventions.verdict import communes as communes_of
from maillage.web.drawing import circles
from maillage.web.exports.table import Kind
from maillage.web.fibre import bar, counted, drawn
from maillage.web.fibre.quarters import quarters
from maillage.web.fibre.where import BY_OPERATOR, IN, OPERATOR, PLACE, QUARTER
from maillage.web.fibre.words import STATES, UNKNOWN_STATE, ZONES, long, street
from maillage.web.gate.observatory import observatory, release_key
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown, Stretch
from maillage.web.lists.filters import Field, Filter, every

SOURCE = "arcep_cartefibre_immeubles"
READY = ("deploye", "raccordable demande", "abandonne")
BATCH = 20_000
UNKNOWN_ZONE = "inconnue"
MISSING = "Aucune liste d’immeubles de « Ma carte fibre » n’a été chargée."


class Line(NamedTuple):
    """A building, the names of its commune and operator, how long its date is past (days, 0 when nobody waits)."""

    building: ListedBuilding
    commune: str
    operator: str
    late: int

    @property
    def point(self) -> str:
        """Where it stands, as an address asks it."""
        return urlencode({"lon": f"{self.building.longitude:.5f}", "lat": f"{self.building.latitude:.5f}"})


def _among(text: str, asked: Asked) -> Territory | None:
    return observatory(asked.request).territory(Ref.parse(text)) if text else None


def _years(text: str, asked: Asked) -> tuple[int, int] | None:
    if not text:
        return None
    first, _, last = text.partition("-")
    if not all(each.isdecimal() and len(each) == 4 for each in (first, last or first)):
        raise UsageError(f"Années « {text[:20]} » illisibles : écrivez 2022, ou 2014-2019.")
    return int(first), int(last or first)


def _convention(text: str, asked: Asked) -> published.Convention | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise UsageError(f"Convention « {text[:20]} » inconnue : c’est un nombre, celui de son adresse.")
    return published.convention(int(text))


def _inside(asked: Asked) -> frozenset[str]:
    """The communes asked."""
    source = observatory(asked.request)
    inside = {commune.ref.code for commune in source.communes(asked[PLACE].ref)}
    if asked["parmi"]:
        inside &= {commune.ref.code for commune in source.communes(asked["parmi"].ref)}
    if asked["convention"]:
        inside &= communes_of(source, asked["convention"].territories)
    if asked["zone"] and asked[QUARTER]:
        zones = source.rollout.counted(lambda commune, _, zone: f"{zone} {commune}", inside, asked[QUARTER])
        inside = {name.split()[1] for name in zones if name.split()[0] == asked["zone"]}
    return frozenset(inside)


def _operators(asked: Asked) -> frozenset[str]:
    """The operators asked: the one chosen, those of the convention."""
    own = frozenset(asked["convention"].operators if asked["convention"] else ())
    one = frozenset(filter(None, [asked[OPERATOR]]))
    if own and one and not own & one:
        # No building is of both.
        return frozenset(["-"])
    return (own & one) or own or one


def wanted(asked: Asked) -> Wanted | None:
    """Which buildings are asked; None when no list of buildings is loaded."""
    if asked[QUARTER] is None:
        return None
    what = asked[counted.COUNTED] or ALL
    return Wanted(asked[QUARTER], _inside(asked), what, _operators(asked), asked["pm"].strip(), asked[counted.YEARS])


def _counts(asked: Asked) -> dict[str, int]:
    """How many are asked in each commune that has one."""
    if "counts" not in asked.memory:
        which = wanted(asked)
        asked.memory["counts"] = observatory(asked.request).listed.counts(which) if which else {}
    counts: dict[str, int] = asked.memory["counts"]
    return counts


def _rows(asked: Asked) -> Stretch:
    listed, which, counts = observatory(asked.request).listed, wanted(asked), _counts(asked)
    total = sum(counts.values())

    def read(offset: int, limit: int) -> Sequence[ListedBuilding]:
        return listed.read(which, counts, offset, limit) if which else []

    asked.deliveries.add((SOURCE, asked[QUARTER].code))
    return Stretch(lambda: total, read, BATCH)


def _lines(asked: Asked, batch: Sequence[ListedBuilding]) -> list[Line]:
    source, period = observatory(asked.request), asked[QUARTER]
    if "names" not in asked.memory:
        asked.memory["names"] = {commune.ref.code: commune.name for commune in source.territories(Level.COMMUNE)}
    names: dict[str, str] = asked.memory["names"]
    return [
        Line(
            each,
            names.get(each.commune, each.commune),
            source.nearby.operator(each.operator),
            0 if each.last is None or each.state in READY else max(0, (period.end - each.last).days),
        )
        for each in batch
    ]


def _title(asked: Asked) -> str:
    what = asked[counted.COUNTED] or ALL
    return f"Immeubles {counted.phrase(what)}".strip() if asked[QUARTER] else "Immeubles"


def _headline(asked: Asked, total: int) -> str:
    """« 7 931 immeubles en retard »."""
    what = asked[counted.COUNTED] or ALL
    head = french.counted(total, "immeuble") if total else "Aucun immeuble"
    return french.typographic(f"{head} {counted.phrase(what, total > 1)}".strip())


def _said(asked: Asked) -> list[str]:
    """What narrows the list, besides what is counted."""
    source = observatory(asked.request)
    among, convention, zone = asked["parmi"], asked["convention"], asked["zone"]
    said = [
        asked[PLACE].name,
        f"parmi les communes : {among.name}" if among else "",
        source.nearby.operator(asked[OPERATOR]) if asked[OPERATOR] else "tous les opérateurs",
        convention.title if convention else "",
        (ZONES[zone][0] if zone in ZONES else "Zone inconnue") if zone else "",
        f"secteur {asked['pm']}" if asked["pm"] else "",
        f"date annoncée en {counted.years(asked[counted.YEARS], ' à ')}" if asked[counted.YEARS] else "",
        asked[QUARTER].label,
    ]
    return [french.typographic(words) for words in said if words]


def _context(asked: Asked) -> dict[str, Any]:
    """The answer, what it is about, where it is drawn."""
    shown = {"bar": bar.shown(asked.request, "listed"), "period": asked[QUARTER]}
    if asked[QUARTER] is None:
        return shown
    what = asked[counted.COUNTED]
    states = STATE.get(what, "" if what != OVERDUE else ",".join(state for state in STATES if state not in READY))
    query = {PLACE: str(asked[PLACE].ref), OPERATOR: asked[OPERATOR], "etat": states}
    source, counts = observatory(asked.request), _counts(asked)
    headline, edges = _headline(asked, sum(counts.values())), drawn.frames(source, asked[PLACE]) if counts else []
    names = {commune.ref.code: commune.name for commune in source.communes(asked[PLACE].ref)}
    return shown | {
        "headline": headline,
        "picture": reverse("listed.picture", args=[release_key(source)]) if edges else "",
        "picture_words": drawn.said(headline, counts, names),
        "picture_names": drawn.named(source, asked[PLACE], counts, names),
        "height": circles.height(edges) if edges else 0,
        "said": ", ".join(_said(asked)),
        "map": f"{reverse('buildings')}?{urlencode([pair for pair in query.items() if pair[1]])}",
        "last": asked[QUARTER] == observatory(asked.request).rollout.periods()[-1],
        "sheet": observatory(asked.request).source(SOURCE),
    }


def _criteria(asked: Asked) -> tuple[tuple[str, str], ...]:
    if asked[QUARTER] is None:
        return ()
    return (("Immeubles", counted.words(asked[counted.COUNTED] or ALL)), ("Où, qui, quand", ", ".join(_said(asked))))


def _address(line: Line) -> Shown:
    at, building = f"{reverse('address.point')}?{line.point}", line.building
    return Shown(street(building.address) or "Sans adresse", at, (Shown(building.identifier),))


def _last(line: Line) -> str:
    first, last = line.building.first, line.building.last
    return "" if last is None else "inchangée" if first == last else french.day(last)


def _sector(line: Line) -> str:
    return f"{line.commune}, secteur {line.building.exchange or 'inconnu'}"


def _state(line: Line) -> str:
    return STATES.get(line.building.state, UNKNOWN_STATE)[0]


def _late(line: Line) -> Shown | str:
    return Shown(long(line.late), tone="missing") if line.late else ""


LISTED = Listing(
    name="listed",
    address="immeubles",
    title=_title,
    what="immeuble",
    file="immeubles",
    template="fibre/listed/listed.html",
    context=_context,
    criteria=_criteria,
    empty=("Aucun immeuble ici", "Les listes des opérateurs n’en ont aucun qui réponde."),
    missing=lambda asked: "" if asked[QUARTER] else MISSING,
    lead="Les immeubles que compte un nombre des pages de la fibre : état, retard, date tenue, manquée, repoussée…",
    filters=(
        IN,
        BY_OPERATOR,
        quarters(lambda source: source.rollout.periods()),
        Filter(
            counted.COUNTED, "Lesquels", options=every("Tous", ((name, counted.words(name)) for name in COUNTED[1:]))
        ),
        Filter("pm", "Secteur (point de mutualisation)", Field.WORDS, longest=60),
        Filter(
            "zone",
            "Zone",
            options=every(
                "Toutes", [*((code, name) for code, (name, _) in ZONES.items()), (UNKNOWN_ZONE, "Zone inconnue")]
            ),
            elsewhere=True,
        ),
        Filter("parmi", "Parmi les communes de", parse=_among, elsewhere=True),
        Filter(counted.YEARS, "Année de la date", parse=_years, written=counted.years, elsewhere=True),
        Filter("convention", "Convention", parse=_convention, elsewhere=True),
    ),
    rows=_rows,
    line=_lines,
    sorts=False,
    size=25,
    group=_sector,
    columns=(
        Column(
            "adresse",
            "Adresse",
            "Numéro et voie, d’après l’opérateur",
            width=36,
            cell="building.address",
            show=_address,
        ),
        Column(
            "identifiant",
            "Identifiant",
            "Identifiant de l’immeuble chez l’opérateur",
            width=22,
            cell="building.identifier",
            first=False,
        ),
        Column("commune", "Commune", "Nom de la commune", width=28, first=False),
        Column(
            "code_commune",
            "Code de la commune",
            "Code officiel de la commune",
            width=8,
            cell="building.commune",
            first=False,
        ),
        Column("operateur", "Opérateur", "Opérateur d’infrastructure", width=24, cell="operator", first=False),
        Column(
            "pm",
            "Secteur",
            "Référence du point de mutualisation",
            width=22,
            cell="building.exchange",
            blank="inconnu",
            first=False,
        ),
        Column(
            "premiere_date",
            "Première date annoncée",
            "Fin du délai de complétude, la première fois qu’il est dit",
            Kind.DATE,
            cell="building.first",
            head="Date annoncée",
            blank="aucune",
        ),
        Column(
            "derniere_date",
            "Dernière date annoncée",
            "Fin du délai de complétude, à ce trimestre",
            Kind.DATE,
            cell="building.last",
            head="Dernière date",
            show=_last,
            blank="aucune",
        ),
        Column(
            "retard",
            "En retard de",
            "De la dernière date à la fin du trimestre",
            cell=lambda line: None,
            show=_late,
            filed=False,
            sorts=False,
        ),
        Column("etat", "État", "État de l’immeuble à ce trimestre", width=22, cell=_state, answers=True),
        Column("longitude", "Longitude", "Longitude WGS84", Kind.NUMBER, cell="building.longitude", first=False),
        Column("latitude", "Latitude", "Latitude WGS84", Kind.NUMBER, cell="building.latitude", first=False),
    ),
)
