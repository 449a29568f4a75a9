"""An action is tied by name to what it answers; both sheets lead to each other, the public one to what is public."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from maillage.commons.challenges.models import Challenge
from maillage.commons.reports.models import Report
from maillage.directory.joining import Described, describe, join
from maillage.directory.links.models import Link
from maillage.directory.models import Organisation, User
from maillage.steering.actions.models import Action
from maillage.steering.conventions.models import Convention
from maillage.steering.strategies.models import Strategy
from tests.web.signing import visitor
from tests.web.words import markup, words

pytestmark = pytest.mark.django_db
WHEN = datetime(2026, 1, 1, tzinfo=UTC)
PLACE = {"commune": "25547", "commune_name": "Bélieu", "year": 2026, "rank": 1}


def entered(email: str) -> Client:
    client = visitor()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def links(site: Client) -> str:
    """The page of the links of A1, that Ada edits."""
    doubs, _ = describe("Doubs", Described(territory="departement:25"))
    describe("Orange", Described(kind="operateur"))
    join("ada@exemple.fr", "Doubs", "equipe")
    join("bob@exemple.fr", "Doubs", "lecteur")
    plan = Strategy.objects.create(slug="plan", title="Plan", level="departement", organisation=doubs, shown=True)
    action = Action.objects.create(code="A1", title="Fibre", strategy=plan, visibility="publique")
    Report.objects.create(told_at=WHEN, category="fibre", email="moi@exemple.fr", text="Chez Mme Untel", **PLACE)
    Challenge.objects.create(
        organisation=doubs, operator=Organisation.objects.get(name="Orange"), observation="Rien", filed_at=WHEN, **PLACE
    )
    return f"/piloter/liens/action/{action.pk}/repond"


def test_what_is_typed_of_a_name_proposes_and_a_button_ties(links: str) -> None:
    ada = entered("ada@exemple.fr")
    assert "Rien n’est encore lié." in words(ada.get("/piloter/actions/A1"))
    assert "Rien de ce nom" in words(ada.get(f"{links}?q=nulle+part"))
    page = markup(ada.get(f"{links}?q=belieu"))
    assert "Signalement 2026-000001, Bélieu : L’état de la fibre n’est pas le bon" in page
    assert "Contestation 2026-C00001, Bélieu, Orange" in page
    for thing in (Report.objects.get(), Challenge.objects.get()):
        kind = "signalement" if isinstance(thing, Report) else "contestation"
        assert ada.post(links, {"autre": f"{kind}:{thing.pk}"})["Location"] == f"{links}?dit=oui"
        assert thing.page in markup(ada.get("/piloter/actions/A1"))
        # Nobody is signed in where everybody reports.
        sheet = "/strategies/plan/actions/A1" if kind == "signalement" else "/piloter/actions/A1"
        assert f'href="{sheet}"' in markup(ada.get(thing.page))


def test_the_public_page_of_a_report_leads_to_a_public_action_and_says_nothing_of_another(links: str) -> None:
    report = Report.objects.get()
    entered("ada@exemple.fr").post(links, {"autre": f"signalement:{report.pk}"})
    page = markup(visitor().get(report.page))
    assert '<a href="/strategies/plan/actions/A1">A1 Fibre</a>' in page
    assert "Ce qui est engagé" in page
    Action.objects.update(visibility="partenaires")
    assert "Fibre</a>" not in markup(visitor().get(report.page))


def test_an_action_is_tied_by_name_to_a_convention_that_is_published_and_to_no_other(links: str) -> None:
    signed = {"kind": "cpsd", "signed_on": date(2022, 3, 14), "territories": "departement:25"}
    shown = Convention.objects.create(title="CPSD du Doubs", shown=True, **signed)
    kept = Convention.objects.create(title="CPSD en préparation", **signed)
    ada = entered("ada@exemple.fr")
    page = words(ada.get(f"{links}?q=cpsd"))
    assert "Parmi : contestation, signalement, convention." in page
    assert ("CPSD du Doubs" in page, "CPSD en préparation" in page) == (True, False)
    assert ada.post(links, {"autre": f"convention:{kept.pk}"}).status_code == 422
    assert ada.post(links, {"autre": f"convention:{shown.pk}"}).status_code == 302
    sheet = f'<a href="/conventions/{shown.pk}">CPSD du Doubs</a>'
    assert sheet in markup(ada.get("/piloter/actions/A1"))
    assert sheet in markup(entered("bob@exemple.fr").get("/piloter/actions/A1"))
    Convention.objects.filter(pk=shown.pk).update(shown=False)
    assert "CPSD du Doubs" not in words(ada.get("/piloter/actions/A1"))
    shown.delete()
    assert not Link.objects.exists()


def test_a_convention_is_read_by_all_and_discussed_nowhere(links: str) -> None:
    signed = {"kind": "cpsd", "signed_on": date(2022, 3, 14), "territories": "departement:25"}
    shown = Convention.objects.create(title="CPSD du Doubs", shown=True, **signed)
    assert entered("ada@exemple.fr").get(f"/piloter/discussions/convention/{shown.pk}").status_code == 404
    assert entered("ada@exemple.fr").get(f"/piloter/liens/convention/{shown.pk}/repond").status_code == 404


def test_neither_the_words_nor_the_address_of_who_reports_are_shown_where_it_is_tied(links: str) -> None:
    ada = entered("ada@exemple.fr")
    ada.post(links, {"autre": f"signalement:{Report.objects.get().pk}"})
    for address in (links, f"{links}?q=belieu", "/piloter/actions/A1"):
        assert "Untel" not in words(ada.get(address))
        assert "moi@" not in words(ada.get(address))


@pytest.mark.parametrize("other", ["", "signalement:999", "action:1", "signalement", "signalement:1:2", "x" * 500])
def test_what_cannot_be_tied_is_said_and_nothing_is_written(links: str, other: str) -> None:
    refused = entered("ada@exemple.fr").post(links, {"autre": other})
    assert refused.status_code == 422
    assert "Rien n’est lié." in words(refused)
    assert not Link.objects.exists()


def test_a_reader_ties_and_unties_nothing(links: str) -> None:
    ada, bob = entered("ada@exemple.fr"), entered("bob@exemple.fr")
    ada.post(links, {"autre": f"signalement:{Report.objects.get().pk}"})
    assert bob.get(links).status_code == 404
    away = f"/piloter/liens/{Link.objects.get().pk}/retirer"
    assert bob.post(away).status_code == 404
    assert "Lier, ou retirer" not in words(bob.get("/piloter/actions/A1"))
    assert ada.post(away)["Location"] == "/piloter/actions/A1#liens"
    assert not Link.objects.exists()
