"""Who may open what: every address below /piloter and /strategies, for everybody, in one table.

Roles are held in Doubs, which holds the strategy; the stranger contributes to another organisation. A letter an answer:
« . » shown or done, « c » led to sign in, « > » led further, « x » refused, « ? » not found, « w » says what is wrong.
An address that is missing here fails the last test: its row is for who adds it.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Membership, User
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.committees.models import Body, Decision, Item, Meeting
from maillage.steering.money.models import Envelope
from maillage.steering.strategies.models import Edition, Node, State, Strategy
from maillage.steering.targets.models import Sheet
from maillage.web.access import walk
from maillage.web.urls import urlpatterns
from tests.web.signing import visitor

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
POST /piloter/deconnexion                          > > > > > > > > >
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
POST /piloter/actions/vues                         c x ? ? ? ? ? ? ?
GET  /piloter/actions/nouvelle                     c x x x x x . . x
GET  /piloter/actions/lot                          c x ? ? ? ? ? ? ?
GET  /piloter/actions/echange                      c x x x . x . . x
GET  /piloter/actions/echange.xlsx                 c x . . . . . . .
GET  /piloter/actions/A2                           c x ? ? ? . . . ?
GET  /piloter/actions/A2/historique                c x ? ? ? ? . . ?
GET  /piloter/actions/A2/modifier                  c x ? ? ? ? . . ?
GET  /piloter/actions/A2/dupliquer                 c x ? ? ? ? . . ?
GET  /piloter/actions/A2/mettre-a-jour             c x ? ? ? ? . . ?
GET  /piloter/actions/A2/etapes                    c x ? ? ? ? . . ?
GET  /piloter/comites                              c x . . . . . . .
GET  /piloter/comites.csv                          c x . . . . . . .
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
GET  /piloter/carte                                c x . . . . . . .
"""


@pytest.fixture
def names(site: Client, db: None) -> dict[str, Any]:
    """The strategy of Doubs, what is in it, and an account for each column; what the addresses of the table name."""
    doubs, _ = describe("Doubs", Described(territory="departement:25"))
    other, _ = describe("Jura", Described(territory="departement:39"))
    for role in WHO[2:-1]:
        join(f"{role}@exemple.fr", "Doubs", role)
    join("stranger@exemple.fr", "Jura", "contributeur")
    User.objects.create_user("nobody@exemple.fr")
    plan = Strategy.objects.create(
        slug="plan", title="Plan", level="departement", organisation=doubs, shown=True
    )
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
    return {
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


def entered(who: str) -> Client:
    client = visitor()
    if who != "anonymous":
        client.force_login(User.objects.get(email=f"{who}@exemple.fr"))
    return client


def letter(method: str, address: str, who: str) -> str:
    """What one of them is answered. Nothing of it lasts."""
    with transaction.atomic():
        answer: Any = getattr(entered(who), method.lower())(address)
        answer.close()
        transaction.set_rollback(True)
    if answer.status_code == 302 and "/connexion?suite=" in answer["Location"]:
        return "c"
    return LETTERS.get(answer.status_code, str(answer.status_code))


ROWS = [line.split(None, 2) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("method", "address", "expected"), ROWS, ids=[f"{one[0]} {one[1]}" for one in ROWS])
def test_each_is_answered_what_the_table_says(
    names: dict[str, Any], method: str, address: str, expected: str
) -> None:
    found = [letter(method, address.format_map(names), who) for who in WHO]
    assert dict(zip(WHO, found, strict=True)) == dict(zip(WHO, expected.split(), strict=True))


def test_no_address_is_missing_from_the_table() -> None:
    told = {resolve(re.sub(r"{\w+}", "1", address)).route for _, address, _ in ROWS}
    known = {route for route, _ in walk(urlpatterns) if re.match(r"\^?(piloter|strategies)\b", route)}
    assert sorted(known - told) == []
