"""Premises eligible to each class of fixed speed by commune, statistics of « Ma connexion internet ».

Traps: classes are cumulative (« at least »); only rows of type `all` are whole communes; every
technology counts, satellite included; the files of wired networks (`commune_debit_filaire`) and of networks without
satellite (`commune_debit_terrestre`) have the very same columns: only their name tells them apart; `nbr` is not the
`Locaux` of « Ma carte fibre »: one is never divided by the other.
"""

from collections.abc import Iterator

from maillage.kernel.licence import LICENCE_OUVERTE_2
from maillage.kernel.period import Period
from maillage.kernel.row import Refused, Row
from maillage.kernel.source import Bounds, Direct, LookAlike, Source
from maillage.sources.formats.csv import Csv

SOURCE = Source(
    name="arcep_mci_debits",
    table="debits_communes",
    title="Ma connexion internet : locaux éligibles par classe de débit et par commune",
    publisher="Arcep",
    page="https://www.data.gouv.fr/datasets/ma-connexion-internet",
    licence=LICENCE_OUVERTE_2,
    frequency="trimestrielle",
    format=Csv(separator=";"),
    required=("code_insee", "nbr", "type", "elig_bhd8", "elig_thd30", "elig_thd100", "elig_thd1g", "date"),
    ignored=("nom_com", "code_dep", "code_reg", "inel_hd", "elig_hd05", "elig_hd3"),
    # One row of type « all » for each commune.
    bounds=Bounds(per="commune", low=0.8, high=2.0),
    remote=Direct("https://data.arcep.fr/fixe/maconnexioninternet/statistiques/last/commune/commune_debit.csv"),
    notes="Toutes technologies confondues, satellite compris, qui porte presque partout les taux à 30 et "
    "100 Mbit/s vers 100 %. Paris, Lyon et Marseille y sont des communes entières. "
    "Rupture de méthode sur le cuivre au T2 2026, visible dès le T1 dans une partie des communes.",
    look_alikes=(
        LookAlike("celui des réseaux filaires seuls (« commune_debit_filaire »)", name="filaire"),
        LookAlike("celui des réseaux sans satellite (« commune_debit_terrestre »)", name="terrestre"),
    ),
    usual_name="commune_debit|arcep_mci_debits",
)


def parse(row: Row) -> Iterator[dict[str, object]]:
    """One row, one commune; rows of other types are left aside."""
    if row.required("type") != "all":
        return
    day = row.day("date")
    if day is None:
        raise Refused("date", "valeur obligatoire absente")
    yield {
        "commune": row.commune("code_insee"),
        "periode": Period.quarter_of(day).code,
        "locaux": row.count("nbr"),
        "eligibles_8": row.count("elig_bhd8"),
        "eligibles_30": row.count("elig_thd30"),
        "eligibles_100": row.count("elig_thd100"),
        "eligibles_1000": row.count("elig_thd1g"),
    }
