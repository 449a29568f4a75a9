"""The permanent base of facilities: codes that change, qualities of points, and what may not be shown."""

import csv
import io
from pathlib import Path

import pytest

from maillage.sources.insee_bpe import SOURCE
from tests.sources.reading import read, written

# The columns of the edition of 2025, in its order.
HEADER = (
    "AN;APET;NOMRS;CNOMRS;NUMVOIE;INDREP;TYPVOIE;LIBVOIE;CADR;CODPOS;DEPCOM;DEP;REG;LIBCOM;DOM;SDOM;TYPEQU;SIRET;"
    "STATUT_DIFFUSION;CANTINE;INTERNAT;RPI;EP;CL_PGE;SECT;SECTEUR;ACCES_AIRE_PRATIQUE;ACCES_LIBRE;ACCES_SANITAIRE;"
    "ACCES_VESTIAIRE;CAPACITE_D_ACCUEIL;PRES_DOUCHE;PRES_SANITAIRE;SAISONNIER;COUVERT;ECLAIRE;CATEGORIE;MULTIPLEXE;"
    "STRUCTURE_EXERCICE;SPECIALITE;ACCUEIL;ITINERANCE;MODE_GESTION;SSTYPHEB;TYPE;TYPERESTO;IMPLANTATION_STATION;GPL;"
    "CAPACITE;INDIC_CAPA;NBEQUIDENT;INDIC_NBEQUIDENT;NBSALLES;INDIC_NBSALLES;NBLIEUX;INDIC_NBLIEUX;NB_PDC;INDIC_NB_PDC;"
    "NB_PDC_PA;INDIC_NB_PDC_PA;NB_PDC_ACCELEREE;INDIC_NB_PDC_ACCELEREE;NB_PDC_LENTE;INDIC_NB_PDC_LENTE;NB_PDC_RAPIDE;"
    "INDIC_NB_PDC_RAPIDE;NB_PDC_ULTRARAPIDE;INDIC_NB_PDC_ULTRARAPIDE;NB_JOURS_OUVERT;INDIC_NB_JOURS_OUVERT;LAMBERT_X;"
    "LAMBERT_Y;LONGITUDE;LATITUDE;QUALITE_XY;EPSG;QUALITE_GEOLOC;TR_DIST_PRECISION;DCIRIS;QUALI_IRIS;IRISEE;QP2024;"
    "QUALI_QP2024;QP2015;QUALI_QP2015;QVA;QUALI_QVA;ZUS;QUALI_ZUS;EPCI;UU2020;BV2022;AAV2020;DENS3;DENS7"
).split(";")
USUAL = {
    "NOMRS": "EXEMPLE",
    "DEPCOM": "25056",
    "TYPEQU": "A129",
    "STATUT_DIFFUSION": "_Z",
    "LONGITUDE": "6.0241",
    "LATITUDE": "47.2378",
    "QUALITE_XY": "B",
    "QUALITE_GEOLOC": "11",
}


def facility(folder: Path, header: list[str] = HEADER, **cells: str) -> dict[str, object]:
    """What is made of one line of the file."""
    [row] = facilities(folder, cells, header=header)
    return row


def facilities(folder: Path, *lines: dict[str, str], header: list[str] = HEADER) -> list[dict[str, object]]:
    """What is made of some lines of the file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header, "_Z", "ignore", delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(USUAL | cells for cells in lines)
    found = read("insee_bpe", [written(folder, text.getvalue())])
    assert (found.refused, found.missing, found.unknown) == ([], [], [])
    return found.rows


def test_the_edition_of_2025_has_95_columns_that_are_all_known(tmp_path: Path) -> None:
    assert len(HEADER) == 95
    assert facility(tmp_path)["nature"] == "Mairie"


@pytest.mark.parametrize(
    ("code", "nature"), [("A101", "Police"), ("A140", "Police"), ("A207", "Relais poste"), ("A208", "Agence postale")]
)
def test_a_police_station_and_a_post_counter_are_read_whatever_the_edition(
    tmp_path: Path, code: str, nature: str
) -> None:
    row = facility(tmp_path, TYPEQU=code)
    assert (row["categorie"], row["nature"], row["nom"]) == ("service_public", nature, "EXEMPLE")


@pytest.mark.more
@pytest.mark.parametrize(
    ("quality", "points", "placed"),
    [
        ("11", "B", True),
        ("21", "A", True),
        ("_Z", "B", True),
        ("_Z", "BONNE", True),
        ("_Z", "M", False),
        ("_Z", "_U", False),
        ("12", "A", False),
        ("22", "A", False),
        ("33", "M", False),
        ("44", "B", False),
        ("_U", "B", False),
    ],
)
def test_a_point_is_shown_only_where_its_quality_says_it_is_the_place(
    tmp_path: Path, quality: str, points: str, placed: bool
) -> None:
    row = facility(tmp_path, QUALITE_GEOLOC=quality, QUALITE_XY=points)
    assert (row["longitude"] is not None) == placed


@pytest.mark.parametrize(("status", "shown"), [("O", True), ("_Z", True), ("", True), ("P", False), ("X", False)])
def test_a_status_nobody_knows_hides_name_and_place(tmp_path: Path, status: str, shown: bool) -> None:
    row = facility(tmp_path, STATUT_DIFFUSION=status)
    assert (row["nom"] is not None, row["longitude"] is not None) == (shown, shown)


def test_a_file_without_a_column_that_is_not_required_is_read(tmp_path: Path) -> None:
    assert "QUALITE_XY" in SOURCE.optional
    row = facility(tmp_path, [name for name in HEADER if name != "QUALITE_XY"], QUALITE_GEOLOC="_Z")
    assert row["longitude"] == 6.0241


DOCTOR = {"TYPEQU": "D265", "NOMRS": "DOCTEUR EXEMPLE", "SIRET": "99900000000066"}


@pytest.mark.parametrize("status", ["O", "_Z", "P", "N", ""])
def test_of_a_general_practitioner_nothing_is_kept_but_the_commune(tmp_path: Path, status: str) -> None:
    [row] = facilities(tmp_path, {**DOCTOR, "STATUT_DIFFUSION": status})
    assert (row["categorie"], row["nature"], row["commune"]) == ("medecin", "Médecin généraliste", "25056")
    assert (row["nom"], row["longitude"], row["latitude"]) == (None, None, None)
    assert row["identifiant"] == "medecin|25056|2"


def test_two_practitioners_of_one_practice_told_by_the_same_line_are_two(tmp_path: Path) -> None:
    rows = facilities(tmp_path, DOCTOR, DOCTOR, {**DOCTOR, "SIRET": ""})
    assert len({row["identifiant"] for row in rows}) == 3


def test_a_practitioner_whose_point_is_wrong_is_counted_all_the_same(tmp_path: Path) -> None:
    [row] = facilities(tmp_path, {**DOCTOR, "LONGITUDE": "95.0"})
    assert row["commune"] == "25056"
