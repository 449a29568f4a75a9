"""The design system: every part shown as it is, the operator's choices followed or refused in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from maillage.kernel.errors import UsageError
from maillage.web.site.ui.samples import COMPONENTS
from maillage.web.ui import colour, sheet
from maillage.web.ui.look import DARK_GROUND, LIGHT_GROUND, Look, chosen
from maillage.web.ui.themes import dsfr
from tests.serving import answers, free_port, start
from tests.web.axe import faults

PARTS = Path(sheet.__file__).parent / "templates" / "parts"
COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


@pytest.fixture(scope="module")
def developing(release_home: Path) -> Iterator[str]:
    """The address of a server in development."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MAILLAGE_DEBUG", "1")
        port = free_port()
        with start(release_home, port) as server:
            answers(f"http://localhost:{port}/", server, release_home)
            yield f"http://localhost:{port}"
            server.terminate()


def test_the_living_page_does_not_exist_in_service(site: Client) -> None:
    assert site.get("/ui/").status_code == 404
    assert site.get(f"/ui/{COMPONENTS[0].name}").status_code == 404


def test_the_living_page_shows_every_component_by_day_and_night_narrow_and_wide(site: Client, settings: Any) -> None:
    settings.DEBUG = True
    body = site.get("/ui/").content.decode()
    for one in COMPONENTS:
        for scheme in ("light", "dark"):
            assert body.count(f'src="/ui/{one.name}?theme={scheme}"') == 2
    assert site.get("/ui/rien").status_code == 404


def test_every_part_says_what_it_is_for_and_what_it_is_given() -> None:
    silent = [path.name for path in PARTS.glob("*.html") if not path.read_text("utf-8").startswith("{# ")]
    assert silent == []


@pytest.mark.more
@pytest.mark.browser
def test_axe_finds_nothing_on_any_component_by_day_and_night(browser: Browser, developing: str) -> None:
    with browser.new_context(base_url=developing, viewport={"width": 320, "height": 700}) as context:
        page = context.new_page()
        for one in COMPONENTS:
            for scheme in ("light", "dark"):
                page.goto(f"/ui/{one.name}?theme={scheme}")
                assert faults(page, whole=False) == [], f"{one.name}, {scheme}"
                too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                assert page.evaluate(too_wide) <= 0, one.name


@given(COLOURS)
def test_an_accent_is_legible_by_day_and_by_night_or_refused_with_a_legible_one(asked: str) -> None:
    if colour.contrast(asked, LIGHT_GROUND) >= colour.READABLE:
        assert chosen({"MAILLAGE_ACCENT": asked}).accent == asked
        night = colour.readable_on(asked, DARK_GROUND, colour.WHITE, sheet.LEGIBLE_BY_NIGHT)
        assert colour.contrast(night, DARK_GROUND) >= sheet.LEGIBLE_BY_NIGHT
        return
    with pytest.raises(UsageError, match="se lit mal sur le fond clair") as refusal:
        chosen({"MAILLAGE_ACCENT": asked})
    advised = str(refusal.value).removesuffix(".").rpartition(" ")[2]
    assert colour.contrast(advised, LIGHT_GROUND) >= colour.READABLE


def test_black_and_white_are_21_to_1() -> None:
    assert colour.contrast("#000000", "#ffffff") == pytest.approx(21)
    # A grey that WCAG 2.2 gives as just enough on white.
    assert colour.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"MAILLAGE_ACCENT": "teal"}, "n’est pas une couleur"),
        ({"MAILLAGE_THEME": "autre"}, "thème « autre » inconnu"),
        ({"MAILLAGE_THEME": "dsfr", "MAILLAGE_ACCENT": "#0b6e69"}, "ne vont pas ensemble"),
        ({"MAILLAGE_LOGO": "/nulle/part.png"}, "impossible de lire"),
    ],
)
def test_a_bad_choice_is_refused_when_the_site_starts(said: dict[str, str], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        chosen(said)


@pytest.mark.parametrize(
    "drawing",
    [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='1'/>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href='https://exemple.fr/x.png'/></svg>",
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<p>bonjour</p>",
        "",
    ],
)
def test_a_logo_that_does_more_than_draw_is_refused(tmp_path: Path, drawing: str) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text(drawing)
    with pytest.raises(UsageError, match="MAILLAGE_LOGO"):
        chosen({"MAILLAGE_LOGO": str(logo)})


def test_the_operator_s_name_and_logo_are_in_the_header(site: Client, settings: Any, tmp_path: Path) -> None:
    logo = tmp_path / "logo.png"
    logo.write_bytes(PNG)
    settings.MAILLAGE_OPERATOR = "Région d’Exemple"
    settings.MAILLAGE_LOOK = chosen({"MAILLAGE_LOGO": str(logo)})
    body = site.get("/indicateurs").content.decode()
    assert "Région d’Exemple" in body
    assert "logo.png" in body


def test_the_usual_look_is_our_own_and_the_state_s_is_never_there_unasked() -> None:
    usual = sheet.text(Look())
    assert "Marianne" not in usual
    assert "Atkinson" in usual


def test_an_entitled_operator_gets_the_state_s_colours_and_letters() -> None:
    state = sheet.text(Look(theme="dsfr"))
    assert "Marianne" in state
    # Bleu France, by day and by night, as its documentation gives it.
    assert "#000091" in state
    assert "#8585f6" in state
    assert set(dsfr.installed().files) == {"marianne-400.woff2", "marianne-700.woff2"}


def test_a_version_of_the_state_s_theme_we_do_not_know_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="n’est pas connue"):
        dsfr.read(tmp_path)
