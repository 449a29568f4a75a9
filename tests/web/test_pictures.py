"""Curves and survey sheets: drawn on the server, light, readable by night, kept for the release."""

import re
from pathlib import Path

from django.test import Client
from django.urls import reverse

from maillage.observatory.door import current
from maillage.web.gate.observatory import release_key


def test_a_curve_is_drawn_once_and_kept_for_the_release(site: Client, release_home: Path) -> None:
    address = "/graphiques/sites_4g_par_operateur/departement/25.svg"
    first = site.get(address)
    kept = list((release_home / "charts").rglob("sites_4g_par_operateur-departement-25.svg"))
    assert first["Content-Type"].startswith("image/svg+xml")
    assert [file.read_bytes() for file in kept] == [first.content]
    assert site.get(address).content == first.content
    assert len(first.content) < 12_000
    assert b"prefers-color-scheme:dark" in first.content


def test_the_curve_is_cut_where_the_series_breaks(site: Client) -> None:
    body = site.get("/graphiques/taux_locaux_raccordables_ftth/departement/25.svg").content.decode()
    lines = re.findall(r'<path aria-label="[^"]*" role="graphics-symbol" aria-roledescription="line mark"', body)
    assert len(lines) == 2
    assert body.count('aria-roledescription="rule mark"') == 1


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
