"""The deposits: a member of the project team asks « qu’avons-nous publié, et qu’est-ce qui attend mon oui ? »."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from maillage.directory.deposits.giving import asked as only_givers
from maillage.directory.deposits.giving import givable
from maillage.directory.deposits.models import Deposit, State
from maillage.kernel.errors import UsageError
from maillage.web.addresses import PK
from maillage.web.exports.table import Kind
from maillage.web.gate.access import member
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, Options, every


def _sources(asked: Asked) -> Options:
    return every("Toutes", ((name, source.title) for name, source in givable().items()))


def _deposits(asked: Asked) -> QuerySet[Deposit]:
    only_givers(asked.person)
    deposits = Deposit.objects.select_related("by", "confirmed_by", "job")
    if asked["source"]:
        deposits = deposits.filter(source=asked["source"])
    return deposits.filter(state=asked["etat"]) if asked["etat"] else deposits


def _state(deposit: Deposit) -> Shown:
    return Shown(str(State(deposit.state).label), tone="missing" if deposit.state == State.REFUSED else "")


def _file(deposit: Deposit) -> Shown:
    return Shown(deposit.file_name, deposit.page)


def _context(asked: Asked) -> dict[str, Any]:
    """The sources whose files are given here, and what is published of each."""
    source = observatory(asked.request)
    return {"sources": [(name, source.source(name)) for name in givable()]}


def deposit_of(person: Any, number: str) -> Deposit:
    """A deposit, for who may give files. Raises PermissionDenied, UsageError."""
    only_givers(person)
    deposit = Deposit.objects.select_related("by", "confirmed_by", "job").filter(pk=int(number)).first()
    if deposit is None:
        raise UsageError("Ce dépôt n’existe pas.")
    return deposit


def report(deposit: Deposit) -> dict[str, Any]:
    """What the check found, line by line; nothing when it is not there, or no more."""
    try:
        found: dict[str, Any] = json.loads(deposit.report.read_bytes())
    except (OSError, ValueError):
        return {"problems": [], "marks": []}
    return found


def _problems(asked: Asked) -> Sequence[dict[str, Any]]:
    deposit = deposit_of(asked.person, asked.place["number"])
    problems: list[dict[str, Any]] = report(deposit)["problems"]
    return problems


DEPOSITS = Listing(
    name="deposits",
    address="deposer/depots",
    title="Les fichiers donnés",
    file="depots",
    what="dépôt",
    access=member,
    template="members/deposits/deposits.html",
    context=_context,
    crumbs=(("desk", "Votre bureau"),),
    empty=("Aucun fichier donné encore", "Choisissez ci-dessus la source dont vous avez un fichier."),
    filters=(
        Filter("source", "Source", options=_sources),
        Filter("etat", "État", options=every("Tous", State.choices)),
    ),
    rows=_deposits,
    columns=(
        Column(
            "fichier",
            "Fichier",
            "Nom du fichier",
            width=36,
            cell="file_name",
            show=lambda each: Shown(each.file_name, each.page),
        ),
        Column("source", "Source", "Source", width=46, cell=lambda each: givable()[each.source].title),
        Column("periode", "Décrit", "Période décrite", width=14, cell="period", show=lambda each: each.described.label),
        Column("donne_le", "Donné le", "Jour", Kind.DATE, 13, lambda each: timezone.localtime(each.given_at).date()),
        Column("par", "Par", "Qui l’a donné", width=30, cell=lambda each: str(each.by or ""), blank="compte effacé"),
        Column("etat", "État", "Où il en est", width=24, cell=lambda each: str(State(each.state).label), show=_state),
        Column("publication", "Publication", "Numéro de la publication", Kind.NUMBER, 12, "release"),
        Column("octets", "Taille", "Octets", Kind.NUMBER, 12, "size", first=False),
        Column("empreinte", "Empreinte", "SHA-256", width=66, cell="digest", first=False),
    ),
)
PROBLEMS = Listing(
    name="deposits.problems",
    address=rf"deposer/depots/{PK}/lignes",
    title="Ce qui ne va pas dans ce fichier",
    file="lignes",
    what="ligne",
    access=member,
    template="members/deposits/problems.html",
    context=lambda asked: {"deposit": deposit_of(asked.person, asked.place["number"])},
    empty=("Rien à redire", "Aucune ligne n’est refusée ni signalée."),
    rows=_problems,
    columns=(
        Column(
            "ligne", "Ligne", "Ligne dans le fichier, la première est 1 ; 0 : tout le fichier", Kind.NUMBER, 9, "line"
        ),
        Column("colonne", "Colonne", "Colonne en cause ; vide : toute la ligne", width=22, cell="column"),
        Column("valeur", "Valeur lue", "Telle que le fichier la donne", width=24, cell="value", blank="vide"),
        Column("motif", "Motif", "Pourquoi la ligne est refusée ou signalée", width=50, cell="reason"),
        Column("effet", "Effet", "refusée, ou signalée et gardée telle quelle", width=12, cell="effect"),
    ),
)
