"""The territories, of a level or of all. Somebody who joins our figures with theirs, or looks for a place, leaves with
their codes, their inhabitants, what they are part of, and the file.
"""

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.territory import LEVELS, Level, Territory
from maillage.web.declared import Line, Page, Question
from maillage.web.exports.table import Kind
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, every
from maillage.web.lists.places import WITHIN
from maillage.web.observe.publication import publication

PAGE = Page(lines=(Line(Question.WHERE, 2, "Mon territoire", "Commune, EPCI, département"),), indexed=True)
UNKNOWN = "inconnue"


def _rows(asked: Asked) -> list[Territory]:
    source, within = observatory(asked.request), asked["dans"]
    asked.deliveries.update(
        (sheet.name, delivery.period.code)
        for sheet in source.sources()
        if sheet.name.startswith("cog_")
        for delivery in sheet.deliveries[:1]
    )
    levels = [Level(asked["niveau"])] if asked["niveau"] else LEVELS
    return [each for level in levels for each in source.territories(level, within.ref if within else None)]


def _title(asked: Asked) -> str:
    level, within = asked["niveau"], asked["dans"]
    region = observatory(asked.request).release.region_name
    return f"Les {Level(level).plural if level else 'territoires'} de {within.name if within else region}"


def _file(asked: Asked) -> str:
    return "maillage-territoires" + (f"-{asked['niveau']}" if asked["niveau"] else "")


def _name(territory: Territory) -> Shown:
    ref = territory.ref
    part = (Shown(territory.part, tone="missing"),) if territory.part else ()
    return Shown(territory.name, reverse("territory", args=[ref.level, ref.code]), part)


def _above(name: str, label: str, words: str, width: int, level: Level) -> Column:
    def code(territory: Territory) -> str:
        return {parent.level: parent.code for parent in territory.parents}.get(level, "")

    return Column(name, label, words, width=width, cell=code, first=False)


def _columns(asked: Asked) -> tuple[Column, ...]:
    vintage = observatory(asked.request).release.vintage
    year = vintage.label if vintage else ""
    millesime = Column("millesime", "Millésime", YEAR, width=11, cell=lambda _: year, first=False)
    return (*FIRST, publication(asked), PART, millesime)


YEAR = "Code officiel géographique des territoires et des populations"
PART = Column(
    "partie",
    "Partie",
    "D’un territoire à cheval sur la région : ses communes qui y sont",
    width=24,
    cell="part",
    first=False,
)
FIRST = (
    Column(
        "niveau",
        "Niveau",
        "commune, epci, groupement, departement ou region",
        width=12,
        cell="ref.level.value",
        show=lambda territory: french.capital(territory.ref.level.label),
        first=False,
    ),
    Column("code", "Code", "Code officiel du territoire", width=11, cell="ref.code", first=False),
    Column("territoire", "Territoire", "Nom du territoire", width=36, cell="name", show=_name),
    Column("nature", "Nature", "Nature juridique ou statut", width=30, cell="kind"),
    Column(
        "habitants",
        "Habitants",
        "Population ; vide quand elle est inconnue",
        Kind.NUMBER,
        12,
        "population",
        blank=UNKNOWN,
    ),
    Column(
        "codes_postaux",
        "Codes postaux",
        "Codes postaux, séparés par une espace",
        width=16,
        cell=lambda territory: " ".join(territory.postcodes),
    ),
    Column("communes", "Communes", "Communes situées dans la région servie", Kind.NUMBER, 11),
    Column(
        "communes_en_tout",
        "Communes en tout",
        "Communes en tout, hors région comprises",
        Kind.NUMBER,
        11,
        "communes_whole",
        first=False,
    ),
    _above("epci", "EPCI", "Code de l’EPCI d’une commune", 12, Level.EPCI),
    _above("departement", "Département", "Code du département, quand il n’y en a qu’un", 13, Level.DEPARTEMENT),
    _above("region", "Région", "Code de la région", 9, Level.REGION),
)


LEVEL_OPTIONS = every("Tous", ((level.value, french.capital(level.plural)) for level in LEVELS))
LISTING = Listing(
    name="territories",
    address="territoires",
    title=_title,
    what="territoire",
    file=_file,
    lead="Leurs habitants, leurs codes officiels, et le portrait de chacun.",
    filters=(Filter("niveau", "Niveau", options=LEVEL_OPTIONS), WITHIN),
    rows=_rows,
    group=lambda territory: french.capital(territory.ref.level.plural),
    columns=_columns,
    size=100,
)
