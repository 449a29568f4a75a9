"""Strategies in the open, and the workshop where their team changes them."""

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.steering import shipped
from maillage.steering.actions.models import Action
from maillage.steering.strategies import editions
from maillage.steering.strategies.models import Edition, Link, Node, Strategy
from maillage.web.steer.strategies.diagram import draw
from tests.web.words import words

pytestmark = pytest.mark.django_db
ADA, BOB, EVE = "ada@exemple.fr", "bob@exemple.fr", "eve@exemple.fr"


def member(email: str, organisation: str, role: str) -> Client:
    join(email, organisation, role)
    visitor = Client(headers={"host": "localhost"})
    visitor.force_login(User.objects.get(email=email))
    return visitor


@pytest.fixture(scope="module")
def shipped_once(written_once: Any) -> None:
    written_once(shipped.load)


@pytest.fixture
def scoran(site: Client, shipped_once: None) -> Edition:
    """The SCORAN as it is shipped, held by nobody here, with all that is shipped beside it."""
    return Edition.objects.select_related("strategy").get(strategy__slug="scoran-bfc")


@pytest.fixture
def team(scoran: Edition) -> Client:
    """Ada, of the project team."""
    describe("Équipe projet", Described(kind="equipe"))
    return member(ADA, "Équipe projet", "equipe")


def node(edition: Edition, key: str) -> Node:
    return Node.objects.select_related("edition__strategy").get(edition=edition, key=key)


def rows(site: Client, address: str) -> list[dict[str, str]]:
    answer: Any = site.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def action(code: str, edition: Edition, *keys: str, **fields: Any) -> Action:
    fields = {"status": "en_cours", "visibility": "publique"} | fields
    made = Action.objects.create(code=code, title=f"Action {code}", strategy=edition.strategy, **fields)
    made.nodes.set(edition.nodes.filter(key__in=keys))
    return made


def test_without_any_strategy_the_page_says_how_one_comes(site: Client) -> None:
    Strategy.objects.all().delete()
    told = words(site.get("/strategies"))
    assert "Aucune stratégie publique" in told
    assert "maillage strategies load" in told


def test_strategies_are_listed_by_level_framework_documents_apart_and_links_in_words(
    site: Client, scoran: Edition
) -> None:
    told = words(site.get("/strategies"))
    assert told.index("Région") < told.index("Pôle métropolitain ou pays") < told.index("Documents cadres")
    assert "Édition 2019 : 76 éléments." in told
    assert re.search(r"PPUN-BFC décline SCORAN BFC", told)
    assert not site.get("/strategies").cookies
    assert "no-store" in site.get("/strategies")["Cache-Control"]


def test_a_strategy_tells_its_tree_its_principles_and_its_other_wording(site: Client, scoran: Edition) -> None:
    told = words(site.get("/strategies/scoran-bfc"))
    assert "3 enjeux, 5 défis, 15 orientations, 53 pistes d’action" in told
    assert "Orientation 9 Améliorer la vie citoyenne" in told
    assert "Autre formulation : Faciliter les usages du numérique au quotidien" in told
    assert "Thèmes d’atelier" in told
    assert "Secteur 3.1" in words(site.get("/strategies/codex-nfc"))
    assert "seul le titre est repris ici" in words(site.get("/strategies/sraddet-bfc"))


def test_each_node_counts_its_public_actions_once_with_those_under_it(site: Client, scoran: Edition) -> None:
    action("A1", scoran, "o1", "o1-p1")
    action("A2", scoran, "o1-p2", status="realisee")
    action("A3", scoran, "o1-p1", ends_on=date(2020, 1, 1))
    action("A4", scoran, "o1-p1", status="abandonnee")
    action("A5", scoran, "o1-p1", visibility="equipe")
    found = {row["cle"]: row for row in rows(site, "/strategies/scoran-bfc.csv")}
    names = ("actions", "realisees", "en_retard", "abandonnees")

    def of(key: str) -> list[str]:
        return [found[key][name] for name in names]

    assert of("o1") == ["4", "1", "1", "1"]
    assert of("o1-p1") == ["3", "0", "1", "1"]
    assert of("e1") == ["4", "1", "1", "1"]
    assert of("e2") == ["0", "0", "0", "0"]
    assert "4 actions, 1 réalisée, 1 en retard, 1 abandonnée" in words(site.get("/strategies/scoran-bfc"))


def test_what_is_not_public_is_nowhere_for_the_public(site: Client, scoran: Edition) -> None:
    draft = editions.copied(scoran, "2031", None)
    assert site.get(f"/strategies/scoran-bfc/editions/{draft.pk}").status_code == 404
    assert site.get(f"/strategies/scoran-bfc/editions/{scoran.pk}?avec={draft.pk}").status_code == 404
    assert "2031" not in words(site.get("/strategies/scoran-bfc"))
    Strategy.objects.filter(slug="scoran-bfc").update(shown=False)
    for address in ("", ".csv", ".json", f"/editions/{scoran.pk}", f"/editions/{scoran.pk}.xlsx"):
        assert site.get(f"/strategies/scoran-bfc{address}").status_code == 404, address
    assert "SCORAN BFC" not in words(site.get("/strategies"))


def test_two_editions_are_compared_on_the_page_and_in_a_file(site: Client, scoran: Edition) -> None:
    other = editions.copied(scoran, "2027", None)
    Node.objects.filter(edition=other, key="o14").update(title="Gouverner la donnée")
    editions.put_in_force(other, date(2027, 1, 1), None)
    address = f"/strategies/scoran-bfc/editions/{other.pk}"
    told = words(site.get(f"{address}?avec={scoran.pk}"))
    assert "1 changement de l’édition 2019 à l’édition 2027 ; 89 éléments sans changement." in told
    assert "Gouverner la donnée" in told
    found = rows(site, f"{address}/changements.csv?avec={scoran.pk}")
    assert [(one["changement"], one["cle"], one["apres"]) for one in found] == [
        ("reformulé", "o14", "Gouverner la donnée")
    ]
    assert site.get(f"{address}/changements.csv").status_code == 404
    assert site.get(f"{address}?avec=999999").status_code == 404


def test_the_tree_is_taken_as_csv_xlsx_and_json_with_its_keys(site: Client, scoran: Edition) -> None:
    found = rows(site, "/strategies/scoran-bfc.csv")
    assert len(found) == 76 + 14
    assert found[2]["cle"] == "o1"
    assert (found[2]["sous"], found[2]["nature"]) == ("d1", "orientation")
    told = json.loads(site.get("/strategies/scoran-bfc.json").content)
    assert [len(told["elements"]), told["strategie"], told["elements"][3]["cle"]] == [90, "scoran-bfc", "o1-p1"]
    for address in ("/strategies", "/strategies/liens", f"/strategies/scoran-bfc/editions/{scoran.pk}"):
        workbook: Any = site.get(f"{address}.xlsx")
        assert b"".join(workbook.streaming_content).startswith(b"PK")
    assert len(rows(site, "/strategies/liens.csv")) == 22
    assert site.get("/strategies/sraddet-bfc.csv").status_code == 404


def test_pages_ask_the_database_a_few_questions_whatever_the_tree(
    site: Client, scoran: Edition, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        action(f"A{number}", scoran, f"o{number % 15 + 1}")
    with django_assert_max_num_queries(4):
        site.get("/strategies")
    with django_assert_max_num_queries(9):
        site.get("/strategies/scoran-bfc")


def test_the_diagram_draws_one_line_a_pair_and_no_box_for_what_is_not_linked(scoran: Edition) -> None:
    every = list(Strategy.objects.all())
    links = list(Link.objects.select_related("source", "target"))
    drawn = draw(every, links)
    assert drawn is not None
    assert [head for _, head in drawn.heads] == ["Europe", "État", "Région", "Département"]
    assert len(drawn.boxes) == 17
    assert len(drawn.lines) == 22
    assert draw(every, []) is None


# The workshop.


def test_the_workshop_opens_to_the_team_alone(site: Client, team: Client, scoran: Edition) -> None:
    describe("Ailleurs", Described())
    reader = member(BOB, "Équipe projet", "lecteur")
    stranger = member(EVE, "Ailleurs", "administrateur")
    address = f"/piloter/strategies/scoran-bfc/editions/{scoran.pk}"
    assert site.get(address).status_code == 302
    assert (team.get(address).status_code, reader.get(address).status_code) == (200, 403)
    assert stranger.get(address).status_code in (302, 403)
    Strategy.objects.update(shown=False)
    assert "SCORAN" in words(reader.get("/piloter/strategies"))
    post = team.post(f"/piloter/strategies/scoran-bfc/elements/{node(scoran, 'o2').pk}/deplacer", {"sens": "monter"})
    assert post.status_code == 302
    refused = reader.post(f"/piloter/strategies/scoran-bfc/elements/{node(scoran, 'o2').pk}/deplacer", {})
    assert refused.status_code == 403


def test_a_strategy_is_created_with_its_levels_then_filled_then_put_in_force(team: Client, site: Client) -> None:
    sheet = {"title": "Feuille de route", "level": "epci", "framework": "non", "shown": "oui", "slug": "la-notre"}
    wrong = team.post("/piloter/strategies/nouvelle", {**sheet, "slug": "Pas bon", "edition": "2026", "levels": ""})
    assert wrong.status_code == 422
    assert "Minuscules sans accents" in words(wrong)
    assert "Feuille de route" in wrong.content.decode()
    done = team.post("/piloter/strategies/nouvelle", {**sheet, "edition": "2026", "levels": "axe\nmesure, mesures"})
    assert done.status_code == 302
    edition = Edition.objects.get(strategy__slug="la-notre")
    assert edition.level_names == [["axe", "axes"], ["mesure", "mesures"]]
    assert edition.history.get().history_user.email == ADA
    tree = f"/piloter/strategies/la-notre/editions/{edition.pk}"
    assert "L’arbre est vide" in words(team.get(tree))
    assert team.post(f"{tree}/ajouter", {"title": "Relier", "number": "1"}).status_code == 302
    first = edition.nodes.get()
    team.post(f"{tree}/ajouter", {"title": "Un tiers-lieu", "above": str(first.pk)})
    team.post(f"{tree}/ajouter?principe=1", {"title": "Sobre"})
    deep = edition.nodes.get(title="Un tiers-lieu")
    assert (deep.parent, deep.depth, deep.called) == (first, 1, "mesure")
    marked = {"title": "Relier", "number": "1", "marks": str(edition.nodes.get(tag=True).pk)}
    version = team.get(f"/piloter/strategies/la-notre/elements/{first.pk}").context["version"]
    team.post(f"/piloter/strategies/la-notre/elements/{first.pk}", {**marked, "version": version})
    assert [one.title for one in first.tags.all()] == ["Sobre"]
    assert "Pas encore d’édition en vigueur" in words(site.get("/strategies/la-notre"))
    assert team.post(f"{tree}/en-vigueur", {"adopted_on": "2026-06-30"}).status_code == 302
    assert "Un tiers-lieu" in words(site.get("/strategies/la-notre"))


def test_who_comes_second_sees_both_texts_who_and_when_and_loses_nothing(team: Client, scoran: Edition) -> None:
    bob = member(BOB, "Équipe projet", "equipe")
    one = node(scoran, "o14")
    address = f"/piloter/strategies/scoran-bfc/elements/{one.pk}"
    above = str(one.parent_id)
    seen = team.get(address).context["version"]
    typed = {"number": "14", "above": above, "version": seen}
    assert bob.post(address, {**typed, "title": "Le texte de Bob"}).status_code == 302
    second = team.post(address, {**typed, "title": "Le texte d’Ada"})
    assert second.status_code == 409
    told = words(second)
    assert "bob@exemple.fr a enregistré" in told
    assert "Enregistré Le texte de Bob" in told
    assert "Écrit par vous Le texte d’Ada" in told
    assert Node.objects.get(pk=one.pk).title == "Le texte de Bob"
    again = team.post(address, {**typed, "title": "Les deux textes", "version": second.context["version"]})
    assert again.status_code == 302
    assert Node.objects.get(pk=one.pk).title == "Les deux textes"
    history = words(team.get("/piloter/strategies/scoran-bfc/historique"))
    assert "Le texte de Bob → Les deux textes" in history


def test_the_sheet_and_the_edition_are_guarded_alike(team: Client, scoran: Edition) -> None:
    bob = member(BOB, "Équipe projet", "equipe")
    for address, fields in (
        (
            "/piloter/strategies/scoran-bfc/modifier",
            {"title": "T", "level": "region", "framework": "non", "shown": "oui"},
        ),
        (
            f"/piloter/strategies/scoran-bfc/editions/{scoran.pk}/modifier",
            {"name": "2019", "levels": "enjeu\ndéfi\norientation\npiste"},
        ),
    ):
        seen = team.get(address).context["version"]
        assert bob.post(address, {**fields, "version": seen}).status_code == 302, address
        second = team.post(address, {**fields, "version": seen})
        assert second.status_code == 409, address
        assert "Quelqu’un a enregistré entre-temps" in words(second)


def test_dates_to_check_stay_so_when_nobody_says_that_they_were(team: Client, scoran: Edition) -> None:
    address = "/piloter/strategies/scoran-bfc/modifier"
    sent = {"title": "T", "level": "region", "framework": "non", "shown": "oui"}
    for state, kept in (("a_verifier", "a_verifier"), (None, "a_verifier"), ("verifie", "verifie")):
        given = {"dates_state": state} if state else {}
        version = team.get(address).context["version"]
        assert team.post(address, {**sent, **given, "version": version}).status_code == 302
        assert Strategy.objects.get(slug="scoran-bfc").dates_state == kept
    version = team.get(address).context["version"]
    refused = team.post(address, {**sent, "dates_state": "autre", "version": version})
    assert refused.status_code == 422


def test_levels_that_the_tree_uses_cannot_go(team: Client, scoran: Edition) -> None:
    address = f"/piloter/strategies/scoran-bfc/editions/{scoran.pk}/modifier"
    version = team.get(address).context["version"]
    refused = team.post(address, {"name": "2019", "levels": "enjeu", "version": version})
    assert refused.status_code == 422
    assert "L’arbre a déjà 4 niveaux" in words(refused)


def test_a_node_with_actions_cannot_be_removed_and_the_page_says_which(team: Client, scoran: Edition) -> None:
    action("A12", scoran, "o1-p1")
    one = node(scoran, "o1")
    address = f"/piloter/strategies/scoran-bfc/elements/{one.pk}/retirer"
    assert "A12 Action A12" in words(team.get(address))
    assert team.post(address).status_code == 404
    assert Node.objects.filter(pk=one.pk).exists()
    free = node(scoran, "o2")
    told = words(team.get(f"/piloter/strategies/scoran-bfc/elements/{free.pk}/retirer"))
    assert "Avec lui partent 3 éléments" in told
    team.post(f"/piloter/strategies/scoran-bfc/elements/{free.pk}/retirer")
    assert not Node.objects.filter(edition=scoran, key__startswith="o2").exists()


def test_a_draft_is_prepared_and_compared_by_the_team_while_the_public_sees_the_former(
    team: Client, site: Client, scoran: Edition
) -> None:
    done = team.post("/piloter/strategies/scoran-bfc/editions/nouvelle", {"former": scoran.pk, "name": "2027"})
    draft = Edition.objects.get(name="2027")
    assert done["Location"].startswith(f"/piloter/strategies/scoran-bfc/editions/{draft.pk}")
    added = f"/piloter/strategies/scoran-bfc/editions/{draft.pk}/ajouter"
    team.post(added, {"title": "Un nouvel enjeu"})
    told = words(team.get(f"/piloter/strategies/scoran-bfc/editions/{draft.pk}?avec={scoran.pk}"))
    assert "1 changement" in told
    assert "Un nouvel enjeu" in told
    assert "nouvel enjeu" not in words(site.get("/strategies/scoran-bfc"))
    found = rows(team, f"/piloter/strategies/scoran-bfc/editions/{draft.pk}.csv?avec={scoran.pk}")
    assert [one["changement"] for one in found] == ["ajouté"]


def test_a_link_is_declared_once_and_removed(team: Client, scoran: Edition) -> None:
    address = "/piloter/strategies/scoran-bfc/liens"
    codex = Strategy.objects.get(slug="codex-nfc")
    typed = {"sense": "recouvre", "target": f"s{codex.pk}", "note": "Essai"}
    assert team.post(address, typed).status_code == 302
    assert "déjà déclaré" in words(team.post(address, typed))
    link = Link.objects.get(target=codex)
    assert team.post(f"{address}/{link.pk}/retirer").status_code == 302
    assert not Link.objects.filter(target=codex).exists()
    assert Link.history.filter(id=link.pk).first().history_user.email == ADA


def test_what_the_document_of_2019_names_says_what_became_of_it(site: Client, scoran: Edition) -> None:
    told = words(site.get("/strategies/scoran-bfc"))
    assert "Généraliser le Pass numérique sur le territoire" in told
    assert "Pass numérique : en vigueur du 22 mars 2019 au 31 décembre 2024." in told
    assert "Guichet Cohésion numérique : en vigueur jusqu’au 31 décembre 2025 (à vérifier)." in told


def test_framework_documents_say_until_when_they_hold_on_pages_and_in_the_file(site: Client) -> None:
    shipped.load(["srdtl-bfc", "cper-2013", "cper-bfc-2021-2027"])
    told = words(site.get("/strategies"))
    assert "En vigueur du 1er janvier 2017 au 31 décembre 2022" in told
    replaced = words(site.get("/strategies/cper-2013"))
    assert "aujourd’hui : contrat de plan État-Région 2021-2027" in replaced
    assert "DATAR : aujourd’hui : Agence nationale de la cohésion des territoires (ANCT) (à vérifier)" in replaced
    held = {one["nom_court"]: one for one in rows(site, "/strategies.csv")}
    assert held["srdtl-bfc"]["en_vigueur_au"] == "2022-12-31"
    assert held["cper-2013"]["remplace_par"] == "contrat de plan État-Région 2021-2027"
