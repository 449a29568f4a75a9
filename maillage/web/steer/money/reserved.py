"""Every envelope and what is left of it. The team of a strategy asks « que reste-t-il du FEDER, du CPER ? » and leaves
with what is committed, asked and left of each.
"""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.urls import reverse

from maillage.directory.ordering import alphabetic
from maillage.steering.actions.models import Action
from maillage.steering.money import figures
from maillage.steering.money.amounts import euros
from maillage.steering.money.models import Envelope, Programme
from maillage.steering.money.standing import Left
from maillage.steering.rights import Act, doable, reached
from maillage.steering.strategies.models import Strategy
from maillage.web.exports.table import Kind
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.steer.money.asked import strategies


class Reserved(NamedTuple):
    """An envelope, and what is left of it."""

    envelope: Envelope
    left: Left


def shaped(person: Any) -> list[Strategy]:
    """The strategies whose envelopes somebody may change."""
    matches = Strategy.objects.filter(reached(person, Act.SHAPE), framework=False)
    return list(matches.distinct().order_by(alphabetic("title")))


def seen_by(person: Any) -> Q:
    """The envelopes somebody may read."""
    return Q(strategy__in=[strategy.pk for strategy in strategies(person)])


def counted_for(person: Any) -> QuerySet[Action]:
    """The actions whose fundings somebody is told: those whose amounts they may read."""
    return Action.objects.filter(doable(person, Act.READ_PARTNERS))


def _rows(asked: Asked) -> list[Reserved]:
    """The envelopes one may read. Raises PermissionDenied for who reads the money of no strategy."""
    if not strategies(asked.person):
        raise PermissionDenied("Votre rôle ne permet pas de lire les enveloppes.")
    rows = [Reserved(*each) for each in figures.envelopes(seen_by(asked.person), counted_for(asked.person))]
    asked.memory["partial"] = any(row.left.partial for row in rows)
    asked.memory["several"] = len({row.envelope.strategy_id for row in rows}) > 1
    return rows


def _context(asked: Asked) -> dict[str, Any]:
    return {"partial": asked.memory["partial"], "may_shape": bool(shaped(asked.person))}


def _name(asked: Asked) -> Callable[[Reserved], Shown]:
    def name(row: Reserved) -> Shown:
        envelope = row.envelope
        strategy = f", {envelope.strategy}" if asked.memory["several"] else ""
        under = f"{envelope.from_whom}{strategy}{' (fictive)' if envelope.simulated else ''}"
        return Shown(envelope.name, reverse("money.envelope", args=[envelope.pk]), (Shown(under),))

    return name


def _years(row: Reserved) -> str:
    first, last = row.envelope.first_year, row.envelope.last_year
    return str(first) if first == last else f"{first} à {last}"


def _asked_for(row: Reserved) -> Shown:
    over = (Shown("plus que le reste", tone="missing"),) if row.left.too_much_asked else ()
    return Shown(euros(row.left.asked), under=over)


def _left(row: Reserved) -> Shown:
    if row.left.left < 0:
        return Shown(f"dépassée : {euros(row.left.left)}", tone="missing")
    return Shown(euros(row.left.left))


def _amount(name: str, label: str, words: str, cell: str, show: Any = None, *, first: bool = True) -> Column:
    amount = attrgetter(cell)
    return Column(name, label, words, Kind.NUMBER, 16, cell, show or (lambda row: euros(amount(row))), first=first)


def _year(name: str, label: str, cell: str) -> Column:
    year = attrgetter(cell)
    return Column(name, label, "Année", Kind.NUMBER, 10, cell, lambda row: str(year(row)), first=False)


def _columns(asked: Asked) -> tuple[Column, ...]:
    return (
        Column("enveloppe", "Enveloppe", "Nom", width=40, cell="envelope.name", show=_name(asked)),
        Column(
            "programme",
            "Programme",
            "FEDER, CPER, Région…",
            width=22,
            cell=lambda row: str(Programme(row.envelope.programme).label),
        ),
        Column(
            "strategie",
            "Stratégie",
            "Stratégie qu’elle sert",
            width=24,
            cell=lambda row: str(row.envelope.strategy),
            first=False,
        ),
        Column("financeur", "Financeur", "Qui finance", width=34, cell="envelope.from_whom", first=False),
        Column("annees", "Années", "Les années qu’elle couvre", cell=_years, filed=False),
        _year("premiere_annee", "Première année", "envelope.first_year"),
        _year("derniere_annee", "Dernière année", "envelope.last_year"),
        _amount("montant", "Montant", "Montant de l’enveloppe, en euros", "envelope.amount"),
        _amount("engage", "Engagé", "Notifié ou versé, en euros", "left.committed"),
        _amount("demande", "Demandé", "Demandé, pas encore notifié, en euros", "left.asked", _asked_for),
        _amount("envisage", "Envisagé", "Envisagé, pas encore demandé, en euros", "left.meant", first=False),
        _amount("reste", "Reste", "Montant moins engagé, en euros", "left.left", _left),
        Column(
            "compte",
            "Compte",
            "Toutes les actions, ou celles que vous pouvez lire",
            width=34,
            cell=lambda row: "les actions que vous pouvez lire" if row.left.partial else "toutes les actions",
            first=False,
        ),
    )


ENVELOPES = Listing(
    name="money.envelopes",
    address="piloter/enveloppes",
    title="Enveloppes",
    file="enveloppes",
    what="enveloppe",
    access=member,
    template="steer/money/envelopes.html",
    context=_context,
    size=200,
    empty=(
        "Aucune enveloppe",
        "L’équipe de la stratégie saisit ici le FEDER, le CPER, les crédits de la Région ou de l’État.",
    ),
    rows=_rows,
    columns=_columns,
)
