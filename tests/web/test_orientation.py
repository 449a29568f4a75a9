"""Each element of a strategy in force has its page: what is done, what is measured, what nobody knows."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from maillage.steering import shipped
from maillage.steering.actions.models import Action
from maillage.steering.strategies import editions
from maillage.steering.strategies.models import Edition, Strategy
from maillage.steering.targets.models import Sheet
from tests.web.words import words

pytestmark = pytest.mark.django_db
PAGE = "/strategies/scoran-bfc/orientations"
FIBRE = "Le taux de locaux raccordables au FttH"


@pytest.fixture(scope="module")
def shipped_once(written_once: Any) -> None:
    written_once(shipped.load)


@pytest.fixture
def scoran(site: Client, shipped_once: None) -> Edition:
    """The SCORAN and its seventeen indicators, as they are shipped."""
    return Edition.objects.select_related("strategy").get(strategy__slug="scoran-bfc")


def action(code: str, edition: Edition, *keys: str, **fields: Any) -> Action:
    fields = {"status": "en_cours", "visibility": "publique"} | fields
    made = Action.objects.create(code=code, title=f"Action {code}", strategy=edition.strategy, **fields)
    made.nodes.set(edition.nodes.filter(key__in=keys))
    return made


def test_an_orientation_says_what_is_done_and_what_is_measured_with_its_figure(site: Client, scoran: Edition) -> None:
    action("A1", scoran, "o1-p1", status="realisee")
    action("A2", scoran, "o1", ends_on=date(2020, 1, 1))
    action("A3", scoran, "o2")
    action("A4", scoran, "o1", visibility="equipe")
    told = words(site.get(f"{PAGE}/o1"))
    assert "2 actions, 1 réalisée, 1 en retard ; 2 indicateurs" in told
    assert "Action A1" in told
    assert "Action A2" in told
    assert "Action A3" not in told
    assert "Action A4" not in told
    assert FIBRE in told
    # Samples, 2nd quarter of 2026: 13 900 premises of 14 930.
    assert "93,1 %" in told
    assert "Arcep" in told
    assert "1.1 Assurer le suivi des déploiements" in told


def test_what_holds_an_orientation_gathers_what_is_under_it_and_leads_there(site: Client, scoran: Edition) -> None:
    action("A1", scoran, "o1-p1")
    page = site.get(f"{PAGE}/e1")
    assert "Action A1" in words(page)
    assert f'href="{PAGE}/d1"' in page.content.decode()
    assert f'href="{PAGE}/e1"' in site.get(f"{PAGE}/o1-p1").content.decode()


def test_where_nothing_is_measured_it_is_said_and_never_zero(site: Client, scoran: Edition) -> None:
    told = words(site.get(f"{PAGE}/o10"))
    assert "Aucune action publique n’y répond ; rien ne le mesure : aucune donnée connue" in told
    assert "Aucune donnée connue" in told
    assert "0 action" not in told
    unknown = words(site.get(f"{PAGE}/o3"))
    assert "1 indicateur : aucune donnée connue" in unknown
    assert "Pas de valeur connue ici" in unknown


def test_it_is_reached_from_the_strategy_and_from_the_search(site: Client, scoran: Edition) -> None:
    assert f'href="{PAGE}/o4"' in site.get("/strategies/scoran-bfc").content.decode()
    assert f'href="{PAGE}/ethique"' in site.get("/strategies/scoran-bfc").content.decode()
    assert site.get("/recherche?q=ruralit%C3%A9")["Location"] == f"{PAGE}/o12"


def test_what_is_not_in_force_or_not_public_has_no_page(site: Client, scoran: Edition) -> None:
    assert site.get(f"{PAGE}/o99").status_code == 404
    assert "n’est pas dans l’édition en vigueur" in words(site.get(f"{PAGE}/o99"))
    Strategy.objects.filter(slug="scoran-bfc").update(shown=False)
    assert site.get(f"{PAGE}/o1").status_code == 404


def test_indicators_follow_their_element_into_the_next_edition(site: Client, scoran: Edition) -> None:
    after = editions.copied(scoran, "2027", None)
    editions.put_in_force(after, date(2027, 1, 1), None)
    sheet = Sheet.objects.get(code="locaux-raccordables-ftth")
    assert [(node.edition, node.key) for node in sheet.nodes.all()] == [(after, "o1")]
    assert FIBRE in words(site.get(f"{PAGE}/o1"))
