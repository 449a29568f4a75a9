"""Comparing: the same table on the page and in its files, sorted by links, bounded, at an address that is the view."""

import csv
import io
import re
from urllib.parse import unquote

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from maillage.observatory import door, tables
from tests.web.axe import faults
from tests.web.words import markup, words

FTTH = "taux_locaux_raccordables_ftth"
SITES = "sites_4g_par_operateur"
DATA = "taux_communes_3500_open_data"
TWO = f"/comparer?t=departement:25&t=departement:90&i={FTTH}&i={SITES}"


def first_cells(site: Client, address: str) -> list[str]:
    """The names of the rows, in order."""
    return re.findall(r'<th scope="row" role="rowheader"><a [^>]*>([^<]+)</a>', markup(site.get(address)))


def exported(site: Client, address: str) -> list[dict[str, str]]:
    file = b"".join(site.get(address.replace("/comparer?", "/comparer.csv?")).streaming_content).decode()
    return list(csv.DictReader(io.StringIO(file)))


def test_somebody_who_comes_with_nothing_is_shown_how_to_begin(site: Client) -> None:
    body = site.get("/comparer").content.decode()
    examples = re.findall(r'<li><a href="(/comparer\?t=[^"]+)"', body)
    assert 2 <= len(examples) <= 3
    for address in examples:
        assert "<table" in site.get(address.replace("&amp;", "&")).content.decode()


def test_figures_are_side_by_side_with_their_unit_and_their_period(site: Client) -> None:
    told = words(site.get(TWO))
    assert "2 territoires, 2 indicateurs" in told
    assert "Locaux raccordables à la fibre (FttH) en % 2e trimestre 2026" in told
    # 10 150 of 10 680, and 3 750 of 4 250: samples/README.md.
    assert "95,0" in told
    assert "88,2" in told


def test_a_figure_we_do_not_have_is_said_in_words_and_never_a_zero(site: Client) -> None:
    address = f"/comparer?t=commune:25547&t=commune:25056&i={FTTH}&i={DATA}"
    assert "sans objet" in words(site.get(address))
    row = next(row for row in exported(site, address) if row["code"] == "25547")
    assert row[DATA] == ""
    assert row["inconnus"] == f"{DATA} : sans objet"


def test_a_column_sorts_by_its_name_best_first_then_worst_first_then_as_chosen(site: Client) -> None:
    assert first_cells(site, TWO) == ["Doubs", "Territoire de Belfort"]
    assert first_cells(site, f"{TWO}&tri={FTTH}&sens=inverse") == ["Territoire de Belfort", "Doubs"]
    best = site.get(f"{TWO}&tri={FTTH}").content.decode()
    assert 'aria-sort="descending"' in best
    assert f"tri={FTTH}&amp;sens=inverse" in best
    assert 'aria-sort="ascending"' in site.get(f"{TWO}&tri={FTTH}&sens=inverse").content.decode()
    assert "aria-sort" not in site.get(TWO).content.decode()


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_phone_sorts_by_touch_and_a_desk_by_the_heads(browser: Browser, served: str, script: bool) -> None:
    size = {"width": 390, "height": 844}
    with browser.new_context(base_url=served, viewport=size, java_script_enabled=script, has_touch=True) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(TWO)
        names = page.locator("tbody th a")
        expect(names.first).to_have_text("Doubs")
        page.get_by_label("Trier par").select_option(FTTH)
        page.get_by_label("À l’envers").tap()
        page.get_by_role("button", name="Trier").tap()
        expect(names.first).to_have_text("Territoire de Belfort")
        expect(page.get_by_label("Trier par")).to_have_value(FTTH)
        expect(page.get_by_label("À l’envers")).to_be_checked()
        assert f"t=departement:25&t=departement:90&i={FTTH}&i={SITES}&tri={FTTH}&sens=inverse" in unquote(page.url)
        assert faults(page) == [] if script else True
        page.set_viewport_size({"width": 1280, "height": 900})
        expect(page.get_by_label("Trier par")).to_be_hidden()


def test_what_is_unknown_is_last_whichever_way_the_column_is_sorted(site: Client) -> None:
    three = f"/comparer?t=commune:25547&t=commune:25056&t=commune:90010&i={DATA}&tri={DATA}"
    assert first_cells(site, three)[-1] == "Sochaux"
    assert first_cells(site, f"{three}&sens=inverse")[-1] == "Sochaux"


@pytest.mark.parametrize("sort", ["", f"&tri={FTTH}", f"&tri={SITES}&sens=inverse", "&tri=territoire"])
def test_the_file_is_the_very_view(site: Client, sort: str) -> None:
    address = TWO + sort
    assert [row["territoire"] for row in exported(site, address)] == first_cells(site, address)
    body = site.get(address).content.decode()
    file = re.search(r'href="(/comparer\.csv\?[^"]+)"', body)
    assert file
    assert file[1].replace("&amp;", "&") == address.replace("/comparer?", "/comparer.csv?")


def test_the_file_holds_the_values_of_the_api(site: Client) -> None:
    rows = {row["code"]: row for row in exported(site, TWO)}
    for code in ("25", "90"):
        told = site.get(f"/api/v1/indicators/{FTTH}/departement/{code}").json()["values"][-1]
        assert float(rows[code][FTTH]) == told["value"]
        assert rows[code][f"{FTTH}_periode"] == told["period"]


def test_one_question_to_the_files_answers_for_all(site: Client, release_home: object, monkeypatch: object) -> None:
    source = door.current(release_home)  # type: ignore[arg-type]
    asked = []
    usual = source.figures._rows

    def counted(*arguments: object) -> object:
        asked.append(arguments)
        return usual(*arguments)

    _ = source.figures.concerned
    monkeypatch.setattr(source.figures, "_rows", counted)  # type: ignore[attr-defined]
    every = [one.ref for one in source.territories(door.Level.COMMUNE)]
    told = tables.table(source, every, [FTTH, SITES, DATA])
    assert len(asked) == 1
    assert len(told) == 8
    assert [line.sheet.indicator.name for line in told[every[0]]] == [FTTH, SITES, DATA]


def test_a_name_typed_without_javascript_gives_links_to_choose_from(site: Client) -> None:
    answer = site.get(f"{TWO}&ajouter=mont")
    body = answer.content.decode()
    assert "lequel voulez-vous ajouter" in words(answer)
    assert "t=commune:25388" in body
    alone = site.get(f"{TWO}&ajouter=sochaux")
    assert alone.status_code == 302
    assert alone["Location"].startswith("/comparer?t=departement:25&t=departement:90&t=commune:25547&i=")
    nothing = site.get(f"{TWO}&ajouter=zzzz")
    assert "Aucun territoire ne répond" in words(nothing)


def test_the_address_is_the_same_however_the_form_was_sent(site: Client) -> None:
    sent = site.get(f"/comparer?ajouter=&t=departement:25&t=departement:25&i={FTTH}&tri=")
    assert sent["Location"] == f"/comparer?t=departement:25&i={FTTH}"


def test_groups_are_added_at_once(site: Client) -> None:
    body = site.get(f"/comparer?t=epci:200065647&i={FTTH}").content.decode()
    ways = dict(re.findall(r'<li><a href="(/comparer\?[^"]+)">([^<]+)</a></li>', body))
    communes = next(address for address, said in ways.items() if "ses communes" in said)
    assert len(first_cells(site, communes.replace("&amp;", "&"))) == 4


def test_what_makes_no_sense_is_said_and_left_out(site: Client) -> None:
    answer = site.get(f"{TWO}&t=commune:00000&i=rien&tri=autre")
    told = words(answer)
    assert answer.status_code == 200
    assert "commune 00000" in told
    assert "« rien » inconnu" in told
    assert "« autre »" in told
    assert first_cells(site, f"{TWO}&t=commune:00000") == ["Doubs", "Territoire de Belfort"]
    assert site.get(f"/comparer.csv?t=commune:00000&i={FTTH}").status_code == 404


def test_more_than_a_page_can_hold_is_refused_in_words(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from maillage.web.observe.compare import choice

    monkeypatch.setattr(choice, "MOST_TERRITORIES", 1)
    answer = site.get(TWO)
    assert answer.status_code == 400
    assert "2 territoires sont demandés, 1 au plus" in words(answer)
    assert "<table" not in answer.content.decode()
    assert site.get(TWO.replace("/comparer?", "/comparer.xlsx?")).status_code == 404


@pytest.mark.more
@pytest.mark.browser
def test_a_comparison_is_made_with_the_keyboard_and_reads_on_a_phone(browser: Browser, served: str) -> None:
    with browser.new_context(base_url=served, viewport={"width": 320, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"/comparer?i={FTTH}")
        field = page.get_by_role("combobox", name="Ajouter un territoire")
        field.press_sequentially("sochaux")
        expect(page.get_by_role("option", name="Sochaux")).to_be_visible()
        field.press("ArrowDown")
        field.press("Enter")
        expect(page.get_by_role("table")).to_contain_text("Sochaux")
        assert page.url.endswith(f"/comparer?t=commune:25547&i={FTTH}")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
