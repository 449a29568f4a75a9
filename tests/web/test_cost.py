"""What it would cost to finish fibre, worked out by hand from the samples: locaux of Cartefibre, T2 2026."""

import csv
import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.visibility import Visibility
from maillage.observatory.costs import (
    DENSITIES,
    USUAL,
    Assumptions,
    Cost,
    Remaining,
    density_class,
    estimate,
    euros,
    significant,
)
from maillage.web.gate.visibility import COST, chosen
from tests.serving import answers, free_port, start
from tests.web.test_planned import signed_in
from tests.web.words import words

AMOUNTS = st.decimals(0, 100_000, places=2)
COSTS = st.builds(lambda one: Cost(*sorted(one)), st.tuples(AMOUNTS, AMOUNTS, AMOUNTS))
SUPPOSED = st.builds(
    Assumptions, st.fixed_dictionaries({one.name: COSTS for one in DENSITIES}), COSTS, st.decimals(0, 1, places=4)
)
TOWN = Territory(Ref(Level.COMMUNE, "25056"), "Besançon", "Commune", 9200, (), 1, 1, ())


def commune(premises: int | None, density: float | None = 100.0) -> Remaining:
    return Remaining(TOWN, premises, None, density_class(density), "", None)


COMMUNES = st.lists(
    st.builds(commune, st.none() | st.integers(0, 500_000), st.none() | st.floats(0, 30_000, allow_nan=False)),
    max_size=12,
)


@given(COMMUNES, COMMUNES, SUPPOSED)
def test_two_territories_together_cost_what_each_costs(one, other, supposed) -> None:
    both, apart = estimate(one + other, supposed), (estimate(one, supposed), estimate(other, supposed))
    assert both.total == apart[0].total + apart[1].total
    assert both.premises == apart[0].premises + apart[1].premises
    assert both.unknown == apart[0].unknown + apart[1].unknown


@given(COMMUNES, SUPPOSED)
def test_the_low_cost_never_exceeds_the_high_one_even_when_rounded(found, supposed) -> None:
    total = estimate(found, supposed).total
    assert 0 <= total.low <= total.central <= total.high
    assert total.shown.low <= total.shown.central <= total.shown.high


@given(st.decimals("0.01", 10**12, places=2))
def test_an_amount_is_told_with_two_significant_digits_and_less_than_5_percent_away(amount) -> None:
    told = significant(amount)
    assert abs(told - amount) <= amount * Decimal("0.05")
    assert len(str(int(told.scaleb(4))).rstrip("0")) <= 2


def test_premises_of_unknown_density_or_number_are_counted_apart_and_cost_nothing_that_we_would_tell() -> None:
    found = estimate([commune(None), commune(7, None), commune(10, 100)], USUAL)
    assert (found.communes, found.unknown, found.premises, found.uncosted) == (3, 1, 17, 7)
    assert found.build == Cost(Decimal(9_000), Decimal(15_000), Decimal(25_000))
    assert found.connect == Cost(Decimal(2_000), Decimal(5_800), Decimal(9_000))


@pytest.mark.parametrize(
    ("inhabitants", "name"),
    [(29.9, "tres_peu_dense"), (30, "peu_dense"), (300, "intermediaire"), (1500, "dense"), (0, "tres_peu_dense")],
)
def test_a_class_of_density_begins_at_its_bound(inhabitants, name) -> None:
    assert density_class(inhabitants).name == name
    assert density_class(None) is None


@pytest.fixture
def opened(site: Client, settings: Any) -> Client:
    """A reader of a site that shows the cost to everybody."""
    settings.MAILLAGE_COST_VISIBILITY = Visibility.PUBLIC
    return site


def rows(site: Client, address: str) -> dict[str, dict[str, str]]:
    # The address of before leads to that of today, with what it asked.
    answer = site.get(address, follow=True)
    assert answer.status_code == 200
    told = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    return {row["code"] or row["groupe"]: row for row in told}


def test_what_remains_is_premises_less_connectable_ones_commune_by_commune(opened: Client) -> None:
    # Of arcep_cartefibre_communes.zip: Sochaux has more connectable premises (700) than premises (650).
    found = rows(opened, "/cout.csv?par=commune")
    assert {code: row["locaux_restants"] for code, row in found.items()} == {
        "25056": "200", "25035": "20", "25388": "100", "25463": "220", "25547": "0",
        "90010": "100", "90068": "370", "90097": "30",
    }  # fmt: skip
    assert found["25056"]["locaux_listes_au_moins"] == "4"
    assert found["90097"]["locaux_listes_au_moins"] == "1"


def test_the_cost_of_a_departement_is_that_of_its_classes_with_the_usual_assumptions(opened: Client) -> None:
    # 500 premises, all in communes of 30 to 300 inhabitants per km²: 900, 1 500 and 2 500 euros; 200, 580 and 900.
    [row] = rows(opened, "/cout.csv?par=densite&dans=departement:90").values()
    assert row["groupe"] == "Peu dense : de 30 à 300"
    told = [row[f"{part}_{side}"] for part in ("construire", "raccorder") for side in ("bas", "central", "haut")]
    assert [float(one) for one in told] == [450_000, 750_000, 1_300_000, 100_000, 290_000, 450_000]
    assert float(row["ensemble_central"]) == 1_000_000
    assert "900 / 1\u202f500 / 2\u202f500" in row["hypotheses"]


def test_a_reader_changes_an_assumption_in_the_address_and_finds_it_on_the_page_and_in_the_file(opened: Client) -> None:
    query = "dans=departement:90&peu_dense_bas=1000&peu_dense_central=1000&peu_dense_haut=1000&part=0"
    told = words(opened.get(f"/cout?{query}")).replace("\u202f", " ").replace("\xa0", " ")
    assert "500 000 € pour les 500 locaux qui restent" in told
    [row] = rows(opened, f"/cout.csv?{query}").values()
    assert float(row["ensemble_bas"]) == float(row["ensemble_haut"]) == 500_000


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("peu_dense_bas=beaucoup", "n’est pas un nombre de 0 à"),
        ("peu_dense_bas=-1", "n’est pas un nombre de 0 à"),
        ("peu_dense_bas=NaN", "n’est pas un nombre de 0 à"),
        ("dense_haut=1e9", "n’est pas un nombre de 0 à"),
        ("raccorder_bas=-1", "n’est pas un nombre de 0 à"),
        ("part=101", "Part des locaux raccordés"),
        ("part=-1", "Part des locaux raccordés"),
        ("peu_dense_bas=5000", "le coût bas ne peut pas dépasser le central"),
        ("par=rien", "Par « rien » : inconnu"),
    ],
)
def test_an_assumption_that_makes_no_sense_is_refused_in_words(opened: Client, query: str, told: str) -> None:
    answer = opened.get(f"/cout?{query}")
    assert answer.status_code == 404
    assert told in words(answer).replace("\u202f", " ")


@pytest.mark.parametrize("amounts", [(-1, 0, 0), (0, -1, 0), (2, 1, 3), (1, 3, 2)])
def test_no_cost_is_negative_nor_out_of_order(amounts: tuple[int, int, int]) -> None:
    with pytest.raises(UsageError, match="sans être négatif"):
        euros(*amounts)


@pytest.mark.parametrize("share", ["-0.1", "1.01"])
def test_no_share_of_premises_connected_is_under_0_or_over_100_percent(share: str) -> None:
    with pytest.raises(UsageError, match="va de 0 à 100 %"):
        replace(USUAL, share=Decimal(share))


def test_where_each_assumption_comes_from_is_said(opened: Client) -> None:
    told = words(opened.get("/cout"))
    assert "Hypothèse de travail de Maillage, à remplacer par vos marchés" in told
    assert "Conseil général de l’économie" in told


@pytest.fixture
def open_server(release_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server that shows the cost to everybody."""
    monkeypatch.setenv("MAILLAGE_COST_VISIBILITY", "public")
    home, port = tmp_path / "home", free_port()
    shutil.copytree(release_home, home, symlinks=True)
    server = start(home, port)
    try:
        answers(f"http://localhost:{port}/", server, home)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(30)


@pytest.mark.more
@pytest.mark.browser
def test_a_cost_is_typed_with_a_comma_and_a_space(browser: Browser, open_server: str) -> None:
    with browser.new_context(base_url=open_server) as context:
        page = context.new_page()
        page.goto("/cout")
        amount = page.locator("#c-raccorder_bas")
        amount.fill("1 150,5")
        page.locator("#c-raccorder_central").fill("2 000")
        page.locator("#c-raccorder_haut").fill("3 000")
        page.get_by_role("button", name="Estimer avec ces hypothèses").click()
        page.wait_for_url("**raccorder_bas=*")
        expect(amount).to_have_value("1150,5")


DOORS = (
    "/cout",
    "/cout?par=commune&dans=departement:90",
    "/cout.csv?par=commune",
    "/cout.xlsx",
    "/cout/estimation.csv",
    "/cout/estimation.xlsx",
    "/cout/estimation.json",
    "/cout/estimation/cout-par-groupe.svg",
    "/cout/estimation/cout-par-groupe.png",
    "/cout/estimation/cout-par-groupe.pdf",
    "/cout/estimation/cout-par-groupe.csv",
    "/api/v1/lists/cout",
)
FRAME = "/integrer/cout/cout-par-groupe"


def told_by(reader: Client, door: str) -> tuple[int, str]:
    answer = reader.get(door, follow=True)
    held = b"".join(answer).decode(errors="replace")
    return answer.status_code, answer.json()["message"] if door.startswith("/api") and "message" in held else held


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_the_cost_is_refused_in_words_to_everybody_by_every_door_unless_the_operator_opens_it(
    site: Client, settings: Any, door: str
) -> None:
    status, said = told_by(site, door)
    assert status == 403
    assert "réservée aux membres d’une collectivité ou de l’équipe projet" in said
    assert "€" not in said
    assert "ensemble_central" not in said
    settings.MAILLAGE_COST_VISIBILITY = Visibility.PUBLIC
    assert told_by(site, door)[0] == 200


@pytest.mark.django_db
@pytest.mark.parametrize("door", [door for door in DOORS if not door.startswith("/api")])
def test_members_of_a_collectivite_read_the_cost_and_no_cache_keeps_it(site: Client, door: str) -> None:
    member = signed_in("collectivite", "departement:25")
    answer = member.get(door, follow=True)
    assert answer.status_code == 200
    assert b"".join(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer


@pytest.mark.django_db
def test_the_cost_is_framed_by_others_only_once_everybody_may_read_it_and_no_cache_keeps_it(
    site: Client, settings: Any
) -> None:
    for reader in (site, signed_in("collectivite", "departement:25"), signed_in("equipe", "region:27")):
        status, said = told_by(reader, FRAME)
        assert status == 403
        assert "réservée aux membres d’une collectivité ou de l’équipe projet" in said
        assert "€" not in said
        assert "<svg" not in said
        assert reader.get("/integrer?forme=cout-par-groupe").status_code == 404
        assert "cout-par-groupe" not in reader.get("/integrer").content.decode()
    settings.MAILLAGE_COST_VISIBILITY = Visibility.PUBLIC
    answer = site.get(FRAME)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    settings.MAILLAGE_COST_VISIBILITY = Visibility.EQUIPE_PROJET
    assert told_by(site, FRAME)[0] == 403


def test_the_cost_is_drawn_from_the_low_one_to_the_high_one_group_by_group(opened: Client) -> None:
    # 500 premises of 30 to 300 inhabitants per km²: 550 000 euros at least, 1 700 000 at most.
    page = opened.get("/cout?dans=departement:90").content.decode()
    said = re.findall(r'<rect class="told"[^>]*><title>([^<]*)</title>', page)
    assert {words.replace("\u202f", " ").replace("\xa0", " ") for words in said} == {
        "Peu dense, de 30 à 300 : 550 000 € à 1,7 M€, au centre 1 M€"
    }
    assert 'href="/cout/estimation/cout-par-groupe.png?dans=departement%3A90"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "territory"), [("operateur", "departement:25"), ("collectivite", None)])
def test_members_of_another_kind_are_refused_and_told_whom_to_ask(
    site: Client, kind: str, territory: str | None
) -> None:
    status, said = told_by(signed_in(kind, territory), "/cout")
    assert status == 403
    assert "Votre compte n’y donne pas accès." in said
    assert "Se connecter" not in said


@pytest.mark.django_db
def test_the_project_team_alone_reads_the_cost_that_is_kept_for_it(site: Client, settings: Any) -> None:
    settings.MAILLAGE_COST_VISIBILITY = Visibility.EQUIPE_PROJET
    assert told_by(signed_in("collectivite", "region:27"), "/cout")[0] == 403
    assert told_by(signed_in("equipe", "region:27"), "/cout")[0] == 200


@pytest.mark.django_db
@pytest.mark.second_factor
def test_a_member_who_owes_a_second_factor_is_led_to_it_before_the_cost(site: Client) -> None:
    describe("Service", Described(kind="collectivite", territory="departement:25"))
    join("ada@exemple.fr", "Service", "administrateur")
    visitor = Client(headers={"host": "localhost"})
    visitor.force_login(User.objects.get(email="ada@exemple.fr"))
    for door in ("/cout", "/cout/estimation.csv"):
        answer = visitor.get(door)
        assert answer.status_code == 302
        assert "second-facteur" in answer["Location"]


@pytest.mark.django_db
def test_the_page_that_refuses_the_cost_leads_to_where_one_signs_in_and_back(site: Client) -> None:
    page = site.get("/cout?dans=departement:90").content.decode()
    assert 'href="/cout/connexion?suite=%2Fcout%3Fdans%3Ddepartement%3A90"' in page
    assert site.get("/cout/connexion?suite=%2Fcout").status_code == 200


@pytest.mark.parametrize(("text", "level"), [("", "collectivites"), ("Public", "public")])
def test_the_operator_chooses_who_reads_the_cost(text: str, level: str) -> None:
    assert chosen({COST: text}, COST) == level
    with pytest.raises(UsageError, match=COST):
        chosen({COST: "tout-le-monde"}, COST)
