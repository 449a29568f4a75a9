"""Lists of places: a place is never lost, nor placed in silence, for a cell that no figure needs."""

from pathlib import Path

import pytest

from maillage.kernel.errors import DataError
from maillage.sources import catalogue
from maillage.sources.formats.csv import Csv
from tests.sources.reading import drawn, read, written

NATIONAL = "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,typologie,itinerance,date_maj"
GOOD = {
    "id": "l-1",
    "pivot": "13001217900015",
    "nom": "Un lieu",
    "commune": "Besançon",
    "code_postal": "25000",
    "code_insee": "25056",
    "adresse": "1 rue de Vesoul",
    "latitude": "47.24",
    "longitude": "6.02",
    "typologie": "TIERS_LIEUX",
    "itinerance": "Fixe",
    "date_maj": "2026-10-01",
}


def national(folder: Path, **cells: str):
    row = ",".join(f'"{value}"' for value in (GOOD | cells).values())
    return read("mediation_nationale", [written(folder, f"{NATIONAL}\n{row}\n")])


@pytest.mark.parametrize(
    ("column", "cell", "facts"),
    [
        ("pivot", "1,30012E+13", {"siret": None}),
        ("pivot", "", {"siret": None}),
        ("date_maj", "hier", {"mis_a_jour": None}),
        ("date_maj", "2026-10-01T00:00:00.000Z", {"mis_a_jour": "2026-10-01"}),
        ("date_maj", "01/10/2026", {"mis_a_jour": "2026-10-01"}),
        ("code_insee", "besançon", {"commune": None}),
        ("code_postal", "1500", {"code_postal": "01500"}),
        ("code_postal", "25", {"code_postal": None}),
        ("latitude", "n.c.", {"latitude": None}),
        ("adresse", "", {"adresse": None}),
        ("typologie", "TIERS_LIEUX, RFS", {"tiers_lieu": True, "france_services": True}),
        ("typologie", "tiers_lieux", {"tiers_lieu": True}),
    ],
)
def test_a_place_is_kept_and_the_cell_told_when_no_figure_needs_it_or_it_can_be_read(tmp_path, column, cell, facts):
    found = national(tmp_path, **{column: cell})
    assert not found.refused
    [row] = found.rows
    assert {name: row[name] for name in facts} == facts
    assert [(line, name) for line, name, _ in found.doubts] == [(2, column)]


@pytest.mark.parametrize(
    ("column", "cell"), [("pivot", "130 012 179 00015"), ("pivot", "00000000000000"), ("typologie", "TIERS_LIEUX|ASSO")]
)
def test_what_is_written_as_the_standard_allows_says_nothing(tmp_path, column, cell):
    found = national(tmp_path, **{column: cell})
    assert (len(found.rows), found.doubts, found.refused) == (1, [], [])


@pytest.mark.parametrize("column", ["id", "nom"])
def test_a_place_without_identifier_or_name_is_refused(tmp_path, column):
    found = national(tmp_path, **{column: ""})
    assert [(line, name) for line, name, _ in found.refused] == [(2, column)]


FEED = "bfc_id,mise_a_jour,lon,lat,code_postal,ville,nom_structure,code_typo,code_label"


@pytest.mark.parametrize(
    ("types", "mediation", "told"),
    [
        ("M", True, False),
        ("m", True, False),
        ("F-I", True, False),
        ("I-T", False, False),
        ("M,TL", True, True),
        ("XX", False, True),
        ("F-XX", True, True),
    ],
)
def test_types_m_and_f_of_the_regional_feed_are_mediation_and_what_it_does_not_define_is_told(
    tmp_path, types, mediation, told
):
    row = f'p-1,01/02/2026,6.02,47.24,25000,BESANCON,Un lieu,"{types}",APTIC-MFS'
    found = read("mednum_bfc", [written(tmp_path, f"{FEED}\n{row}\n")])
    [place] = found.rows
    assert (place["mediation"], place["label_services"]) == (mediation, True)
    assert [name for _, name, _ in found.doubts] == (["code_typo"] if told else [])


OFFICIAL = "id_fs,lib_fs,insee_com,latitude,longitude,format_fs"


@pytest.mark.parametrize(
    ("columns", "cells", "itinerant", "told"),
    [
        ("", "Fixe", False, []),
        ("", "Bus_équivalent", True, []),
        ("", "Antenne", None, []),
        ("", "Péniche", None, ["format_fs"]),
        (",itinerance", "Site principal,Oui", True, []),
        (",itinerance", "Antenne,Non", False, []),
        (",itinerance", "Site principal,Parfois", None, ["itinerance"]),
    ],
)
def test_whether_a_france_services_moves_is_read_in_both_layouts_and_an_unknown_word_is_told(
    tmp_path, columns, cells, itinerant, told
):
    file = f"{OFFICIAL}{columns}\n1,France services de Test,25056,47.24,6.02,{cells}\n"
    found = read("france_services", [written(tmp_path, file)])
    assert [row["itinerant"] for row in found.rows] == [itinerant]
    assert [name for _, name, _ in found.doubts] == told
    assert not found.unknown


def test_the_list_before_august_2024_is_read_whole_with_the_places_that_move(shared_data):
    found = read("france_services", [shared_data / "commons" / "mediation" / "portrea_liste-fs_2024.csv"])
    moving = [row["itinerant"] for row in found.rows]
    assert (len(moving), moving.count(True), moving.count(False)) == (2707, 295, 2412)
    assert (found.refused, found.doubts, found.unknown) == ([], [], [])


CSVS = sorted(name for name, module in catalogue().items() if isinstance(module.SOURCE.format, Csv))


@pytest.mark.parametrize("name", CSVS)
@pytest.mark.parametrize("text", ['{"a": 1}', '\n [{"a": "' + "x" * 2**21 + '"}]'], ids=["object", "long list"])
def test_json_given_to_a_source_that_wants_csv_is_called_by_its_name(tmp_path, name, text):
    path = written(tmp_path, text.lstrip("\n"), "lieux.csv")
    with pytest.raises(DataError, match="c’est du JSON ; il faut le CSV"):
        catalogue()[name].SOURCE.format.read(path)


def test_text_encoded_twice_is_put_right_and_told(tmp_path):
    twice = "nom;ville\nÉcole d’été;Besançon\n".encode().decode("cp1252").encode()
    content, rows = drawn(Csv(), written(tmp_path, twice))
    assert [dict(row.cells) for row in rows] == [{"nom": "École d’été", "ville": "Besançon"}]
    assert [note.reason for note in content.notes] == [
        "1 ligne encodée deux fois en UTF-8 (« Ã© » pour « é ») : texte remis en ordre"
    ]


def test_text_encoded_once_is_left_as_it_is(tmp_path):
    content, rows = drawn(Csv(), written(tmp_path, "nom\nÉlan vital à Âge, 12 °C – « œuvre » Ã la carte\n"))
    assert [row.cells["nom"] for row in rows] == ["Élan vital à Âge, 12 °C – « œuvre » Ã la carte"]
    assert not content.notes


@pytest.mark.parametrize("point", ["[6.02]", '["est", 47.24]'])
def test_a_fabrique_whose_point_cannot_be_read_is_kept_in_its_commune_and_told(tmp_path, point):
    properties = '{"id_territoire": "f-1", "lib_territoire": "Le Lieu", "id_geo": "25056"}'
    geometry = f'{{"type": "Point", "coordinates": {point}}}'
    feature = f'{{"type": "Feature", "properties": {properties}, "geometry": {geometry}}}'
    file = f'{{"type": "FeatureCollection", "features": [{feature}]}}'
    found = read("fabriques_territoire", [written(tmp_path, file, "fabriques.geojson")])
    assert [(row["commune"], row["longitude"]) for row in found.rows] == [("25056", None)]
    assert [name for _, name, _ in found.doubts] == ["geometry"]
