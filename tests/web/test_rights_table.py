"""Who may open what: every address below /piloter and /strategies, for everybody, in one table.

Roles are held in Doubs, which holds the strategy; the stranger contributes to another organisation. A letter an answer:
« . » shown or done, « c » led to sign in, « > » led further, « x » refused, « ? » not found, « w » says what is wrong.
An address that is missing here fails the last test: its row is for who adds it. A second table asks the same of roles
limited to a strategy or to territories, held in two organisations, of partners, of seats left, and posts forms.
"""

import re
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from maillage.commons.challenges.models import Challenge
from maillage.commons.reports.models import Report
from maillage.directory.discussion import talking
from maillage.directory.jobs.models import Job
from maillage.directory.joining import Described, describe, join
from maillage.directory.links import tying
from maillage.directory.models import Membership, Organisation, User
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.committees.models import Body, Decision, Item, Meeting, Seat
from maillage.steering.money.models import Envelope
from maillage.steering.strategies.models import Edition, Node, State, Strategy
from maillage.steering.targets.models import Sheet
from maillage.web.gate.access import walk
from maillage.web.urls import urlpatterns
from tests.web.rights_of_documents import DOCUMENTS
from tests.web.signing import visitor
from tests.web.words import words

WHO = "anonymous nobody lecteur contributeur pilote secretaire equipe administrateur stranger".split()
LETTERS = {200: ".", 302: ">", 403: "x", 404: "?", 410: "?", 422: "w"}
# Columns, in order: anonymous, an account without role, lecteur, contributeur, pilote, secretaire, equipe,
# administrateur, and somebody of another organisation.
TABLE = """
GET  /piloter                                      c x . . . . . . .
GET  /piloter/connexion                            . . . . . . . . .
GET  /piloter/connexion/code                       > > > > > > > > >
GET  /piloter/connexion/fournisseur                ? ? ? ? ? ? ? ? ?
GET  /piloter/connexion/fournisseur/retour         ? ? ? ? ? ? ? ? ?
GET  /piloter/connexion/zzz                        ? ? ? ? ? ? ? ? ?
GET  /piloter/invitation/zzz                       ? ? ? ? ? ? ? ? ?
GET  /piloter/compte                               c x . . . . . . .
GET  /piloter/compte/identite                      c x . . . . . . .
GET  /piloter/compte/courriels                     c x . . . . . . .
GET  /piloter/avis                                 c x . . . . . . .
POST /piloter/avis/lus                             c x > > > > > > >
POST /piloter/avis/1/lu                            c x > > > > > > >
GET  /piloter/compte/confirmer                     c x > > > > > > >
GET  /piloter/compte/second-facteur                c x . . . . . . .
GET  /piloter/compte/second-facteur/retirer        c x > > > > > > >
GET  /piloter/compte/codes                         c x > > > > > > >
GET  /piloter/compte/codes/nouveaux                c x > > > > > > >
GET  /piloter/personnes                            c x x x x x x . x
GET  /piloter/personnes.csv                        c x x x x x x . x
GET  /piloter/personnes/inviter                    c x x x x x x . x
POST /piloter/personnes/invitations/1/annuler      c x x x x x x ? x
GET  /piloter/personnes/roles/{role}               c x x x x x x . x
GET  /piloter/personnes/roles/{elsewhere}          c x x x x x x x x
GET  /piloter/personnes/roles/{role}/reprendre     c x x x x x x . x
GET  /piloter/personnes/roles/{elsewhere}/reprendre c x x x x x x x x
POST /piloter/personnes/roles/{elsewhere}/reprendre c x x x x x x x x
POST /piloter/personnes/1/second-facteur           c x x x x x x x x
GET  /piloter/personnes/organisations/nouvelle     c x x x x x x x x
GET  /piloter/personnes/organisations/{own}        c x x x x x x . x
GET  /piloter/personnes/organisations/{other}      c x x x x x x x x
GET  /piloter/journal                              c x x x x x x . x
GET  /piloter/journal.csv                          c x x x x x x . x
GET  /piloter/travaux                              c x . . . . . . .
GET  /piloter/travaux/{job}                        c x . ? ? ? ? ? ?
GET  /piloter/travaux/{job}/fichier                c x > ? ? ? ? ? ?
POST /piloter/travaux/{job}/recommencer            c x > ? ? ? ? ? ?
POST /piloter/deconnexion                          > > > > > > > > >
POST /piloter/demonstration/entrer                 ? ? ? ? ? ? ? ? ?
GET  /piloter/demonstration/courriels              ? ? ? ? ? ? ? ? ?
GET  /piloter/demonstration/courriels/1.m          ? ? ? ? ? ? ? ? ?
GET  /piloter/demonstration/recommencer            ? ? ? ? ? ? ? ? ?
GET  /piloter/discussions/action/{a1}              c x . . . . . . ?
GET  /piloter/discussions/action/{a2}              c x ? ? ? . . . ?
POST /piloter/discussions/action/{a2}              c x ? ? ? w w w ?
POST /piloter/discussions/action/{a2}/suivre       c x ? ? ? > > > ?
GET  /piloter/discussions/comite/1                 c x ? ? ? ? ? ? ?
GET  /piloter/discussions/messages/{message}/corriger c x ? ? ? ? . ? ?
POST /piloter/discussions/messages/{message}/corriger c x ? ? ? ? w ? ?
GET  /piloter/discussions/messages/{message}/retirer c x ? ? ? ? . ? ?
POST /piloter/discussions/messages/{message}/retirer c x ? ? ? ? > ? ?
GET  /piloter/discussions/messages/{message}/masquer c x ? ? ? ? . . ?
POST /piloter/discussions/messages/{message}/masquer c x ? ? ? ? w w ?
GET  /piloter/liens/action/{a2}/repond             c x ? ? ? ? . . ?
POST /piloter/liens/action/{a2}/repond             c x ? ? ? ? w w ?
GET  /piloter/liens/action/{a2}/autre              c x ? ? ? ? ? ? ?
POST /piloter/liens/{link}/retirer                 c x ? ? ? ? > > ?
GET  /strategies                                   . . . . . . . . .
GET  /strategies.csv                               . . . . . . . . .
GET  /strategies/liens.csv                         . . . . . . . . .
GET  /strategies/plan                              . . . . . . . . .
GET  /strategies/plan.csv                          . . . . . . . . .
GET  /strategies/plan/editions/{edition}                   . . . . . . . . .
GET  /strategies/plan/editions/{edition}.csv               . . . . . . . . .
GET  /strategies/plan/editions/{edition}/changements.csv ? ? ? ? ? ? ? ? ?
GET  /strategies/plan/suivi                        . . . . . . . . .
GET  /strategies/plan/suivi.csv                    . . . . . . . . .
GET  /strategies/plan/suivi/chiffres.csv           . . . . . . . . .
GET  /strategies/plan/actions/A1                   . . . . . . . . .
GET  /strategies/plan/actions/A2                   ? ? ? ? ? ? ? ? ?
GET  /strategies/cache                             ? ? ? ? ? ? ? ? ?
GET  /piloter/strategies                           c x . . . . . . .
GET  /piloter/strategies/nouvelle                  c x x x x x . . x
GET  /piloter/strategies/plan                      c x x x x x . . x
GET  /piloter/strategies/plan/modifier             c x x x x x . . x
GET  /piloter/strategies/plan/historique           c x x x x x . . x
GET  /piloter/strategies/plan/liens                c x x x x x . . x
POST /piloter/strategies/plan/liens/1/retirer      c x x x x x ? ? x
GET  /piloter/strategies/plan/editions/nouvelle    c x x x x x . . x
GET  /piloter/strategies/plan/editions/{edition}           c x x x x x . . x
GET  /piloter/strategies/plan/editions/{edition}.csv       c x x x x x . . x
GET  /piloter/strategies/plan/editions/{edition}/modifier  c x x x x x . . x
POST /piloter/strategies/plan/editions/{edition}/en-vigueur c x x x x x ? ? x
GET  /piloter/strategies/plan/editions/{edition}/ajouter   c x x x x x . . x
GET  /piloter/strategies/plan/elements/{node}      c x x x x x . . x
POST /piloter/strategies/plan/elements/{node}/deplacer c x x x x x > > x
POST /piloter/strategies/plan/elements/{node}/retirer c x x x x x > > x
GET  /piloter/actions                              c x . . . . . . .
GET  /piloter/actions.csv                          c x . . . . . . .
POST /piloter/actions/vues                         c x > > > > > > >
GET  /piloter/actions/nouvelle                     c x x x x x . . x
GET  /piloter/actions/lot                          c x ? ? ? ? ? ? ?
GET  /piloter/actions/echange                      c x x . . x . . x
GET  /piloter/actions/echange.xlsx                 c x . . . . . . .
GET  /piloter/actions/A2                           c x ? ? ? . . . ?
GET  /piloter/actions/A2/historique                c x ? ? ? ? . . ?
GET  /piloter/actions/A2/modifier                  c x ? ? ? ? . . ?
GET  /piloter/actions/A2/dupliquer                 c x ? ? ? ? . . ?
GET  /piloter/actions/A2/mettre-a-jour             c x ? ? ? ? . . ?
GET  /piloter/actions/A2/etapes                    c x ? ? ? ? . . ?
GET  /piloter/comites                              c x . . . . . . .
GET  /piloter/comites.csv                          c x . . . . . . .
GET  /piloter/reunions                             c x . . . . . . .
GET  /piloter/reunions.csv                         c x . . . . . . .
GET  /piloter/sieges                               c x . . . . . . .
GET  /piloter/sieges.csv                           c x . . . . . . .
GET  /piloter/comites/mes-reunions.ics             c x . . . . . . .
GET  /piloter/comites/nouveau                      c x ? ? ? . . . ?
GET  /piloter/comites/copil                        c x . . . . . . .
GET  /piloter/comites/huis-clos                    c x ? ? ? . . . ?
GET  /piloter/comites/copil.ics                    c x . . . . . . .
GET  /piloter/comites/copil/modifier               c x ? ? ? . . . ?
GET  /piloter/comites/copil/membres                c x ? ? ? . . . ?
GET  /piloter/comites/copil/reunions/nouvelle      c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}                   c x ? ? ? . . . ?
POST /piloter/reunions/{meeting}                   c x ? ? ? 409 409 409 ?
GET  /piloter/reunions/{meeting}.ics               c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/modifier          c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/ordre-du-jour     c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/inviter           c x ? ? ? . . . ?
GET  /piloter/reunions/{meeting}/compte-rendu      c x ? ? ? . . . ?
GET  /piloter/decisions                            c x . . . . . . .
GET  /piloter/decisions.csv                        c x . . . . . . .
GET  /piloter/decisions/{decision}                 c x ? ? ? . . . ?
GET  /piloter/decisions/{decision}/abandonner      c x ? ? ? x . . ?
GET  /piloter/actions/A2/budget                    c x ? ? ? . . . ?
GET  /piloter/actions/A2/budget.csv                c x ? ? ? . . . ?
GET  /piloter/budget                               c x . . . . . . x
GET  /piloter/budget.csv                           c x . . . . . . x
GET  /piloter/enveloppes                           c x . . . . . . x
GET  /piloter/enveloppes.csv                       c x . . . . . . x
GET  /piloter/enveloppes/nouvelle                  c x x x x x . . x
GET  /piloter/enveloppes/{envelope}                c x . . . . . . ?
GET  /piloter/indicateurs                          c x . . . . . . .
GET  /piloter/indicateurs.csv                      c x . . . . . . .
GET  /piloter/indicateurs/nouveau                  c x x x x x . . x
GET  /piloter/indicateurs/visites                  c x . . . . . . .
GET  /piloter/indicateurs/visites/valeurs          c x . . . . . . .
GET  /piloter/indicateurs/visites/valeurs.csv      c x . . . . . . .
GET  /piloter/indicateurs/visites/modifier         c x ? ? ? ? . . ?
GET  /piloter/indicateurs/visites/cibles           c x ? ? ? ? . . ?
GET  /piloter/indicateurs/visites/saisie           c x ? . . ? . . ?
POST /piloter/indicateurs/visites/demander         c x ? ? ? ? ? ? ?
POST /piloter/indicateurs/visites/propositions/1   c x ? ? ? ? ? ? ?
GET  /strategies/plan/budget                       . . . . . . . . .
GET  /strategies/plan/budget.csv                   . . . . . . . . .
GET  /strategies/plan/indicateurs                  . . . . . . . . .
GET  /strategies/plan/indicateurs.csv              . . . . . . . . .
GET  /piloter/calendrier                           c x . . . . . . .
GET  /piloter/choix/personnes                      c x . . . . . . .
GET  /piloter/choix/zzz                            c x ? ? ? ? ? ? ?
GET  /piloter/choix/orientations/plan              c x . . . . . . .
GET  /piloter/choix/orientations/cache             c x . . . . . . ?
GET  /piloter/choix/liens/plan                     c x ? ? ? ? . . ?
GET  /piloter/carte                                c x . . . . . . .
GET  /piloter/recherche                            c x . . . . . . .
GET  /piloter/recherche.json                       c x . . . . . . .
GET  /deposer/depots                               c x x x x x x x x
GET  /deposer/depots.csv                           c x x x x x x x x
GET  /deposer/sources/groupements                  c x x x x x x x x
GET  /deposer/sources/groupements/modele.csv       c x x x x x x x x
POST /deposer/sources/groupements                  c x x x x x x x x
GET  /deposer/depots/1                             c x x x x x x x x
POST /deposer/depots/1                             c x x x x x x x x
GET  /deposer/depots/1/carte.svg                   c x x x x x x x x
GET  /deposer/depots/1/fichier                     c x x x x x x x x
GET  /deposer/depots/1/lignes                      c x x x x x x x x
GET  /deposer/depots/1/lignes.csv                  c x x x x x x x x
"""


@pytest.fixture(scope="module")
def written(written_once: Any) -> dict[str, Any]:
    named: dict[str, Any] = written_once(_write)
    return named


@pytest.fixture
def names(site: Client, db: None, written: dict[str, Any]) -> dict[str, Any]:
    """What the addresses of the table name."""
    return written


def _write() -> dict[str, Any]:
    """The strategy of Doubs, what is in it, and an account for each column."""
    doubs, _ = describe("Doubs", Described(territory="departement:25"))
    other, _ = describe("Jura", Described(territory="departement:39"))
    for role in WHO[2:-1]:
        join(f"{role}@exemple.fr", "Doubs", role)
    join("stranger@exemple.fr", "Jura", "contributeur")
    User.objects.create_user("nobody@exemple.fr")
    plan = Strategy.objects.create(slug="plan", title="Plan", level="departement", organisation=doubs, shown=True)
    Strategy.objects.create(slug="cache", title="Caché", level="departement", organisation=doubs)
    edition = Edition.objects.create(strategy=plan, name="2026", state=State.IN_FORCE)
    node = Node.objects.create(edition=edition, key="axe", title="Un axe")
    Action.objects.create(code="A1", title="Montrée", strategy=plan, visibility=Visibility.PUBLIC)
    Action.objects.create(code="A2", title="Réservée", strategy=plan, visibility=Visibility.TEAM)
    copil = Body.objects.create(slug="copil", strategy=plan, name="Comité", kind="pilotage", shown=True)
    Body.objects.create(slug="huis-clos", strategy=plan, name="À huis clos", kind="groupe")
    start = datetime(2026, 12, 8, 8, tzinfo=UTC)
    meeting = Meeting.objects.create(body=copil, starts_at=start, ends_at=start + timedelta(hours=2))
    stopped = Action.objects.get(code="A1")
    item = Item.objects.create(meeting=meeting, action=stopped, title="Un point")
    decision = Decision.objects.create(item=item, action=stopped, verdict="abandon")
    envelope = Envelope.objects.create(
        name="FEDER", programme="feder", strategy=plan, amount=10, first_year=2021, last_year=2027
    )
    Sheet.objects.create(code="visites", title="Visites", territories="departement:25").strategies.add(plan)
    reader = User.objects.get(email="lecteur@exemple.fr")
    job = Job.objects.create(work="actions.workbook", title="Classeur", asked="x", back="/", by=reader, state="failed")
    a2 = Action.objects.get(code="A2")
    author = User.objects.get(email="equipe@exemple.fr")
    return {
        "job": job.key,
        "a1": stopped.pk,
        "a2": a2.pk,
        "message": talking.post(author, ("action", str(a2.pk)), "Entre nous.").pk,
        **_linked(a2, author),
        "envelope": envelope.pk,
        "meeting": meeting.pk,
        "decision": decision.pk,
        "role": Membership.objects.get(person__email="lecteur@exemple.fr").pk,
        "elsewhere": Membership.objects.get(person__email="stranger@exemple.fr").pk,
        "own": doubs.pk,
        "other": other.pk,
        "node": node.pk,
        "edition": edition.pk,
    }


def _linked(action: Action, author: User) -> dict[str, int]:
    """A report that an action answers, and a challenge of an organisation that nobody here is of."""
    when = datetime(2026, 1, 1, tzinfo=UTC)
    place = {"commune": "25056", "commune_name": "Besançon", "year": 2026, "rank": 1}
    report = Report.objects.create(told_at=when, category="fibre", **place)
    away, _ = describe("Ailleurs", Described(territory="departement:90"))
    operator, _ = describe("Opérateur", Described(kind="operateur"))
    challenge = Challenge.objects.create(
        organisation=away, operator=operator, observation="Rien", filed_at=when, **place
    )
    link = tying.tie(author, ("action", str(action.pk)), "repond", ("signalement", str(report.pk)))
    return {"report": report.pk, "challenge": challenge.pk, "link": link.pk}


def entered(who: str) -> Client:
    client = visitor()
    if who != "anonymous":
        client.force_login(User.objects.get(email=f"{who}@exemple.fr"))
    return client


def letter(method: str, address: str, client: Client, body: Any = None) -> str:
    """What one of them is answered. Nothing of it lasts."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        answer: Any = getattr(client, method.lower())(address, body)
        answer.close()
        transaction.set_rollback(True)
    client.cookies = cookies
    if answer.status_code == 302 and "/connexion?suite=" in answer["Location"]:
        return "c"
    return LETTERS.get(answer.status_code, str(answer.status_code))


ROWS = [line.split(None, 2) for line in f"{TABLE.rstrip()}{DOCUMENTS}".strip().splitlines()]


def area(address: str) -> str:
    return "/".join(address.split("/")[1:3])


@pytest.mark.parametrize("where", sorted({area(address) for _, address, _ in ROWS}))
def test_each_is_answered_what_the_table_says(names: dict[str, Any], where: str) -> None:
    wrong, clients = [], [entered(who) for who in WHO]
    for method, address, expected in ROWS:
        if area(address) == where:
            found = [letter(method, address.format_map(names), client) for client in clients]
            if found != expected.split():
                wrong.append(f"{method} {address} {expected}\n{' '.join(found)}")
    assert not wrong, "\n".join(wrong)


def test_no_address_is_missing_from_the_table() -> None:
    told = {resolve(re.sub(r"{\w+}", "1", address)).route for _, address, _ in ROWS}
    known = {
        route
        for route, _ in walk(urlpatterns)
        if re.match(r"\^?(piloter|strategies|deposer(?!/(connexion|deconnexion)))\b", route)
    }
    assert sorted(known - told) == []


def kinds(client: Client, words: str, door: str = "/piloter/recherche.json") -> dict[str, list[str]]:
    """What a search answers: the names found, by kind."""
    groups = client.get(door, {"q": words}).json()["groups"]
    return {group["kind"]: [answer["name"] for answer in group["answers"]] for group in groups}


def test_a_search_finds_what_each_may_read_and_nothing_else(names: dict[str, Any]) -> None:
    team, reader, stranger = entered("equipe"), entered("lecteur"), entered("stranger")
    assert kinds(team, "reservee")["Actions"] == ["A2 Réservée"]
    assert kinds(reader, "reservee").get("Actions", []) == []
    assert kinds(stranger, "reservee").get("Actions", []) == []
    assert kinds(stranger, "montree")["Actions"] == ["A1 Montrée"]
    assert kinds(team, "un point")["Décisions"] == ["Un point"]
    assert "Réunions" in kinds(team, "un point")
    assert {"Décisions", "Réunions"} & set(kinds(stranger, "un point")) == set()
    assert kinds(team, "huis clos")["Comités"] == ["À huis clos"]
    assert "Comités" not in kinds(stranger, "huis clos")
    assert kinds(stranger, "visites")["Indicateurs des stratégies"] == ["Visites"]
    assert kinds(team, "plan")["Stratégies"] == ["Plan"]
    assert "Personnes" in kinds(team, "lecteur exemple")
    assert "Personnes" not in kinds(stranger, "lecteur exemple")
    assert "Doubs" in kinds(team, "doubs")["Organisations"]


def test_everybody_finds_public_actions_and_orientations_only(names: dict[str, Any]) -> None:
    anybody = visitor()
    assert kinds(anybody, "montree", "/recherche.json")["Actions"] == ["Montrée"]
    assert kinds(anybody, "reservee", "/recherche.json").get("Actions", []) == []
    assert kinds(anybody, "un axe", "/recherche.json")["Orientations et pistes"] == ["Un axe"]
    assert "Cherchez aussi dans votre espace" in words(anybody.get("/recherche?q=axe"))
    for hidden in ("cache", "un point", "huis clos", "lecteur exemple", "visites"):
        assert {"Décisions", "Réunions", "Comités", "Personnes", "Organisations"} & set(
            kinds(anybody, hidden, "/recherche.json")
        ) == set()
    page = entered("equipe").get("/piloter/recherche?q=reservee")
    assert page.status_code == 302
    assert page["Location"] == "/piloter/actions/A2"


# --- Roles that are limited, in several organisations, partners, seats: what is typed as well as addresses.
NARROW = "autre projet placed both partner seated left pilot ruler".split()
# Columns: team of Doubs for the strategy « autre »; project team for « plan »; team of Doubs in departement:25; who
# reads in Doubs and is pilote in Jura; pilote in Nièvre, a partner of A3; who sits in the committee, and who sat there;
# who pilots A2, a reader elsewhere; administrator of Doubs for « plan ».
# A1 public; A2 team; A3 partners, led by Jura; A4 team, shared with « autre »; A5 team, departement:25; A6 partners, of
# « autre ».
NARROW_TABLE = """
GET  /piloter/actions/A1                                                  . . . . . . . . .
GET  /piloter/actions/A2                                                  ? . ? ? ? ? ? . .
GET  /piloter/actions/A3                                                  ? . . . . . . . .
GET  /piloter/actions/A4                                                  ? . ? ? ? ? ? ? .
GET  /piloter/actions/A5                                                  ? . . ? ? ? ? ? .
GET  /piloter/actions/A6                                                  . ? ? . ? ? ? ? ?
GET  /piloter/actions/A1/budget                                           ? . ? . ? ? ? ? .
GET  /piloter/actions/A1/historique                                       ? . ? ? ? ? ? ? .
GET  /piloter/actions/A3/documents                                        ? . . . . ? ? ? .
GET  /piloter/actions/A3/dupliquer                                        ? . ? ? ? ? ? ? .
POST /piloter/actions/A1/mettre-a-jour weather=soleil&status=en_cours     ? > ? ? ? ? ? ? >
POST /piloter/actions/A2/mettre-a-jour weather=soleil&status=en_cours     ? > ? ? ? ? ? > >
POST /piloter/actions/A3/mettre-a-jour weather=soleil&status=en_cours     ? > > > > > > ? >
POST /piloter/actions/A5/mettre-a-jour weather=soleil&status=en_cours     ? > > ? ? ? ? ? >
POST /piloter/actions/A3/modifier      title=Pris                         ? w w w w ? ? ? w
POST /piloter/actions/A2/modifier      title=Pris                         ? w ? ? ? ? ? w w
POST /piloter/actions/A3/budget        version=0-0                                ? > > > > x x x >
POST /piloter/actions/lot              a=A3:1&status=suspendue&reason=Marché&appliquer=1 ? > > > > > > x >
POST /piloter/actions/lot              a=A3:1&priority=haute&appliquer=1  ? > > > > x x x >
POST /piloter/actions/lot              a=A3:1&visibility=publique&appliquer=1 ? > x x x x x x >
POST /piloter/actions/nouvelle?strategie=plan  title=Neuve                ? w x x x x x x w
GET  /piloter/discussions/action/{a2}                                     ? . ? ? ? ? ? . .
POST /piloter/discussions/action/{a1}  text=Bonjour                       ? > ? > ? ? ? ? >
POST /piloter/discussions/action/{a2}  text=Bonjour                       ? > ? ? ? ? ? > >
POST /piloter/discussions/action/{a3}  text=Bonjour                       ? > > > > > > > >
POST /piloter/discussions/action/{a3}  text=                              ? w w w w w w w w
POST /piloter/discussions/action/{a3}/suivre suivre=oui                   ? > > > > > > > >
POST /piloter/discussions/messages/{message}/masquer reason=Non           ? > ? ? ? ? ? ? >
POST /piloter/liens/action/{a1}/repond autre=signalement:{report}         ? > ? ? ? ? ? ? >
POST /piloter/liens/action/{a3}/repond autre=signalement:{report}         ? > > > > ? ? ? >
POST /piloter/liens/action/{a3}/repond autre=contestation:{challenge}     ? w w w w ? ? ? w
POST /piloter/liens/{link}/retirer     x=1                                ? > ? ? ? ? ? > >
POST /piloter/discussions/messages/{message}/retirer x=1                  ? ? ? ? ? ? ? ? ?
GET  /piloter/reunions/{meeting}                                          ? . ? ? ? . ? ? .
POST /piloter/reunions/{meeting}       version=1                          ? w ? ? ? . ? ? w
POST /piloter/reunions/{meeting}/ordre-du-jour version=1                  ? w ? ? ? ? ? ? w
GET  /piloter/decisions/{decision}                                        ? . ? ? . . ? . .
POST /piloter/decisions/{decision}     text=Fait                          ? > ? ? > x ? > >
POST /piloter/decisions/{decision}/abandonner reason=Non                  ? > ? ? x x ? x >
GET  /piloter/enveloppes/{envelope}                                       ? . ? . ? ? ? ? .
POST /piloter/enveloppes/{envelope}    name=X                             ? 409 ? x ? ? ? ? 409
GET  /piloter/indicateurs/visites/saisie                                  ? . ? . ? . . ? .
POST /piloter/indicateurs/visites/cibles version=0                        ? w ? ? ? ? ? ? w
POST /piloter/strategies/plan/liens    target=1                           x w x x x x x x w
POST /piloter/strategies/autre         x=1                                405 405 405 405 405 405 405 405 405
GET  /piloter/strategies/autre                                            . ? ? x ? ? ? ? ?
POST /piloter/personnes/inviter        role=lecteur                       x x x x x x x x w
GET  /piloter/personnes/roles/{plan_role}                                 x x x x x x x x .
GET  /piloter/personnes/roles/{autre_role}                                x x x x x x x x x
POST /piloter/personnes/roles/{plan_role} role=contributeur&strategy=plan x x x x x x x x >
POST /piloter/personnes/roles/{autre_role} role=lecteur&strategy=autre    x x x x x x x x x
POST /piloter/personnes/roles/{autre_role} retirer=1                      x x x x x x x x x
"""


def _narrow_people(doubs: Any, plan: Strategy) -> None:
    describe("Projet", Described(kind="equipe", territory="region:27"))
    describe("Nièvre", Described(territory="departement:58"))
    for who, where, role, limits in (
        ("autre", "Doubs", "equipe", {"strategy": "autre"}),
        ("projet", "Projet", "equipe", {"strategy": "plan"}),
        ("placed", "Doubs", "equipe", {"territories": "departement:25"}),
        ("both", "Doubs", "lecteur", {}),
        ("both", "Jura", "pilote", {}),
        ("partner", "Nièvre", "pilote", {}),
        ("seated", "Jura", "contributeur", {}),
        ("left", "Jura", "contributeur", {}),
        ("pilot", "Nièvre", "lecteur", {}),
        ("ruler", "Doubs", "administrateur", {"strategy": "plan"}),
    ):
        person, _ = User.objects.get_or_create(email=f"{who}@exemple.fr")
        organisation = Organisation.objects.get(name=where)
        Membership.objects.create(person=person, organisation=organisation, role=role, **limits)


@pytest.fixture
def narrow(names: dict[str, Any]) -> dict[str, Any]:
    """The same strategy and another of Doubs, actions of every kind, and the people of NARROW."""
    doubs, plan = Organisation.objects.get(name="Doubs"), Strategy.objects.get(slug="plan")
    other = Strategy.objects.create(slug="autre", title="Autre", level="departement", organisation=doubs)
    _narrow_people(doubs, plan)
    people = {one.email.partition("@")[0]: one for one in User.objects.all()}
    jura, nievre = Organisation.objects.get(name="Jura"), Organisation.objects.get(name="Nièvre")
    Action.objects.filter(code="A2").update(pilot=people["pilot"])
    a3 = Action.objects.create(
        code="A3", title="Partagée", strategy=plan, visibility="partenaires", lead=jura, territories="departement:25"
    )
    a3.partners.add(nievre)
    a4 = Action.objects.create(code="A4", title="Commune", strategy=plan, visibility="equipe")
    a4.shared_with.add(other)
    Action.objects.create(code="A5", title="Du Doubs", strategy=plan, visibility="equipe", territories="departement:25")
    Action.objects.create(code="A6", title="D’autre part", strategy=other, visibility="partenaires")
    copil = Body.objects.get(slug="copil")
    Seat.objects.create(body=copil, name="Une élue", person=people["seated"])
    Seat.objects.create(body=copil, name="Un ancien élu", person=people["left"], left_on=date(2026, 1, 1))
    Decision.objects.filter(pk=names["decision"]).update(owner=nievre, person=people["pilot"])
    Sheet.objects.update(owner=jura)
    roles = Membership.objects.filter(person__email="autre@exemple.fr")
    plan_role = join("zoe@exemple.fr", "Doubs", "lecteur", "plan")
    return names | {"a3": a3.pk, "autre_role": roles.get().pk, "plan_role": plan_role.pk}


def _told(row: str, names: dict[str, Any]) -> tuple[str, str, dict[str, list[str]], list[str]]:
    """A row of NARROW_TABLE: method, address, what is typed, the letters."""
    parts = row.split()
    method, address, letters = parts[0], parts[1].format_map(names), parts[-len(NARROW) :]
    typed = " ".join(parts[2 : -len(NARROW)]).format_map(names)
    body = parse_qs(typed, keep_blank_values=True)
    if method == "POST" and re.match(r"/piloter/actions/A\d", address):
        body.setdefault("version", ["1"])
    return method, address, body, letters


NARROW_ROWS = NARROW_TABLE.strip().splitlines()


def test_limited_roles_partners_and_seats_are_answered_what_the_table_says(narrow: dict[str, Any]) -> None:
    wrong, clients = [], [entered(who) for who in NARROW]
    for row in NARROW_ROWS:
        method, address, body, letters = _told(row, narrow)
        found = [letter(method, address, client, body) for client in clients]
        if found != letters:
            wrong.append(f"{row}\n{' ' * 60}{' '.join(found)}")
    assert not wrong, "\n".join(wrong)
