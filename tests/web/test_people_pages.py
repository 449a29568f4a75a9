"""An administrator lets people in, changes what they may do, takes it back; a link serves once and reveals nothing."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from maillage.directory import governing
from maillage.directory.governing import Given
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Invitation, Membership, Organisation, User
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Synthesis
from maillage.steering.committees.models import Body, Decision, Item, Meeting, Seat
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet
from tests.web.signing import link_of, visitor
from tests.web.words import markup, visible

pytestmark = pytest.mark.django_db
HERE = "/piloter/personnes"


def entered(email: str) -> Client:
    client = visitor()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture(autouse=True)
def people(site: Client) -> None:
    describe("Équipe", Described(kind="equipe", territory="region:27"))
    describe("Doubs", Described(territory="departement:25"))
    join("chef@exemple.fr", "Équipe", "administrateur")
    join("ada@exemple.fr", "Doubs", "administrateur")
    join("bob@exemple.fr", "Doubs", "lecteur")


@dataclass(frozen=True)
class Steered:
    """All that somebody may answer for, and an action they ended; with a synthesis of theirs."""

    decision: Decision
    seat: Seat
    sheet: Sheet

    @classmethod
    def of(cls, email: str) -> "Steered":
        person = User.objects.get(email=email)
        strategy = Strategy.objects.create(slug="essai", title="Essai", level="region")
        open_one, ended = (
            saving.save(Action(strategy=strategy, code=code, title="Guichet", status=status, pilot=person), None)
            for code, status in (("A01", "en_cours"), ("A02", "realisee"))
        )
        Synthesis.objects.create(action=ended, weather="soleil", written_at=timezone.now(), author=person)
        body = Body.objects.create(slug="copil", strategy=strategy, name="Comité", kind="pilotage")
        start = timezone.now() - timedelta(9)
        meeting = Meeting.objects.create(body=body, starts_at=start, ends_at=start + timedelta(hours=1))
        item = Item.objects.create(meeting=meeting, action=open_one, title="Écrire", rank=1)
        return cls(
            Decision.objects.create(item=item, verdict="autre", text="Écrire", person=person),
            Seat.objects.create(body=body, organisation=Organisation.objects.get(name="Doubs"), person=person),
            Sheet.objects.create(code="taux", title="Taux", person=person),
        )

    def things(self) -> list[Any]:
        """Each of them as it is now, with whom it has for person."""
        action: Any = Action.objects.get(code="A01")
        action.person = action.pilot
        now = [type(thing).objects.get(pk=thing.pk) for thing in (self.decision, self.seat, self.sheet)]
        return [action, *now]


def asked(email: str, name: str, role: str = "contributeur") -> dict[str, str]:
    key = Organisation.objects.get(name=name).pk
    return {"email": email, "organisation": str(key), "role": role, "strategy": "", "territories": ""}


def role_of(email: str) -> Membership:
    return Membership.objects.get(person__email=email)


def test_somebody_invited_enters_by_the_link_once_and_holds_the_role() -> None:
    ada = entered("ada@exemple.fr")
    assert ada.post(f"{HERE}/inviter", asked("Eve@exemple.fr", "Doubs"))["Location"] == f"{HERE}?fait=invite"
    assert "Doubs vous donne un rôle : contributeur" in str(mail.outbox[-1].body).replace("\u202f", " ")
    assert "eve@exemple.fr : contributeur" in markup(ada.get(HERE)).replace("&#8239;", " ")
    link = link_of("/piloter/invitation")
    page = visitor().get(link)
    assert page.status_code == 200
    assert "ada@" not in markup(page)
    assert not User.objects.filter(email="eve@exemple.fr").exists()
    eve = visitor()
    assert eve.post(link)["Location"] == "/piloter"
    assert eve.get("/piloter").status_code == 200
    assert role_of("eve@exemple.fr").role == "contributeur"
    kept = Membership.history.get(person__email="eve@exemple.fr")  # type: ignore[attr-defined]
    assert str(kept.history_user) == "ada@exemple.fr"
    assert [visitor().get(link).status_code, visitor().post(link).status_code] == [410, 410]


def test_links_that_do_not_work_are_all_alike() -> None:
    chief = User.objects.get(email="chef@exemple.fr")
    doubs = Organisation.objects.get(name="Doubs")
    late = governing.invite(chief, "a@exemple.fr", doubs, Given("lecteur"))
    renewed = governing.token_of(late)
    Invitation.objects.filter(pk=late.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
    late.refresh_from_db()
    off = governing.invite(chief, "b@exemple.fr", doubs, Given("lecteur"))
    tokens = [renewed, governing.token_of(late), governing.token_of(off), "zzz", f"{governing.token_of(off)}x"]
    governing.call_off(chief, off)
    pages = [visitor().get(f"/piloter/invitation/{one}") for one in tokens]
    assert {one.status_code for one in pages} == {410}
    assert len({markup(one).replace(token, "") for one, token in zip(pages, tokens, strict=True)}) == 1
    assert governing.forget_past() == 1


def test_who_lost_the_right_to_invite_lets_nobody_in_any_more() -> None:
    ada = User.objects.get(email="ada@exemple.fr")
    chief = User.objects.get(email="chef@exemple.fr")
    join("zoe@exemple.fr", "Doubs", "administrateur")
    doubs = Organisation.objects.get(name="Doubs")
    token = governing.token_of(governing.invite(ada, "a@exemple.fr", doubs, Given("administrateur")))
    governing.change(chief, role_of("ada@exemple.fr").pk, Given("lecteur"))
    assert visitor().post(f"/piloter/invitation/{token}").status_code == 410


def test_nobody_gives_more_than_they_govern() -> None:
    ada, bob = entered("ada@exemple.fr"), entered("bob@exemple.fr")
    assert bob.get(HERE).status_code == 403
    assert bob.post(f"{HERE}/inviter", asked("x@exemple.fr", "Doubs")).status_code == 403
    assert ada.post(f"{HERE}/inviter", asked("x@exemple.fr", "Équipe")).status_code == 422
    assert ada.get(f"{HERE}/roles/{role_of('chef@exemple.fr').pk}").status_code == 403
    assert "chef@exemple.fr" not in markup(ada.get(HERE))
    doubs = Organisation.objects.get(name="Doubs")
    told = {"kind": "equipe", "name": "Nous", "territory": "", "siren": "", "email": "d@exemple.fr"}
    assert ada.post(f"{HERE}/organisations/{doubs.pk}", told).status_code == 302
    doubs.refresh_from_db()
    assert (doubs.kind, doubs.name, doubs.email) == ("collectivite", "Doubs", "d@exemple.fr")
    assert ada.post(f"{HERE}/organisations/nouvelle", told).status_code == 403
    assert mail.outbox == []


def test_a_role_for_one_strategy_governs_that_strategy_only() -> None:
    limited = join("sam@exemple.fr", "Doubs", "administrateur", "ppun").person
    doubs = Organisation.objects.get(name="Doubs")
    assert governing.governs(limited, doubs, "ppun")
    assert not governing.governs(limited, doubs)
    assert not governing.governs(limited, doubs, "scoran")
    assert governing.strategies(limited, doubs) == {"ppun"}
    assert not governing.everywhere(limited)


def test_the_last_administrator_stays() -> None:
    ada = entered("ada@exemple.fr")
    mine = f"{HERE}/roles/{role_of('ada@exemple.fr').pk}"
    lower = {"role": "lecteur", "strategy": "", "territories": ""}
    for address, told in ((f"{mine}/reprendre", {}), (mine, lower)):
        refused = ada.post(address, told)
        assert refused.status_code == 422
        assert "dernier administrateur de Doubs" in markup(refused)
    join("zoe@exemple.fr", "Doubs", "administrateur")
    assert ada.post(mine, {"role": "lecteur", "strategy": "", "territories": ""}).status_code == 302
    assert role_of("ada@exemple.fr").role == "lecteur"


def test_a_role_taken_back_closes_the_account_that_has_no_other() -> None:
    ada = entered("ada@exemple.fr")
    bob = entered("bob@exemple.fr")
    assert ada.post(f"{HERE}/roles/{role_of('bob@exemple.fr').pk}/reprendre").status_code == 302
    assert not User.objects.filter(email="bob@exemple.fr").exists()
    assert bob.get("/piloter").status_code == 302


def test_nothing_is_erased_by_one_click_on_a_role() -> None:
    ada, address = entered("ada@exemple.fr"), f"{HERE}/roles/{role_of('bob@exemple.fr').pk}"
    ada.post(address, {"retirer": "1"})
    assert "ne répond aujourd’hui d’aucune action" in markup(ada.get(f"{address}/reprendre"))
    assert role_of("bob@exemple.fr").role == "lecteur"
    assert entered("bob@exemple.fr").post(f"{address}/reprendre").status_code == 403


def test_what_somebody_answered_for_is_listed_and_handed_over_to_a_named_person() -> None:
    holding = Steered.of("bob@exemple.fr")
    ada, address = entered("ada@exemple.fr"), f"{HERE}/roles/{role_of('bob@exemple.fr').pk}/reprendre"
    page = markup(ada.get(address))
    for words in ("A01 Guichet", "Écrire", "Comité", "Taux"):
        assert words in page, words
    refused = ada.post(address)
    assert (refused.status_code, "Dites à qui le remettre" in markup(refused)) == (422, True)
    assert ada.post(address, {"to": str(User.objects.get(email="chef@exemple.fr").pk)}).status_code == 422
    eve = join("eve@exemple.fr", "Doubs", "pilote").person
    assert ada.post(address, {"to": str(eve.pk)}).status_code == 302
    assert {thing.person for thing in holding.things()} == {eve}
    # What was written before keeps its author, and the door is closed.
    bob = User.objects.get(email="bob@exemple.fr")
    assert (Synthesis.objects.get().author, bob.is_active) == (bob, False)
    assert Action.objects.get(code="A02").pilot == bob
    change = Action.objects.get(code="A01").history.first()
    assert (change.pilot, change.history_user.email) == (eve, "ada@exemple.fr")
    gone = Membership.history.filter(history_type="-").get()  # type: ignore[attr-defined]
    assert str(gone.history_user) == "ada@exemple.fr"
    join("bob@exemple.fr", "Doubs", "lecteur")
    assert User.objects.get(email="bob@exemple.fr").is_active


def test_what_nobody_takes_is_said_without_anybody_in_charge() -> None:
    holding = Steered.of("bob@exemple.fr")
    address = f"{HERE}/roles/{role_of('bob@exemple.fr').pk}/reprendre"
    assert entered("ada@exemple.fr").post(address, {"to": "personne"}).status_code == 302
    assert {thing.person for thing in holding.things()} == {None}


def test_who_has_another_role_may_keep_what_they_answer_for() -> None:
    holding = Steered.of("bob@exemple.fr")
    first = role_of("bob@exemple.fr")
    other = join("bob@exemple.fr", "Équipe", "pilote").person
    ada = entered("ada@exemple.fr")
    assert "garde ses autres rôles" in markup(ada.get(f"{HERE}/roles/{first.pk}/reprendre"))
    assert ada.post(f"{HERE}/roles/{first.pk}/reprendre", {"to": "garder"}).status_code == 302
    assert {thing.person for thing in holding.things()} == {other}
    assert other.is_active


def test_a_closed_action_keeps_in_its_form_the_pilot_who_left() -> None:
    Steered.of("bob@exemple.fr")
    address = f"{HERE}/roles/{role_of('bob@exemple.fr').pk}/reprendre"
    entered("ada@exemple.fr").post(address, {"to": "personne"})
    page = entered("chef@exemple.fr").get("/piloter/actions/A02/modifier").content.decode()
    assert re.search(r'<input type="text" value="bob@exemple.fr"[^>]*id="f-pilot"', page)


def test_organisations_are_opened_with_what_is_known_of_them_and_errors_are_said() -> None:
    chief = entered("chef@exemple.fr")
    told = {"name": "Jura", "kind": "collectivite", "siren": "22", "territory": "departement:39 x", "email": ""}
    wrong = chief.post(f"{HERE}/organisations/nouvelle", told)
    assert wrong.status_code == 422
    wrong = chief.post(f"{HERE}/organisations/nouvelle", told | {"territory": ""})
    assert "Un SIREN a neuf chiffres." in markup(wrong)
    assert 'value="Jura"' in markup(wrong)
    done = chief.post(f"{HERE}/organisations/nouvelle", told | {"siren": "223 900 010", "territory": ""})
    assert done.status_code == 302
    kept = Organisation.history.get(name="Jura")  # type: ignore[attr-defined]
    assert (kept.siren, str(kept.history_user)) == ("223900010", "chef@exemple.fr")


def test_the_list_is_taken_away() -> None:
    lines = b"".join(entered("ada@exemple.fr").get(f"{HERE}.csv")).decode().splitlines()  # type: ignore[arg-type]
    assert [line.split(",")[4] for line in lines[1:]] == ["ada@exemple.fr", "bob@exemple.fr"]
    workbook = b"".join(entered("ada@exemple.fr").get(f"{HERE}.xlsx"))  # type: ignore[arg-type]
    assert workbook.startswith(b"PK")


def test_the_journal_says_who_changed_what_from_what_to_what() -> None:
    ada = entered("ada@exemple.fr")
    ada.post(
        f"{HERE}/roles/{role_of('bob@exemple.fr').pk}",
        {"role": "pilote", "strategy": "", "territories": "departement:25"},
    )
    page = markup(ada.get("/piloter/journal?qui=ada"))
    assert "Rôle Lecteur Pilote d’actions" in visible(page)
    assert "rien departement:25" in visible(page)
    assert "ada@exemple.fr" in page
    assert "Équipe" not in markup(ada.get("/piloter/journal"))
    assert "Équipe" in markup(entered("chef@exemple.fr").get("/piloter/journal"))
    assert entered("bob@exemple.fr").get("/piloter/journal").status_code == 403
    for nonsense in ("quoi=x.y", "du=hier", "page=0"):
        assert ada.get(f"/piloter/journal?{nonsense}").status_code == 404
    assert "Rien ne répond" in markup(ada.get("/piloter/journal?au=1999-01-01"))
    lines = b"".join(ada.get("/piloter/journal.csv?qui=ada")).decode().splitlines()  # type: ignore[arg-type]
    assert any("changement,Rôle,Lecteur,Pilote d’actions" in line for line in lines)


def test_the_journal_reads_a_page_in_few_queries(django_assert_max_num_queries: Any) -> None:
    for rank in range(60):
        join(f"p{rank}@exemple.fr", "Doubs", "lecteur")
    chief = entered("chef@exemple.fr")
    with django_assert_max_num_queries(20):
        page = chief.get("/piloter/journal")
    assert "1 à 50 sur" in visible(markup(page))
    assert page.context["list"].page.size == 50
