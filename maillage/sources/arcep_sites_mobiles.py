"""Mobile sites of mainland France, one row for each operator and site, each quarter.

Traps: decimal commas; the case of the headers changes from one file to the next (`site_ZB`, `site_zb`);
several operators may share a site (`id_site_partage`) and each has its row; the list of planned sites (« sites à
venir ») has these columns and two more, `annee_donnee` and `trimestre_donnee`: it is refused.
"""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_1
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import QUARTER, Bounds, Listing, LookAlike, Source, labels
from maillage.sources.formats.csv import Csv

OPERATORS = {"20801": "Orange", "20810": "SFR", "20815": "Free Mobile", "20820": "Bouygues Telecom"}
LABELS = (labels("code_op", OPERATORS),)
SOURCE = Source(
    name="arcep_sites_mobiles",
    table="sites_mobiles",
    title="Sites mobiles de France métropolitaine (Mon réseau mobile)",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/mon-reseau-mobile",
    licence=LICENCE_OUVERTE_1,
    frequency="trimestrielle",
    format=Csv(separator=";", lower_header=True),
    required=("code_op", "num_site", "latitude", "longitude", "insee_com", "site_2g", "site_3g", "site_4g"),
    optional=("id_site_partage", "id_station_anfr", "site_5g", "site_zb", "site_dcc"),
    ignored=(
        "nom_op",
        "x",
        "y",
        "nom_reg",
        "nom_dep",
        "insee_dep",
        "nom_com",
        "mes_4g_trim",
        "site_strategique",
        "site_capa_240mbps",
        "date_ouverturecommerciale_5g",
        r"site_5g_\d+_m_hz",
    ),
    # About 125 000 in mainland France, 19 for 10 000 inhabitants; the number follows people and relief.
    bounds=Bounds(per="10000 habitants", low=5.0, high=100.0),
    remote=Listing(
        url="https://data.arcep.fr/mobile/sites/last/", pattern=r"(\d{4})_T(\d)_sites_Metropole\.csv", period=r"\1-T\2"
    ),
    notes="Un site partagé par plusieurs opérateurs compte une fois pour chacun. Les sites prévus n’y sont pas.",
    labels=LABELS,
    look_alikes=(
        LookAlike(
            "la liste des sites prévus (« sites à venir »), qui ne sont pas en service",
            name="a[ _-]?venir",
            column="trimestre_donnee",
        ),
    ),
    deposited=QUARTER,
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one site of one operator."""
    code = row.required("code_op")
    if code not in OPERATORS:
        raise Refused("code_op", "code d’opérateur inconnu", code)
    yield {
        "commune": row.commune("insee_com"),
        "operateur": OPERATORS[code],
        "numero": row.required("num_site"),
        "site_partage": row.text("id_site_partage"),
        "station_anfr": row.text("id_station_anfr"),
        "longitude": row.decimal("longitude"),
        "latitude": row.decimal("latitude"),
        "g2": row.flag("site_2g"),
        "g3": row.flag("site_3g"),
        "g4": row.flag("site_4g"),
        "g5": row.flag("site_5g"),
        "zone_blanche": row.flag("site_zb"),
        "couverture_ciblee": row.flag("site_dcc"),
    }
