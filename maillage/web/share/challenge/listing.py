"""How operators answer, for everybody; and the challenges of a member's organisations, the last first."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from maillage.commons.challenges import handling
from maillage.commons.challenges.models import Challenge, State
from maillage.commons.challenges.statistics import Record, records
from maillage.directory.models import Kind, Role
from maillage.directory.rights import memberships, of_kind
from maillage.web.exports.table import Kind as Holds
from maillage.web.gate.access import member, writing
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, every

LONGEST = 90


def _count(name: str, cell: str, label: str, words: str) -> Column:
    return Column(name, label, words, Holds.NUMBER, cell=cell)


def _days(record: Record) -> float | None:
    return None if record.days is None else round(record.days, 1)


OPERATORS = Listing(
    name="challenge.operators_file",
    address="contestations/operateurs",
    title="Les réponses des opérateurs",
    file="contestations-operateurs",
    what="opérateur",
    access=writing,
    paged=False,
    view="challenge",
    size=1_000,
    empty=("Aucune contestation transmise", "Personne n’a encore rien contesté ici."),
    rows=lambda asked: records(),
    columns=(
        Column("operateur", "Opérateur", "Nom de l’opérateur", width=30, cell="operator"),
        _count("recues", "received", "Reçues", "Contestations transmises"),
        _count("en_attente", "waiting", "En attente", "Sans réponse à ce jour"),
        _count("en_retard", "late", "En retard", "Sans réponse après le délai"),
        _count("concedees", "conceded", "Concédées", "L’opérateur a reconnu l’erreur"),
        _count("contestees", "contested", "Contestées", "L’opérateur maintient"),
        _count("reglees", "settled", "Réglées", "Closes par la collectivité"),
        Column(
            "delai_median_jours",
            "Délai médian",
            "Jours entre la transmission et la réponse",
            Holds.NUMBER,
            cell=_days,
            blank="aucune réponse",
        ),
    ),
)


def _rows(asked: Asked) -> Any:
    """The challenges of a member's organisations, the last first."""
    mine = handling.seen_by(asked.person).select_related("operator", "organisation")
    return mine.filter(state=asked["etat"]) if asked["etat"] else mine


def _context(asked: Asked) -> dict[str, Any]:
    count = asked.request.GET.get("deposees", "")
    return {
        "memberships": [(held.organisation, Role(held.role).label) for held in memberships(asked.person)],
        "may_file": bool(of_kind(asked.person, Kind.COLLECTIVITE, Role.CONTRIBUTEUR)),
        "filed": count if count.isdecimal() and len(count) < 6 else "",
    }


def _day(name: str) -> Callable[[Challenge], date | None]:
    def day(challenge: Challenge) -> date | None:
        when: datetime | None = getattr(challenge, name)
        return timezone.localtime(when).date() if when else None

    return day


def _observation(challenge: Challenge) -> str:
    text = challenge.observation
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _state(challenge: Challenge) -> Shown:
    late = (Shown("en retard", tone="missing"),) if challenge.late else ()
    return Shown(str(State(challenge.state).label), under=late)


def _column(name: str, label: str, width: int, cell: Any, **more: Any) -> Column:
    return Column(name, label, label, width=width, cell=cell, **more)


SPACE = Listing(
    name="challenge.space",
    address="contestations/espace",
    title="Contestations",
    file="contestations",
    what="contestation",
    access=member,
    template="share/challenge/space.html",
    context=_context,
    empty=("Aucune contestation", "Vos organisations n’en ont déposé ni reçu aucune."),
    filters=(Filter("etat", "État", options=every("Toutes", State.choices)),),
    rows=_rows,
    columns=(
        _column(
            "numero",
            "Numéro",
            14,
            "number",
            show=lambda challenge: Shown(challenge.number, challenge.page),
            order=("year", "rank"),
        ),
        _column("collectivite", "Collectivité", 30, "organisation.name"),
        _column("operateur", "Opérateur", 20, "operator.name"),
        _column("commune", "Commune", 10, "commune", first=False),
        _column("nom_commune", "Nom de la commune", 25, "commune_name", first=False),
        _column("adresse", "Adresse", 40, "place", show=lambda challenge: challenge.where, head="Où"),
        _column("cle", "Clé de l’adresse", 25, "address", first=False),
        _column("constat", "Constat", 60, "observation", show=_observation),
        _column("piece", "Pièce", 40, "evidence", first=False),
        _column("etat", "État", 14, "state", show=_state),
        _column("deposee_le", "Déposée le", 12, _day("filed_at"), first=False),
        _column("transmise_le", "Transmise le", 12, _day("sent_at"), first=False),
        _column("reponse_attendue_le", "Réponse attendue le", 12, "due_on", head="Réponse attendue"),
        _column("repondue_le", "Répondue le", 12, _day("answered_at"), first=False),
        _column("reponse", "Réponse", 14, "verdict", first=False),
        _column("motif", "Motif de la réponse", 60, "answer", first=False),
        _column("reglement", "Règlement", 60, "settlement", first=False),
    ),
)
