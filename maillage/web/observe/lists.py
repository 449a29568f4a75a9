"""The lists of the site as files: territories of a level, indicators, sources."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase

from maillage.kernel.territory import LEVELS, Level
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

TERRITORY_COLUMNS = (
    Column("niveau", "Niveau", "commune, epci, groupement, departement ou region", width=12),
    Column("code", "Code", "Code officiel du territoire", width=11),
    Column("territoire", "Territoire", "Nom du territoire", width=36),
    Column("nature", "Nature", "Nature juridique ou statut", width=30),
    Column("habitants", "Habitants", "Population ; vide quand elle est inconnue", Kind.NUMBER, 12),
    Column("codes_postaux", "Codes postaux", "Codes postaux, séparés par une espace", width=16),
    Column("communes", "Communes", "Communes situées dans la région servie", Kind.NUMBER, 11),
    Column(
        "communes_en_tout", "Communes en tout", "Communes en tout, hors région comprises", Kind.NUMBER, 11
    ),
    Column("epci", "EPCI", "Code de l’EPCI d’une commune", width=12),
    Column("departement", "Département", "Code du département, quand il n’y en a qu’un", width=13),
    Column("region", "Région", "Code de la région", width=9),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
    Column("partie", "Partie", "D’un territoire à cheval sur la région : ses communes qui y sont", width=24),
    Column(
        "millesime", "Millésime", "Code officiel géographique des territoires et des populations", width=11
    ),
)
INDICATOR_COLUMNS = (
    Column("indicateur", "Indicateur", "Nom de l’indicateur, celui de son adresse", width=36),
    Column("titre", "Titre", "Titre de l’indicateur", width=46),
    Column("theme", "Thème", "Thème", width=24),
    Column("unite", "Unité", "Unité de la valeur", width=18),
    Column("sens", "Sens", "Ce qui vaut mieux", width=20),
    Column("definition", "Définition", "Ce que dit le chiffre", width=60),
    Column("numerateur", "Numérateur", "Ce qui est compté", width=40),
    Column("denominateur", "Dénominateur", "Sur combien ; vide pour un décompte", width=40),
    Column("premiere_periode", "Première période", "Vide : données non chargées", width=12),
    Column("derniere_periode", "Dernière période", "Vide : données non chargées", width=12),
    Column("sources", "Sources", "Sources qui peuvent le nourrir", width=40),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
)
SOURCE_COLUMNS = (
    Column("source", "Source", "Nom de la source, celui de son adresse", width=30),
    Column("titre", "Titre", "Titre de la source", width=46),
    Column("producteur", "Producteur", "Qui publie", width=26),
    Column("licence", "Licence", "Conditions de réutilisation", width=24),
    Column("rythme", "Rythme", "Rythme de publication", width=18),
    Column("page", "Page officielle", "Où le producteur publie", width=40),
    Column("livraisons", "Livraisons", "Livraisons gardées", Kind.NUMBER, 11),
    Column("derniere_periode", "Dernière période", "Vide : données non chargées", width=12),
    Column("obtenu_le", "Obtenu le", "Jour où la dernière livraison a été obtenue", Kind.DATE, 13),
    Column("lues", "Lignes lues", "Dans la dernière livraison", Kind.NUMBER, 12),
    Column("gardees", "Lignes gardées", "Dans la dernière livraison", Kind.NUMBER, 12),
    Column("refusees", "Lignes refusées", "Dans la dernière livraison", Kind.NUMBER, 12),
    Column("signalees", "Lignes signalées", "Gardées telles quelles", Kind.NUMBER, 12),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
)


@public
def territories(request: HttpRequest, form: str) -> HttpResponseBase:
    """The territories of the level `niveau`, of all levels without it, in the territory `dans` when it is given."""
    source = observatory(request)
    level = asked.level(request, LEVELS, Level.COMMUNE) if request.GET.get("niveau") else None
    within = asked.within(request)
    inside = source.territory(within) if within else None

    def rows(told: Table) -> Iterator[tuple[Cell, ...]]:
        told.deliveries.update(
            (sheet.name, one.period.code)
            for sheet in source.sources()
            if sheet.name.startswith("cog_")
            for one in sheet.deliveries[:1]
        )
        for one in (
            one for each in ([level] if level else LEVELS) for one in source.territories(each, within)
        ):
            above = {parent.level: parent.code for parent in one.parents}
            yield (
                one.ref.level.value,
                one.ref.code,
                one.name,
                one.kind,
                one.population,
                " ".join(one.postcodes),
                one.communes,
                one.communes_whole,
                above.get(Level.EPCI, ""),
                above.get(Level.DEPARTEMENT, ""),
                above.get(Level.REGION, ""),
                source.release.number,
                one.part,
                source.release.vintage.label if source.release.vintage else "",
            )

    filters = [("Niveau", level.plural)] if level else []
    filters += [("Dans", f"{inside.name} ({within})")] if inside else []
    query = {key: value for key in ("niveau", "dans") if (value := request.GET.get(key))}
    told = table(
        "maillage-territoires" + (f"-{level}" if level else ""),
        f"Les {level.plural if level else 'territoires'} de {inside.name if inside else source.release.region_name}",
        f"/territoires.csv?{urlencode(query)}" if query else "/territoires.csv",
        TERRITORY_COLUMNS,
        rows,
        tuple(filters),
    )
    return answer(request, told, form)


@public
def indicators(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every indicator, those without data too."""
    source = observatory(request)

    def rows(_: Table) -> Iterator[tuple[Cell, ...]]:
        for sheet in source.indicators():
            one = sheet.indicator
            yield (
                one.name,
                one.title,
                one.theme,
                one.unit,
                one.good.value,
                one.definition,
                one.numerator,
                one.denominator,
                sheet.periods[0].code if sheet.loaded else "",
                sheet.periods[-1].code if sheet.loaded else "",
                " | ".join(sheet.sources),
                source.release.number,
            )

    told = table("maillage-indicateurs", "Les indicateurs", "/indicateurs", INDICATOR_COLUMNS, rows)
    return answer(request, told, form)


@public
def sources(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every source, those not loaded too, with the counts of its last delivery."""
    source = observatory(request)

    def rows(told: Table) -> Iterator[tuple[Cell, ...]]:
        for sheet in source.sources():
            last = sheet.last
            if last:
                told.deliveries.add((sheet.name, last.period.code))
            counts = (last.read, last.kept, last.refused, last.flagged) if last else (None,) * 4
            yield (
                sheet.name,
                sheet.title,
                sheet.publisher,
                sheet.licence,
                sheet.frequency,
                sheet.page,
                len(sheet.deliveries),
                last.period.code if last else "",
                last.obtained_on if last else None,
                *counts,
                source.release.number,
            )

    told = table("maillage-sources", "Les sources", "/sources", SOURCE_COLUMNS, rows)
    return answer(request, told, form)
