"""Curves and survey sheets: drawn on the server, light, readable by night."""

import re
from pathlib import Path

from django.test import Client
from django.urls import reverse

from maillage.observatory.door import current
from maillage.web.gate.observatory import release_key


def test_a_curve_alone_is_light_and_follows_the_night(site: Client) -> None:
    drawn = site.get("/graphiques/sites_4g_par_operateur/departement/25.svg")
    assert drawn["Content-Type"].startswith("image/svg+xml")
    assert "script" not in drawn["Content-Security-Policy"]
    assert len(drawn.content) < 12_000
    assert b"prefers-color-scheme:dark" in drawn.content


def test_the_curve_is_cut_where_the_series_breaks(site: Client) -> None:
    body = site.get("/graphiques/taux_locaux_raccordables_ftth/departement/25.svg").content.decode()
    (line,) = re.findall(r'<path class="here" d="([^"]*)"', body)
    assert line.count("M") == 2
    assert len(re.findall(r'<path class="cut"', body)) == 1
    assert "rupture de série" in body


def test_there_is_no_curve_for_a_single_period(site: Client) -> None:
    address = "/graphiques/taux_communes_3500_open_data/region/27.svg"
    assert site.get(address).status_code == 404


def test_the_survey_sheets_have_a_dot_for_each_commune(site: Client, release_home: Path) -> None:
    address = reverse("pictures.plate", args=[release_key(current(release_home)), "taux_locaux_raccordables_ftth"])
    plate = site.get(address)
    ground = site.get(re.sub(r"/[^/]+\.svg$", "/fond.svg", address))
    assert plate.content.count(b"h0") == ground.content.count(b"h0") == 8
    assert "immutable" in plate["Cache-Control"]
    assert "script" not in plate["Content-Security-Policy"]
