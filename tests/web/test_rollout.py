"""The board of technicians and the white zones, counted by hand from the samples."""

import csv
import io

from django.test import Client

from tests.web.words import words


def rows(site: Client, address: str) -> list[dict[str, str]]:
    answer = site.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_the_board_counts_the_buildings_of_each_operator_by_state(site: Client) -> None:
    # Of arcep_cartefibre_immeubles.csv, the lines kept in region 27.
    found = {row["groupe"]: row for row in rows(site, "/deploiement.csv?par=operateur&dans=departement:90")}
    assert found["SFR"]["deploye"] == "1"
    assert found["SFR"]["locaux_au_moins"] == "2"
    assert found["SFR"]["part_raccordable"] == "100.0"


def test_a_building_whose_delay_is_past_and_that_is_not_connectable_is_late(site: Client) -> None:
    # 14 B rue des Exemples: works going on, to be complete by 30 September 2018.
    [besancon] = rows(site, "/deploiement.csv?par=commune&dans=commune:25056")
    assert besancon["en_cours_de_deploiement"] == "1"
    assert besancon["en_retard"] == "1"


def test_the_board_says_the_same_on_the_page_and_by_quarter(site: Client) -> None:
    told = words(site.get("/deploiement?par=trimestre"))
    assert "2e trimestre 2026" in told
    assert "En retard" in told
    assert site.get("/deploiement?par=rien").status_code == 404


def test_white_zones_are_premises_without_the_speed_satellite_left_out(site: Client) -> None:
    found = {row["commune"]: row for row in rows(site, "/zones-blanches.csv?seuil=8")}
    for row in found.values():
        assert 0 < int(row["locaux_sous_seuil"]) <= int(row["locaux"])
        assert int(row["dont_satellite"]) <= int(row["locaux_sous_seuil"])
    all_below = {row["commune"]: row for row in rows(site, "/zones-blanches.csv?seuil=100")}
    assert set(found) <= set(all_below)


def test_a_threshold_that_data_cannot_tell_is_refused_with_those_they_can(site: Client) -> None:
    answer = site.get("/zones-blanches?seuil=12")
    assert answer.status_code == 404
    assert "Choisissez : 0,5 Mbit/s 3 Mbit/s 8 Mbit/s 30 Mbit/s 100 Mbit/s" in words(answer)
