"""Giving a file, then saying « oui »: who may, what is refused, what the worker is asked."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from maillage import sources
from maillage.directory.deposits import files
from maillage.directory.deposits.compared import against
from maillage.directory.deposits.models import Deposit, State
from maillage.directory.deposits.work import check, publication
from maillage.directory.jobs import asking
from maillage.directory.models import Kind, Role, User
from maillage.directory.rights import Act, Relation, given, memberships
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.source import Described, Source
from maillage.observatory.door import Observatory

QUARTERS = 12
STARTED = "Ce dépôt n’attend pas de réponse : il est déjà publié, abandonné, ou en cours."


def may_give(person: Any) -> bool:
    """Whether somebody may give files and publish them: in the project team, for all of the region."""
    return any(
        held.organisation.kind == Kind.EQUIPE
        and Act.DEPOSIT in given(Relation.TEAM, Role(held.role), limited=held.limited)
        for held in memberships(person)
    )


def asked(person: Any) -> None:
    """Raises PermissionDenied for who may not."""
    if not may_give(person):
        raise PermissionDenied("L’équipe projet donne les fichiers : votre rôle ne le permet pas.")


def givable() -> dict[str, Source]:
    """The sources whose files are given here, by name."""
    every = {name: module.SOURCE for name, module in sources.catalogue().items()}
    return {name: source for name, source in every.items() if source.deposited}


def source_of(name: str) -> Source:
    """A source whose files are given here. Raises UsageError for another."""
    source = givable().get(name)
    if source is None:
        raise UsageError("Les fichiers de cette source ne se donnent pas sur une page.")
    return source


def quarters(today: date) -> list[Period]:
    """The quarters that a file may describe, the last one first."""
    now = Period.quarter_of(today)
    return [now.quarters_later(-back) for back in range(QUARTERS)]


def heads(source: Source) -> list[str]:
    """The columns of an empty file of this source: those that have a name, the required ones first."""
    return [name for name in (*source.required, *source.optional) if name.replace("_", "").replace(" ", "").isalnum()]


def give(person: User, source: Source, name: str, blocks: Iterable[bytes], period: str) -> Deposit:
    """Take a file in and have it checked. `period` is a code: a quarter or a day, as the source says.

    Raises PermissionDenied, UsageError; BusyError when too much waits.
    """
    asked(person)
    described = Period.parse(period)
    if (source.deposited is Described.QUARTER) != ("T" in described.code):
        raise UsageError(f"Dites le {source.deposited} que ce fichier décrit.")
    received, length, digest = files.receive(source.name, blocks)
    deposit = Deposit(source=source.name, file_name=name, size=length, digest=digest, period=described.code, by=person)
    try:
        if not length:
            raise UsageError("Ce fichier est vide.")
        with transaction.atomic():
            deposit.save()
            files.settle(deposit, received)
            _check(deposit, person)
    except BaseException:
        received.unlink(missing_ok=True)
        files.erase(deposit)
        raise
    return deposit


def _check(deposit: Deposit, person: User) -> None:
    deposit.job = asking.start(
        check,
        {"deposit": deposit.pk},
        title=f"Vérification de {deposit.file_name}",
        asked=f"{deposit.pk}|{timezone.now().isoformat()}",
        back=deposit.page,
        person=person,
    )
    deposit.save(update_fields=["job"])


def confirm(deposit: Deposit, person: User, source: Observatory, *, fewer: bool) -> None:
    """Publish what was checked. `fewer`: the person knows that many rows of the delivery before are gone.

    Raises PermissionDenied, UsageError; checks it again when another delivery came since it was compared.
    """
    asked(person)
    if deposit.summary.get("shrunk") and not fewer:
        raise UsageError("Beaucoup de lignes disparaissent : cochez la case pour dire que vous le savez.")
    if deposit.against != against(source, deposit.source):
        with transaction.atomic():
            _move(deposit, State.CHECKED, state=State.CHECKING)
            _check(deposit, person)
        raise UsageError("Une autre livraison est arrivée depuis cette vérification : elle est refaite.")
    with transaction.atomic():
        _move(
            deposit, State.CHECKED, state=State.PUBLISHING, confirmed_by=person, confirmed_at=timezone.now(), failure=""
        )
        deposit.job = asking.start(
            publication,
            {"deposit": deposit.pk},
            title=f"Publication de {deposit.file_name}",
            asked=str(deposit.pk),
            back=deposit.page,
            person=person,
        )
        deposit.save(update_fields=["job"])


def again(deposit: Deposit, person: User) -> None:
    """Take up a deposit whose work was interrupted for good: checked anew. Raises PermissionDenied, UsageError."""
    asked(person)
    if not deposit.stopped:
        raise UsageError(STARTED)
    with transaction.atomic():
        _move(deposit, State(deposit.state), state=State.CHECKING, failure="")
        _check(deposit, person)


def drop(deposit: Deposit, person: User) -> None:
    """Give up a deposit that is not published. Raises PermissionDenied, UsageError."""
    asked(person)
    _move(deposit, State.CHECKED, state=State.DROPPED)


def _move(deposit: Deposit, before: State, **fields: object) -> None:
    """One of two people who answer at once is too late. Raises UsageError."""
    if not Deposit.objects.filter(pk=deposit.pk, state=before).update(**fields):
        raise UsageError(STARTED)
    deposit.refresh_from_db()
