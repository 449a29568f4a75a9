"""Who one may be in the demonstration region: six people, fictional, one for each way of using the second wing."""

from datetime import date
from typing import NamedTuple

from django.db import transaction

from maillage.directory import playground
from maillage.directory.models import Kind, Membership, Organisation, Role, User
from maillage.observatory.door import Observatory
from maillage.steering.strategies.demonstration import EPCI, REGION, TEAM

AFTER = ("committees", "money")
PREFECTURE = "Préfecture de région (fictive)"


class Card(NamedTuple):
    """Somebody one may be: `key` in forms, `role` as people say it, `post` their function in the organisation, `route`
    where they begin."""

    key: str
    title: str
    role: str
    name: str
    function: str
    account: str
    organisation: str
    kind: Kind
    held: Role
    post: str
    words: str
    route: str

    @property
    def email(self) -> str:
        """The address of the account."""
        return f"{self.account}@{playground.DOMAIN}"


CARDS = (
    Card(
        "animatrice", "Animatrice", "animatrice", "Claire Delmas", "équipe projet de la Région", "claire.delmas",
        TEAM, Kind.EQUIPE, Role.EQUIPE, "cheffe de projet numérique",
        "Voit toutes les actions, ce qui est en retard ou sans pilote ; modifie la stratégie et son budget.",
        "actions",
    ),
    Card(
        "pilote", "Pilote dans un EPCI", "pilote d’EPCI", "Yanis Perrot", EPCI, "yanis.perrot",
        EPCI, Kind.AUTRE, Role.PILOTE, "responsable du numérique",
        "Donne des nouvelles de ses actions, coche leurs étapes, répond des décisions qui le concernent.",
        "desk",
    ),
    Card(
        "secretaire", "Secrétaire du comité", "secrétaire", "Nadia Lemoine", "équipe projet", "secretariat.comites",
        TEAM, Kind.EQUIPE, Role.SECRETAIRE, "secrétaire des comités",
        "Prépare l’ordre du jour, tient la séance, suit les décisions.",
        "committees",
    ),
    Card(
        "elue", "Élue", "élue", "Marie Valduc", "vice-présidente de la Région", "marie.valduc",
        REGION, Kind.COLLECTIVITE, Role.LECTEUR, "vice-présidente chargée du numérique",
        "Voit l’argent, les cibles, ce que les comités ont décidé. Ne modifie rien.",
        "money",
    ),
    Card(
        "administratrice", "Administratrice", "administratrice", "Sonia Arnal", "équipe projet", "sonia.arnal",
        TEAM, Kind.EQUIPE, Role.ADMINISTRATEUR, "responsable de la plateforme",
        "Invite des personnes, règle les droits, lit le journal.",
        "people",
    ),
    Card(
        "lectrice", "Lectrice", "lectrice", "Jeanne Aubry", "préfecture de région", "jeanne.aubry",
        PREFECTURE, Kind.EQUIPE, Role.LECTEUR, "chargée de mission numérique",
        "Lit la stratégie, ses actions et ses indicateurs, comme un partenaire.",
        "targets",
    ),
)  # fmt: skip


def enter(source: Observatory, today: date) -> int:
    """Open their accounts, where they are not, and say how many. They can be written to nowhere.

    What is entered when the demonstration has its people is its beginning.
    """
    for card in CARDS:
        organisation, _ = Organisation.objects.get_or_create(name=card.organisation, defaults={"kind": card.kind})
        person = playground.enter_person(card.account, card.name)
        defaults = {"role": card.held, "function": card.post}
        Membership.objects.get_or_create(person=person, organisation=organisation, defaults=defaults)
    transaction.on_commit(playground.keep)
    return len(CARDS)


def playable() -> list[Card]:
    """Those whose account is here, open."""
    emails = {card.email for card in CARDS}
    here = set(User.objects.filter(email__in=emails, is_active=True).values_list("email", flat=True))
    return [card for card in CARDS if card.email in here]
