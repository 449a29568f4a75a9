"""Money on the site: a budget written by two people without loss, sums, envelopes, files whose amounts are exact."""

import csv
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client

from maillage.directory.joining import Described, describe, join
from maillage.steering.actions import saving as actions
from maillage.steering.actions.models import Action
from maillage.steering.money.models import BudgetLine, Envelope, Funding
from maillage.steering.strategies.models import Edition, Node, State, Strategy
from tests.web.words import words

BUDGET = "/piloter/actions/A01/budget"
LINES = {"l-2026-investissement-planned": "120 000", "l-2026-fonctionnement-planned": "0,10"}
GIVEN = {"n1-funder_name": "Union européenne", "n1-amount": "60 000", "n1-state": "notifie"}


@pytest.fixture
def strategy(db: None) -> Strategy:
    region, _ = describe("Région Essai", Described(territory="region:27"))
    describe("Syndicat Essai", Described(territory="departement:25"))
    found = Strategy.objects.create(
        slug="essai", title="Stratégie d’essai", level="region", organisation=region, shown=True
    )
    edition = Edition.objects.create(strategy=found, name="2026", state=State.IN_FORCE, level_names=[["axe", "axes"]])
    node = Node.objects.create(edition=edition, key="a1", number="1", title="Fibre")
    for code, shown in (("A01", "publique"), ("A02", "equipe")):
        action = Action(
            strategy=found, code=code, title=f"Action {code}", visibility=shown, territories="departement:25"
        )
        actions.save(action, None, many={"nodes": [node]})
    return found


def signed_in(organisation: str, role: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(join(f"{role}@exemple.fr", organisation, role).person)
    return client


@pytest.fixture
def team(site: Client, strategy: Strategy) -> Client:
    return signed_in("Région Essai", "equipe")


def version(client: Client) -> str:
    return str(client.get(BUDGET).context["version"])


def fill(client: Client, seen: str = "", **more: str) -> Any:
    return client.post(BUDGET, {"version": seen or version(client), **LINES, **GIVEN, **more})


def test_a_budget_is_filled_in_and_says_what_is_missing(team: Client) -> None:
    assert fill(team).status_code == 302
    told = words(team.get(BUDGET))
    assert "Manque 60 000,10 €" in told
    assert "inconnu" in told
    assert BudgetLine.objects.get(kind="fonctionnement").planned == Decimal("0.10")
    assert BudgetLine.history.first().history_user.email == "equipe@exemple.fr"
    funding = Funding.objects.get()
    paid = {
        f"f{funding.pk}-{name}": value
        for name, value in (("funder_name", "UE"), ("amount", "120000,10"), ("state", "verse"))
    }
    more = {"l-2026-investissement-real": "130 000"}
    team.post(BUDGET, {"version": version(team), **LINES, **paid, **more})
    told = words(team.get(BUDGET))
    assert "Équilibré" in told
    assert "Hors budget" in told
    assert "+ 10 000 €" in told


def test_what_is_wrong_is_said_beside_it_and_nothing_typed_is_lost(team: Client) -> None:
    answer = fill(team, **{"l-2026-investissement-real": "douze", "n1-amount": "", "x1-year": "26"})
    assert answer.status_code == 422
    told = words(answer)
    assert "Un montant s’écrit en chiffres" in told
    assert "Dites combien" in told
    assert "Une année, de 2000 à 2099" in told
    body = answer.content.decode()
    assert 'value="douze"' in body
    assert 'value="120 000"' in body
    assert "Union européenne" in body
    assert not BudgetLine.objects.exists()


def test_a_year_is_added_a_funding_taken_away_and_a_line_emptied(team: Client) -> None:
    fill(team)
    funding = Funding.objects.get()
    team.post(
        BUDGET,
        {
            "version": version(team),
            "l-2026-investissement-planned": "",
            "x1-year": "2031",
            "x1-fonctionnement-planned": "5",
            f"f{funding.pk}-amount": "60000",
            f"f{funding.pk}-state": "notifie",
            f"f{funding.pk}-remove": "oui",
        },
    )
    assert [(one.year, one.kind, one.planned) for one in BudgetLine.objects.all()] == [(2031, "fonctionnement", 5)]
    assert not Funding.objects.exists()


def test_the_second_of_two_is_told_keeps_the_text_and_can_merge(team: Client) -> None:
    fill(team)
    seen, base, funding = version(team), str(team.get(BUDGET).context["base"]), Funding.objects.get()
    kept = {
        f"f{funding.pk}-{name}": value
        for name, value in (("funder_name", "Union européenne"), ("amount", "60000"), ("state", "notifie"))
    }
    # The first changes one line, adds a year, and another funding.
    theirs = {**LINES, **kept, "l-2026-investissement-planned": "100 000", "l-2027-investissement-planned": "7"}
    assert team.post(BUDGET, {"version": seen, **theirs}).status_code == 302
    # The second changes the same line and another one.
    mine = {**LINES, **kept, "l-2026-investissement-planned": "90 000", "l-2026-fonctionnement-planned": "3"}
    answer = team.post(BUDGET, {"version": seen, "base": base, **mine})
    assert answer.status_code == 409
    told, body = words(answer), answer.content.decode()
    assert "equipe@exemple.fr" in told
    assert "Enregistré 100000" in told
    for value in ("90 000", "3", "7"):
        assert f'value="{value}"' in body
    assert BudgetLine.objects.get(year=2026, kind="investissement").planned == 100_000
    again = {**mine, "l-2027-investissement-planned": "7", "version": answer.context["version"]}
    assert team.post(BUDGET, again).status_code == 302
    assert {(one.year, one.planned) for one in BudgetLine.objects.all()} == {(2026, 90_000), (2026, 3), (2027, 7)}


def test_a_funding_taken_away_meanwhile_is_not_lost_when_it_was_changed(team: Client) -> None:
    fill(team)
    seen, funding = version(team), Funding.objects.get()
    name = f"f{funding.pk}"
    team.post(BUDGET, {"version": seen, **LINES, f"{name}-remove": "oui", f"{name}-amount": "60000"})
    mine = {f"{name}-funder_name": "Union européenne", f"{name}-amount": "70000", f"{name}-state": "verse"}
    answer = team.post(BUDGET, {"version": seen, **LINES, **mine})
    assert answer.status_code == 409
    assert "L’autre personne a ôté une ligne que vous changiez" in words(answer)
    assert 'value="70000"' in answer.content.decode()


def test_only_those_who_pilot_change_a_budget_and_only_those_concerned_read_it(
    site: Client, strategy: Strategy
) -> None:
    reader = signed_in("Région Essai", "lecteur")
    assert reader.get(BUDGET).status_code == 200
    assert b"<form" not in reader.get(BUDGET).content.partition(b"<main")[2]
    assert reader.post(BUDGET, LINES).status_code == 403
    stranger = signed_in("Syndicat Essai", "pilote")
    assert stranger.get(BUDGET).status_code == 404
    assert stranger.get("/piloter/budget").status_code == 403
    assert site.get(BUDGET).status_code == 302


def test_the_synthesis_adds_up_exactly_on_the_page_and_in_files(team: Client) -> None:
    fill(team)
    told = words(team.get("/piloter/budget"))
    assert "120 000,10 € prévus, dépenses inconnues" in told
    assert "Doubs" in told
    assert "Union européenne" in told
    rows = list(csv.DictReader(io.StringIO(body(team, "/piloter/budget.csv?par=annee"))))
    assert [(row["cle"], row["objet"], row["prevu"], row["reel"]) for row in rows] == [
        ("2026", "Investissement", "120000.00", ""),
        ("2026", "Fonctionnement", "0.10", ""),
        ("2026", "Total", "120000.10", ""),
    ]
    by_action = list(csv.DictReader(io.StringIO(body(team, "/piloter/budget.csv?par=action"))))
    assert {row["ligne"] for row in by_action} == {"budget", "financement"}
    for by in ("element", "territoire", "financeur"):
        assert body(team, f"/piloter/budget.csv?par={by}").count("\n") >= 2
    answer = team.get("/piloter/budget.xlsx?par=annee")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)] == [120_000, 0.1, 120_000.1]


def body(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def test_everybody_reads_what_public_actions_plan_and_nothing_else(site: Client, team: Client) -> None:
    fill(team, **{"l-2026-investissement-real": "99 999"})
    secret = Action.objects.get(code="A02")
    BudgetLine.objects.create(action=secret, year=2026, kind="investissement", planned=Decimal(7))
    told = words(site.get("/strategies/essai/budget"))
    assert "120 000 €" in told
    assert "99 999" not in told
    assert "Union européenne" not in told
    assert "120000.10" in body(site, "/strategies/essai/budget.csv")
    assert "99999" not in body(site, "/strategies/essai/budget.csv")
    assert not site.get("/strategies/essai/budget").cookies


def test_an_envelope_is_entered_corrected_by_two_and_says_what_is_left(team: Client, strategy: Strategy) -> None:
    told = {
        "name": "FEDER",
        "programme": "feder",
        "strategy": strategy.pk,
        "funder_name": "Union européenne",
        "amount": "100 000,50",
        "first_year": "2021",
        "last_year": "2027",
    }
    assert team.post("/piloter/enveloppes/nouvelle", told | {"amount": "cent"}).status_code == 422
    assert team.post("/piloter/enveloppes/nouvelle", told).status_code == 302
    one = Envelope.objects.get()
    fill(team, **{"n1-envelope": str(one.pk)})
    assert "40 000,50 €" in words(team.get("/piloter/enveloppes"))
    assert "40000.50" in body(team, "/piloter/enveloppes.csv")
    page = f"/piloter/enveloppes/{one.pk}"
    seen = team.get(page).context["version"]
    assert team.post(page, told | {"version": seen, "note": "Revue"}).status_code == 302
    answer = team.post(page, told | {"version": seen, "note": "Autre note"})
    assert answer.status_code == 409
    assert "Autre note" in answer.content.decode()
    assert "Revue" in words(answer)
    assert team.post(page, {"oter": "oui"}).status_code == 404
    assert Envelope.objects.exists()


def test_a_synthesis_of_many_actions_takes_few_queries(
    team: Client, strategy: Strategy, django_assert_max_num_queries: Any
) -> None:
    made = [Action(strategy=strategy, code=f"B{rank}", title=f"B{rank}", visibility="publique") for rank in range(150)]
    Action.objects.bulk_create(made)
    lines = [
        BudgetLine(action=one, year=year, kind="investissement", planned=Decimal("10.10"), real=Decimal("9.90"))
        for one in made
        for year in (2025, 2026)
    ]
    BudgetLine.objects.bulk_create(lines)
    with django_assert_max_num_queries(30):
        assert "3 030 €" in words(team.get("/piloter/budget"))


def test_a_year_to_add_stands_among_the_others_when_something_else_is_wrong(team: Client) -> None:
    sent = {"x1-year": "2031", "x1-investissement-planned": "120 000,50", "n1-amount": "beaucoup"}
    answer = team.post(BUDGET, {"version": version(team), **sent})
    assert answer.status_code == 422
    lines = answer.context["form"].lines
    assert (2031 in lines.years, lines["l-2031-investissement-planned"].value()) == (True, "120 000,50")
    sent |= {"n1-amount": "5", "n1-funder_name": "Europe", "n1-state": "notifie"}
    assert team.post(BUDGET, {"version": version(team), **sent}).status_code == 302
    assert str(BudgetLine.objects.get(year=2031).planned) == "120000.50"
    twice = {"version": version(team), "l-2031-investissement-planned": "1", "x1-year": "2031"}
    assert "L’année 2031 est déjà dans la grille" in words(team.post(BUDGET, twice))
