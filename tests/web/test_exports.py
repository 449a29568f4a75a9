"""Files to take away: complete, dated, typed, and harmless in a spreadsheet; CSV and XLSX never differ."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely
from django.test import Client
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from maillage.kernel.territory import Level, Ref
from maillage.observatory.sheets import ReleaseSheet
from maillage.web.exports.about import About
from maillage.web.exports.comma import csv_file, safe
from maillage.web.exports.table import Column, Kind, Table
from maillage.web.exports.workbook import write

RELEASE = ReleaseSheet(1, datetime(2026, 11, 22, tzinfo=UTC), Ref(Level.REGION, "27"), "Bourgogne-Franche-Comté")
FTTH = "taux_locaux_raccordables_ftth"
NOTICE = "Territoire fictif, données simulées"
TABLES = (
    "/territoires/commune/25056.{}",
    "/territoires/region/27.{}",
    f"/indicateurs/{FTTH}.{{}}",
    f"/indicateurs/{FTTH}.{{}}?niveau=commune&periode=2018-T1&dans=departement:90",
    f"/indicateurs/{FTTH}/classement.{{}}?niveau=commune&periode=2018-T1",
    "/indicateurs.{}",
    "/sources.{}",
    "/sources/arcep_ftth_2018/lignes.{}",
    "/territoires.{}",
    "/territoires.{}?niveau=commune&dans=departement:25",
    f"/graphiques/{FTTH}/departement/25.{{}}",
    "/comparer.{}?t=departement:25&t=departement:90&i=" + FTTH + "&i=sites_4g_par_operateur&tri=" + FTTH,
)


def taken(site: Client, address: str) -> bytes:
    """The bytes of a file."""
    answer = site.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def read_csv(site: Client, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(taken(site, address).decode(), newline="")))


def book(site: Client, address: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(taken(site, address)))


def cells(sheet: Worksheet) -> list[list[object]]:
    """The rows under the head, dates as days and nothing as an empty text."""
    found = []
    for row in sheet.iter_rows(min_row=2, values_only=True):
        found.append([cell.date() if isinstance(cell, datetime) else cell for cell in row])
    return found


def same(text: str, cell: object) -> bool:
    """Whether a cell of a CSV and one of a workbook hold the same thing."""
    if cell is None:
        return text == ""
    if isinstance(cell, date):
        return text == cell.isoformat()
    if isinstance(cell, int | float):
        return float(text) == cell
    return text == safe(str(cell))


def one_table(cell: object) -> Table:
    return Table("essai", "Essai", "/", (Column("valeur", "Valeur", "Une valeur", Kind.TEXT),), [(cell,)])


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_no_cell_of_text_can_run_in_a_spreadsheet(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    written = b"".join(csv_file(one_table(cell), RELEASE)).decode()
    assert list(csv.reader(io.StringIO(written, newline="")))[1][0].startswith("'")

    out = io.BytesIO()
    write(one_table(cell), About(RELEASE, {}, "http://localhost/", ""), out)
    found = openpyxl.load_workbook(out)["Données"]["A2"]
    assert (found.data_type, found.quotePrefix) == ("s", True)
    assert unescape(found.value) == cell


@pytest.mark.parametrize("cell", [-2.5, -3, 0, "Belfort", "", None])
def test_numbers_and_plain_words_leave_as_they_are(cell: object) -> None:
    assert safe(cell) == cell  # type: ignore[arg-type]


def test_a_date_is_written_so_that_it_sorts() -> None:
    assert safe(date(2026, 6, 30)) == "2026-06-30"


@pytest.mark.parametrize("address", TABLES)
def test_a_table_is_the_same_in_csv_and_in_a_workbook(site: Client, address: str) -> None:
    written = list(csv.reader(io.StringIO(taken(site, address.format("csv")).decode(), newline="")))
    sheet = book(site, address.format("xlsx")).worksheets[0]
    rows = cells(sheet)
    assert len(rows) == len(written) - 1 > 0
    assert sheet.max_column == len(written[0])
    for line, row in zip(written[1:], rows, strict=True):
        for text, cell in zip(line, row, strict=True):
            assert same(text, cell), (address, text, cell)


def test_a_workbook_has_numbers_as_numbers_and_days_as_days(site: Client) -> None:
    sheet = book(site, "/territoires/departement/25.xlsx")["Données"]
    heads = {cell.value: cell.column - 1 for cell in sheet[1]}
    rate = next(row for row in sheet.iter_rows(min_row=2) if row[heads["Indicateur"]].value == FTTH)
    value, numerator, day = (rate[heads[head]] for head in ("Valeur", "Numérateur", "Obtenu le"))
    assert value.data_type == numerator.data_type == "n"
    assert value.value == pytest.approx(100 * 3500 / 10450)
    assert value.number_format == '#,##0.0" %"'
    assert numerator.number_format == "#,##0"
    assert day.is_date
    assert day.number_format == "dd/mm/yyyy"


def test_a_workbook_keeps_its_head_in_view_and_filters(site: Client) -> None:
    sheet = book(site, f"/indicateurs/{FTTH}.xlsx")["Données"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.column_dimensions["C"].width > 30


def test_a_workbook_names_its_sources_with_their_licence_and_dates(site: Client) -> None:
    sheet = book(site, f"/indicateurs/{FTTH}.xlsx?niveau=commune&periode=2018-T1")["Sources"]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in cells(sheet)]
    assert {row["Source"] for row in rows} == {"arcep_ftth_2018", "arcep_logements_2018"}
    for row in rows:
        assert row["Producteur"] == "Arcep"
        assert str(row["Licence"]).startswith("Licence Ouverte")
        assert str(row["Adresse de la licence"]).startswith("https://")
        assert row["Période décrite"]
        assert isinstance(row["Obtenu le"], date)
        assert str(row["Livraison"]).endswith(".csv")


def test_a_workbook_says_what_it_is_and_where_it_comes_from(site: Client) -> None:
    sheet = book(site, f"/indicateurs/{FTTH}.xlsx?niveau=commune&dans=departement:25")["À propos"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0]]
    told = dict(reversed(rows))
    assert told["Adresse de la vue"] == (f"http://localhost/indicateurs/{FTTH}?niveau=commune&dans=departement%3A25")
    assert told["Filtre : Niveau"] == "communes"
    assert "departement:25" in told["Filtre : Dans"]
    assert "Bourgogne-Franche-Comté" in told["Publication"]
    assert "jamais un zéro" in told["Cellules vides"]
    assert "Licence Ouverte" in told["Licences"]
    assert "colonne « valeur » du CSV" in told["Valeur"]


def test_the_workbook_of_a_curve_has_a_chart_cut_where_the_series_breaks(site: Client) -> None:
    sheet = book(site, f"/graphiques/{FTTH}/departement/25.xlsx")["Données"]
    assert len(sheet._charts) == 1
    assert len(sheet._charts[0].series) == 2


def test_csv_api_and_workbook_tell_the_same_values(site: Client) -> None:
    told = site.get(f"/api/v1/indicators/{FTTH}/values?level=commune&period=2018-T1").json()["values"]
    api = {one["territory"].split(":")[1]: one["value"] for one in told}
    address = f"/indicateurs/{FTTH}.{{}}?niveau=commune&periode=2018-T1"
    written = {row["code"]: float(row["valeur"]) for row in read_csv(site, address.format("csv"))}
    sheet = book(site, address.format("xlsx"))["Données"]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in cells(sheet)]
    assert api == written == {row["Code"]: row["Valeur"] for row in rows}


def test_the_ranking_as_a_file_ends_with_those_we_know_nothing_of(site: Client) -> None:
    rows = read_csv(site, f"/indicateurs/{FTTH}/classement.csv?niveau=commune&periode=2018-T1")
    known = [float(row["valeur"]) for row in rows if row["valeur"]]
    assert known == sorted(known, reverse=True)
    assert (rows[-1]["code"], rows[-1]["valeur"], rows[-1]["place"]) == ("90097", "", "")
    assert [row["place"] for row in rows[:-1]] == [str(place) for place in range(1, len(rows))]


def test_a_file_holds_only_the_part_of_the_region_asked(site: Client) -> None:
    rows = read_csv(site, f"/indicateurs/{FTTH}.csv?niveau=commune&dans=departement:90")
    assert {row["code"] for row in rows} == {"90010", "90068", "90097"}
    listed = read_csv(site, "/territoires.csv?niveau=commune&dans=departement:90")
    assert [row["territoire"] for row in listed] == ["Belfort", "Meroux-Moval", "Trévenans"]
    assert listed[0]["habitants"] == "6100"


def test_every_row_of_an_export_carries_its_source_its_date_and_its_release(site: Client) -> None:
    answer = site.get(f"/indicateurs/{FTTH}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="maillage-{FTTH}.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    assert {row["niveau"] for row in rows} >= {"commune", "epci", "departement", "region"}
    assert {row["periode"] for row in rows} == {"2017-T3", "2017-T4", "2018-T1", "2026-T2"}
    assert all(row["source"] and row["obtenu_le"] and row["publication"] == "1" for row in rows)


def test_every_refused_or_flagged_row_of_a_source_can_be_taken_away(site: Client) -> None:
    told = site.get("/api/v1/sources/arcep_ftth_2018/problems").json()
    rows = read_csv(site, "/sources/arcep_ftth_2018/lignes.csv")
    assert len(rows) == told["total"] > 5
    assert [(row["fichier"], row["ligne"], row["colonne"], row["motif"]) for row in rows] == [
        (one["file"], str(one["line"]), one["column"], one["reason"]) for one in told["problems"]
    ]
    refused = read_csv(site, "/sources/arcep_ftth_2018/lignes.csv?effet=refusees")
    assert {row["effet"] for row in refused} == {"refusée"}


def test_a_map_program_opens_the_shapes_with_their_values(site: Client) -> None:
    answer = site.get(f"/indicateurs/{FTTH}.geojson?niveau=commune&periode=2018-T1")
    assert answer["Content-Type"] == "application/geo+json"
    told = json.loads(answer.content)
    assert told["type"] == "FeatureCollection"
    assert told["adresse"] == f"http://localhost/indicateurs/{FTTH}?niveau=commune&periode=2018-T1"
    assert any("Arcep" in one for one in told["source"])
    assert any("Licence Ouverte" in one for one in told["licence"])
    by_code = {one["properties"]["code"]: one for one in told["features"]}
    assert len(by_code) == 8
    belfort, unknown = by_code["90010"], by_code["90097"]["properties"]
    ring = shapely.from_geojson(json.dumps(belfort["geometry"]))
    assert ring.is_valid
    polygon = ring.geoms[0] if ring.geom_type == "MultiPolygon" else ring
    assert shapely.is_ccw(polygon.exterior)
    assert -5 < polygon.centroid.x < 10 < 41 < polygon.centroid.y < 52
    assert belfort["properties"]["completude"] == {"connues": 1, "concernees": 1}
    assert belfort["properties"]["unite"] == "%"
    assert belfort["properties"]["obtenu_le"]
    assert (unknown["valeur"], unknown["nom"]) == (None, "Trévenans")


def test_without_outlines_the_shapes_are_refused_in_words(site: Client, monkeypatch: Any) -> None:
    from maillage.observatory.door import Observatory

    monkeypatch.setattr(Observatory, "outlines", lambda *_, **__: {})
    answer = site.get(f"/indicateurs/{FTTH}.geojson?niveau=commune")
    assert answer.status_code == 404
    assert "Aucun contour chargé" in answer.content.decode()


def test_a_chart_taken_away_carries_its_title_source_date_licence_and_address(site: Client) -> None:
    answer = site.get(f"/graphiques/{FTTH}/departement/25.svg?export=1")
    text = answer.content.decode()
    for words in (
        "Locaux raccordables à la fibre (FttH), Doubs",
        "En %",
        "Sources",
        "Arcep",
        "obtenu le",
        "Licence Ouverte",
        f"http://localhost/territoires/departement/25/reseaux-fixes#{FTTH}",
        "Rupture de série",
    ):
        assert words in text, words
    assert "attachment" in answer["Content-Disposition"]
    bare = site.get(f"/graphiques/{FTTH}/departement/25.svg").content.decode()
    assert "Arcep" not in bare


def test_a_chart_is_a_picture_for_documents_too(site: Client) -> None:
    png = site.get(f"/graphiques/{FTTH}/departement/25.png")
    assert png["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(png.content[16:20]) > 1200
    assert site.get(f"/graphiques/{FTTH}/departement/25.pdf").content.startswith(b"%PDF-")
    assert site.get("/graphiques/taux_communes_3500_open_data/region/27.png").status_code == 404


def test_files_of_a_fictional_territory_all_say_so(reading: Callable[[Path], Client], demo_home: Path) -> None:
    site = reading(demo_home)
    answer = site.get("/territoires/region/99.xlsx")
    assert "donnees-simulees.xlsx" in answer["Content-Disposition"]
    workbook = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert workbook.sheetnames == ["Données simulées", "Sources", "À propos"]
    data = workbook.worksheets[0]
    assert {row[-1] for row in cells(data)} == {NOTICE}
    assert NOTICE in [row[1] for row in workbook["À propos"].iter_rows(values_only=True)]
    assert NOTICE in str(data.oddFooter.left.text)
    shapes = json.loads(site.get(f"/indicateurs/{FTTH}.geojson?niveau=departement").content)
    assert shapes["mention"] == NOTICE
    assert NOTICE in site.get(f"/graphiques/{FTTH}/region/99.svg?export=1").content.decode()
