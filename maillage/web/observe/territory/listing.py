"""The territories of a level, as a file."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from maillage.kernel.territory import LEVELS, Level
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.forms import asked
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory

COLUMNS = (
    Column("niveau", "Niveau", "commune, epci, groupement, departement ou region", width=12),
    Column("code", "Code", "Code officiel du territoire", width=11),
    Column("territoire", "Territoire", "Nom du territoire", width=36),
    Column("nature", "Nature", "Nature juridique ou statut", width=30),
    Column("habitants", "Habitants", "Population ; vide quand elle est inconnue", Kind.NUMBER, 12),
    Column("codes_postaux", "Codes postaux", "Codes postaux, séparés par une espace", width=16),
    Column("communes", "Communes", "Communes situées dans la région servie", Kind.NUMBER, 11),
    Column("communes_en_tout", "Communes en tout", "Communes en tout, hors région comprises", Kind.NUMBER, 11),
    Column("epci", "EPCI", "Code de l’EPCI d’une commune", width=12),
    Column("departement", "Département", "Code du département, quand il n’y en a qu’un", width=13),
    Column("region", "Région", "Code de la région", width=9),
    Column("publication", "Publication", "Numéro de la publication de Maillage", Kind.NUMBER, 12),
    Column("partie", "Partie", "D’un territoire à cheval sur la région : ses communes qui y sont", width=24),
    Column("millesime", "Millésime", "Code officiel géographique des territoires et des populations", width=11),
)


@public
def file(request: HttpRequest, form: str) -> HttpResponseBase:
    """The territories of the level `niveau`, of all levels without it, in the territory `dans` when it is given."""
    source = observatory(request)
    level = asked.level(request, LEVELS, Level.COMMUNE) if request.GET.get("niveau") else None
    within = asked.within(request)
    inside = source.territory(within) if within else None

    def rows(draft: Table) -> Iterator[tuple[Cell, ...]]:
        draft.deliveries.update(
            (sheet.name, delivery.period.code)
            for sheet in source.sources()
            if sheet.name.startswith("cog_")
            for delivery in sheet.deliveries[:1]
        )
        for each in [level] if level else LEVELS:
            for territory in source.territories(each, within):
                above = {parent.level: parent.code for parent in territory.parents}
                yield (
                    territory.ref.level.value,
                    territory.ref.code,
                    territory.name,
                    territory.kind,
                    territory.population,
                    " ".join(territory.postcodes),
                    territory.communes,
                    territory.communes_whole,
                    above.get(Level.EPCI, ""),
                    above.get(Level.DEPARTEMENT, ""),
                    above.get(Level.REGION, ""),
                    source.release.number,
                    territory.part,
                    source.release.vintage.label if source.release.vintage else "",
                )

    filters = [("Niveau", level.plural)] if level else []
    filters += [("Dans", f"{inside.name} ({within})")] if inside else []
    query = {key: value for key in ("niveau", "dans") if (value := request.GET.get(key))}
    export = table(
        "maillage-territoires" + (f"-{level}" if level else ""),
        f"Les {level.plural if level else 'territoires'} de {inside.name if inside else source.release.region_name}",
        f"{reverse('territory.list_file', args=['csv'])}?{urlencode(query)}"
        if query
        else reverse("territory.list_file", args=["csv"]),
        COLUMNS,
        rows,
        tuple(filters),
    )
    return answer(request, export, form)
