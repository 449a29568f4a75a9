"""Sites of « 4G fixe » that decrees ask of mobile operators (New Deal mobile), mainland France, each quarter.

Traps: days are written `28-déc-19`; operators are the columns whose name is a number (MCC and MNC), 1 where concerned;
positions are in Lambert-93 metres and the commune is not published; a zone may ask for several sites; the list of
sites of targeted coverage (`AAAA_TN_dcc_Metropole_sites.csv`) has all these columns: it is refused.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from maillage.kernel.licence import LICENCE_OUVERTE_1
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Bounds, Listing, LookAlike, Source
from maillage.sources.formats.coordinates import lambert_93
from maillage.sources.formats.csv import Csv

SOURCE = Source(
    name="arcep_4g_fixe",
    table="sites_4g_fixe",
    title="Sites de 4G fixe du New Deal mobile",
    publisher="Arcep",
    page="https://data.arcep.fr/mobile/4G_fixe/index.html",
    licence=LICENCE_OUVERTE_1,
    frequency="trimestrielle",
    format=Csv(separator=";", lower_header=True),
    required=("numero_site", "x_lambert_93", "y_lambert_93", r"\d{5}", "sites_demandes", "sites_mes"),
    optional=("num_arrete", "date_publication_arrete", "nom_site_arrete"),
    ignored=(
        "id_dossier",
        "nom_de_la_zone",
        "region",
        "departement",
        "insee_dep",
        r"sites_(6|6_24)_mois",
        "sites_attente_deploiement",
    ),
    # Several hundred in the country, none in the cities: a large region may have a few only.
    bounds=Bounds(per="10000 habitants", low=0.0005, high=5.0),
    remote=Listing(
        url="https://data.arcep.fr/mobile/4G_fixe/last/",
        pattern=r"(\d{4})_T(\d)_4GF_Metropole_sites\.csv",
        period=r"\1-T\2",
    ),
    notes="Sites demandés par arrêté, en service ou non. La 4G fixe se vend aussi ailleurs. La commune n’est pas "
    "publiée : elle est cherchée par les coordonnées, qui sont celles de la zone à couvrir tant que le site n’existe "
    "pas.",
    look_alikes=(LookAlike("la liste des sites du dispositif de couverture ciblée", name="_dcc_", column="op_leader"),),
)
_SHORT = "janv jan|févr fév fevr fev|mars|avr|mai|juin|juil|août aout|sept sep|oct|nov|déc dec"
MONTHS = {name: rank for rank, names in enumerate(_SHORT.split("|"), 1) for name in names.split()}
_DAY = re.compile(r"(\d{1,2})-([^\W\d_]+)\.?-(\d{2})")


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one site asked for."""
    operators = [name for name, _ in row.matching(r"\d{5}") if row.flag(name)]
    if not operators:
        raise Refused("20801", "aucun opérateur désigné")
    longitude, latitude = lambert_93(row, "x_lambert_93", "y_lambert_93")
    day = _day(row, "date_publication_arrete")
    yield {
        "numero": row.required("numero_site"),
        "nom": row.text("nom_site_arrete"),
        "operateurs": " ".join(sorted(operators)),
        "demandes": row.count("sites_demandes"),
        "mis_en_service": row.count("sites_mes"),
        "longitude": longitude,
        "latitude": latitude,
        "arrete": row.text("num_arrete"),
        "arrete_le": day.isoformat() if day else None,
    }


def _day(row: Row, column: str) -> date | None:
    """`28-déc-19` → 2019-12-28; None when blank. Raises Refused for anything else."""
    text = row.text(column)
    if text is None:
        return None
    match = _DAY.fullmatch(text.lower())
    if match and match[2] in MONTHS:
        with suppress(ValueError):
            return date(2000 + int(match[3]), MONTHS[match[2]], int(match[1]))
    raise Refused(column, "date illisible (ex. 28-déc-19)", text)
