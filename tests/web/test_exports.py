"""Files to take away: complete, dated, and harmless in a spreadsheet."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from maillage.kernel.territory import Level, Ref
from maillage.observatory.sheets import ReleaseSheet
from maillage.web.exports.rows import csv_file, safe

RELEASE = ReleaseSheet(
    1, datetime(2026, 11, 22, tzinfo=UTC), Ref(Level.REGION, "27"), "Bourgogne-Franche-Comté"
)


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_no_cell_of_text_can_run_in_a_spreadsheet(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    written = b"".join(csv_file("essai", ("valeur",), [(cell,)], RELEASE)).decode()
    assert list(csv.reader(io.StringIO(written, newline="")))[1][0].startswith("'")


@pytest.mark.parametrize("cell", [-2.5, -3, 0, "Belfort", "", None])
def test_numbers_and_plain_words_leave_as_they_are(cell: object) -> None:
    assert safe(cell) == cell  # type: ignore[arg-type]


def test_a_date_is_written_so_that_it_sorts() -> None:
    assert safe(date(2026, 6, 30)) == "2026-06-30"


def test_every_row_of_an_export_carries_its_source_its_date_and_its_release(site: Client) -> None:
    answer = site.get("/indicateurs/taux_locaux_raccordables_ftth.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="maillage-taux_locaux_raccordables_ftth.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
    assert {row["niveau"] for row in rows} == {"commune", "epci", "departement", "region"}
    assert {row["periode"] for row in rows} == {"2017-T3", "2017-T4", "2018-T1", "2026-T2"}
    assert all(row["source"] and row["obtenu_le"] and row["publication"] == "1" for row in rows)


def test_every_refused_or_flagged_row_of_a_source_can_be_taken_away(site: Client) -> None:
    told = site.get("/api/v1/sources/arcep_ftth_2018/problems").json()
    file = b"".join(site.get("/sources/arcep_ftth_2018/lignes.csv")).decode()
    rows = list(csv.DictReader(io.StringIO(file)))
    assert len(rows) == told["total"] > 5
    assert [(row["fichier"], row["ligne"], row["colonne"], row["motif"]) for row in rows] == [
        (one["file"], str(one["line"]), one["column"], one["reason"]) for one in told["problems"]
    ]
    refused = b"".join(site.get("/sources/arcep_ftth_2018/lignes.csv?effet=refusees")).decode()
    assert {row["effet"] for row in csv.DictReader(io.StringIO(refused))} == {"refusée"}
