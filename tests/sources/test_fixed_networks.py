"""The fixed network at the building: how the files of the publishers are written, and what is made of it."""

import gzip
import json
from pathlib import Path

import pytest

from maillage.kernel.row import Refused, Row
from maillage.sources import catalogue, is_python
from tests.cli.terminal import own_copy, rows, succeed
from tests.sources.reading import SAMPLES, read, written

PROPERTIES = {"insee_dep": "25", "dep": "Doubs", "opérateur1": "Nordnet", "technologie1": "Satellite et 4G"} | {
    "site1": "https://www.example.org/satellite",
    "prise_encharge1": "Oui",
    "opérateur2": "Xankom",
    "technologie2": "THD radio",
    "opérateur3": None,
    "technologie3": None,
}


def site(**cells: str) -> dict[str, object]:
    """What is made of a good line of the sites of 4G fixe; `cells` replace some of its cells."""
    given = {
        "num_arrete": "4GF-1",
        "date_publication_arrete": "28-déc-19",
        "numero_site": "1",
        "x_lambert_93": "928404",
        "y_lambert_93": "6686557",
        "20801": "1",
        "20810": "0",
        "sites_demandes": "1",
        "sites_mes": "0",
    } | cells
    module = catalogue()["arcep_4g_fixe"]
    assert is_python(module)
    (found,) = module.parse(Row(given, 2))
    return found


def test_operators_are_read_from_the_map_of_the_publisher_too(tmp_path: Path) -> None:
    """The published GeoJSON holds one feature a département, and numbered properties for its operators."""
    feature = {"type": "Feature", "geometry": None, "properties": PROPERTIES}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False)
    found = read("cohesion_numerique", [written(tmp_path, text, "data_dep.geojson")])
    assert (found.refused, found.missing, found.unknown) == ([], [], [])
    assert [(row["departement"], row["rang"], row["operateur"], row["aide_majoree"]) for row in found.rows] == [
        ("25", 1, "Nordnet", True),
        ("25", 2, "Xankom", None),
    ]


@pytest.mark.parametrize(
    ("written_as", "day"),
    [
        ("28-déc-19", "2019-12-28"),
        ("3-août-20", "2020-08-03"),
        ("1-janv.-21", "2021-01-01"),
        ("15-févr-22", "2022-02-15"),
        ("9-JUIL-23", "2023-07-09"),
        ("", None),
    ],
)
def test_a_day_written_the_french_way_is_understood(written_as: str, day: str | None) -> None:
    assert site(date_publication_arrete=written_as)["arrete_le"] == day


@pytest.mark.parametrize("written_as", ["28-12-19", "30-févr-20", "28-xyz-19", "décembre 2019"])
def test_a_day_that_cannot_be_read_is_refused(written_as: str) -> None:
    with pytest.raises(Refused, match="date illisible"):
        site(date_publication_arrete=written_as)


def test_any_column_named_by_a_number_is_an_operator() -> None:
    assert site(**{"20815": "1", "20820": "0"})["operateurs"] == "20801 20815"


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


@pytest.mark.more
def test_the_files_of_several_departements_packed_as_published_are_one_delivery(home: Path, tmp_path: Path) -> None:
    header, *lines = (SAMPLES / "arcep_mci_eligibilite.csv").read_bytes().splitlines(keepends=True)
    # Lines 2 to 14 are of the Doubs, 15 to 17 of the Territoire de Belfort; line 16 gives the offer of line 15 again.
    for code, part in (("25", lines[:13]), ("90", lines[13:16])):
        (tmp_path / f"actuel_{code}.csv.gz").write_bytes(gzip.compress(header + b"".join(part)))
    files = sorted(tmp_path.glob("actuel_*.csv.gz"))
    told = succeed(home, "load", "arcep_mci_eligibilite", *files, "--period", "2026-T3", "--accept-fewer")
    assert "15 lignes gardées sur 16 lues, 1 refusée" in told
    assert "doublon de la ligne 2 (même imb_id, operateur, techno, periode)" in told
    assert "Rien n’est comparé : l’éditeur redonne les identifiants à chaque période." in told
    found = rows(home, "eligibilite_fixe", "arcep_mci_eligibilite", "periode", "imb_id", "fichier", "ligne")
    assert ("2026-T3", "30000011", "actuel_90.csv.gz", 4) in found


def test_a_building_keeps_its_former_commune_and_is_counted_in_the_one_of_today(home: Path) -> None:
    found = {
        row[0]: row[1:]
        for row in rows(home, "immeubles_fixe", "arcep_mci_immeubles", "imb_id", "commune", "commune_publiee", "locaux")
    }
    assert found["30000005"] == ("25035", "25034", 1)
    assert found["30000009"] == ("25463", "25603", 2)
    assert found["30000007"] == ("25547", "25547", 0)
    assert len(found) == 12


def test_the_calendar_of_copper_keeps_one_row_a_commune_and_flags_a_contradiction(home: Path) -> None:
    found = rows(home, "fermeture_cuivre", "cuivre_communes", "commune", "statut", "fermeture_technique_le")
    assert sorted(found) == [
        ("25035", "prevue", "2029-01-31"),
        ("25056", "prevue", "2028-01-31"),
        ("25388", "prevue", "2027-01-31"),
        ("25463", "pas_encore_prevue", None),
        ("25547", "pas_encore_prevue", "2030-01-31"),
        ("90010", "prevue", "2026-01-31"),
        ("90068", "ferme", "2025-01-31"),
    ]


def test_a_site_of_4g_fixe_is_counted_in_the_commune_its_position_falls_in(home: Path) -> None:
    found = rows(home, "sites_4g_fixe", "arcep_4g_fixe", "numero", "commune", "demandes", "mis_en_service")
    assert sorted(found) == [
        ("101", "25035", 1, 1),
        ("102", "25463", 1, 0),
        ("7", "90068", 2, 1),
        ("8", "90097", 1, 2),
        ("9", "25056", 1, 0),
    ]
