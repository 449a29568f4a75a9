"""What other sites show of ours: only these pages may be framed, they say where they come from, they fit."""

import html
import http.server
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from tests.web.words import markup, words

FTTH = "taux_locaux_raccordables_ftth"
FRAMES = (
    f"/integrer/carte/{FTTH}",
    f"/integrer/carte/{FTTH}?niveau=epci&periode=2018-T1",
    f"/integrer/graphique/{FTTH}/departement/25",
    "/integrer/fibre/departement/25",
    "/integrer/deploiement/immeubles-par-etat",
    "/integrer/zones-blanches/communes-sous-debit?dans=departement:90",
    "/integrer/territoire/epci/200065647",
    "/integrer/territoire/region/27",
    "/integrer/recherche",
)
REFUSE = ("/", "/comparer", "/integrer", "/territoires/region/27", f"/indicateurs/{FTTH}", "/sources", "/nulle-part")


@pytest.mark.parametrize("frame", FRAMES)
def test_any_site_may_frame_these_pages(site: Client, frame: str) -> None:
    answer = site.get(frame)
    assert answer.status_code == 200
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("page", REFUSE)
def test_every_other_page_refuses_to_be_framed(site: Client, page: str) -> None:
    answer = site.get(page)
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_is_never_answered_with_the_rules_of_the_other_pages(site: Client, frame: str) -> None:
    answer = site.get(frame)
    assert "ETag" not in answer
    assert answer["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("frame", FRAMES[:7])
def test_a_frame_says_its_source_its_date_and_leads_back_to_us(site: Client, frame: str) -> None:
    answer = site.get(frame)
    told, body = words(answer), markup(answer)
    assert "Source" in told
    assert "Arcep" in told
    assert "Publication n° 1" in told
    assert 'target="_blank" rel="noopener"' in body
    assert body.count("<h1") == 1


def test_a_framed_map_says_its_ends_to_those_who_cannot_see_it(site: Client) -> None:
    body = site.get(f"/integrer/carte/{FTTH}?niveau=departement&periode=2026-T2").content.decode()
    assert "(Territoire de Belfort) à 95,0" in body
    assert "(Doubs)" in body


def test_a_framed_curve_says_its_message(site: Client) -> None:
    told = site.get(f"/integrer/graphique/{FTTH}/departement/25").content.decode()
    assert "La part passe de 33,5" in told
    assert "Rupture de série" in told


def test_nothing_to_show_is_said_inside_the_frame(site: Client) -> None:
    answer = site.get("/integrer/carte/rien")
    assert answer.status_code == 404
    assert "« rien » inconnu" in words(answer)
    assert "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"]


def test_a_fictional_territory_says_so_in_its_frames(reading: Callable[[Path], Client], demo_home: Path) -> None:
    site = reading(demo_home)
    for frame in (f"/integrer/carte/{FTTH}", "/integrer/territoire/region/99", "/integrer/recherche"):
        assert "Territoire fictif, données simulées" in words(site.get(frame))


def test_the_lines_to_paste_name_the_view_asked(site: Client) -> None:
    answer = site.get(f"/integrer?forme=graphique&indicateur={FTTH}&territoire=belfort")
    told = answer.content.decode()
    assert f"http://localhost/integrer/graphique/{FTTH}/" in told
    assert "http://localhost/integrer.js" in told
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert "voici la région" in words(site.get("/integrer?territoire=zzzz"))
    assert site.get("/integrer?forme=rien").status_code == 404


def test_the_lines_to_paste_of_a_drawing_keep_its_place_its_operator_and_its_quarter(site: Client) -> None:
    page = site.get("/deploiement?dans=departement:90&periode=2026-T2").content.decode()
    link = re.search(r'href="(/integrer\?forme=immeubles-par-etat[^"]*)"', page)
    assert link
    told = site.get(html.unescape(link[1]) + "&operateur=SFR0").content.decode()
    assert "/integrer/deploiement/immeubles-par-etat?dans=departement:90" in told
    assert "operateur=SFR0" in told
    assert '<input type="hidden" name="operateur" value="SFR0">' in told
    assert "immeubles par état" in words(site.get("/integrer"))


def test_a_drawing_that_is_not_there_is_said_inside_the_frame(site: Client) -> None:
    answer = site.get("/integrer/engagements/dates-jugees?dans=departement:90")
    if answer.status_code == 404:
        assert "Il n’y a rien à dessiner ici." in words(answer)
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert site.get("/integrer/deploiement/immeubles-par-etat?dans=commune:00000").status_code == 404


def test_the_script_keeps_its_address_and_may_be_kept_an_hour(site: Client) -> None:
    answer = site.get("/integrer.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "public, max-age=3600"


@pytest.fixture
def other_site(tmp_path: Path, served: str) -> Iterator[str]:
    """Another site, at another address, whose page frames ours as the guide says."""
    frame = f'<iframe id="f" src="{served}/integrer/territoire/region/27" title="x" width="100%" height="60"></iframe>'
    script = f'<script src="{served}/integrer.js" async></script>'
    refused = f'<iframe id="r" src="{served}/territoires/region/27" title="y"></iframe>'
    (tmp_path / "avec.html").write_text(f"<!doctype html><title>x</title>{frame}{script}", "utf-8")
    (tmp_path / "sans.html").write_text(f"<!doctype html><title>x</title>{frame}{refused}", "utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object, **named: object) -> None:
            super().__init__(*arguments, directory=str(tmp_path), **named)  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.more
@pytest.mark.browser
def test_a_frame_takes_the_height_of_what_it_shows(browser: Browser, other_site: str) -> None:
    with browser.new_context(viewport={"width": 900, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{other_site}/avec.html")
        page.wait_for_function("document.querySelector('#f').clientHeight > 200")
        inside = page.frame_locator("#f").locator("body")
        height = page.evaluate("document.querySelector('#f').clientHeight")
        assert abs(inside.evaluate("body => body.getBoundingClientRect().height") - height) <= 1
        page.set_viewport_size({"width": 340, "height": 700})
        page.wait_for_function(f"document.querySelector('#f').clientHeight > {height}")


@pytest.mark.browser
def test_without_the_script_a_frame_keeps_its_height_and_the_other_pages_stay_blank(
    browser: Browser, other_site: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{other_site}/sans.html")
        expect(page.frame_locator("#f").get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.querySelector('#f').clientHeight") == 60
        refused = page.frames[2]
        assert "territoires" not in refused.url or refused.query_selector("h1") is None
