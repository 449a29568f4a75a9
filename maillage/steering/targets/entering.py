"""Giving a value: accepted at once from who may, proposed otherwise; the one before is kept, replaced."""

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from maillage.directory import typed
from maillage.directory.models import User
from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.steering import versions
from maillage.steering.targets import plausible
from maillage.steering.targets.models import Entry, Kind, Sheet, State


class Doubtful(ValidationError):
    """The value is probably mistyped: its words ask whether it is right, and `Given.sure` answers yes."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value as it is given. `source` is empty for the usual one of the sheet; `sure`: whoever gives it was asked, and
    says that it is right."""

    territory: str
    period: str
    value: Decimal
    kind: str = Kind.RESULT.value
    comment: str = ""
    evidence: str = ""
    source: str = ""
    sure: bool = False

    def same(self, entry: Entry | None) -> bool:
        """Whether an entry says exactly this already."""
        return entry is not None and (self.value, self.kind, self.comment, self.evidence) == (
            entry.value,
            entry.kind,
            entry.comment,
            entry.evidence,
        )


def current(sheet: Sheet, territory: str, period: str, source: str = "") -> Entry | None:
    """The accepted value of a territory and a period, None when there is none."""
    return Entry.objects.filter(
        sheet=sheet, territory=territory, period=period, source=source, state=State.ACCEPTED
    ).first()


def check_open(sheet: Sheet, period: Period) -> None:
    """Raises UsageError for a period that the series does not reach: closed before it, or not begun."""
    if not sheet.validity.covers(period):
        held = french.initial(sheet.validity.words)
        raise UsageError(f"Pas de valeur pour {period.label} : cette série est close ({held}).")


def _made(sheet: Sheet, given: Given, author: User | None, state: State) -> Entry:
    check_open(sheet, Period.parse(given.period))
    refs = typed.refs(given.territory)
    entry = Entry(
        sheet=sheet,
        territory=typed.written(refs),
        period=given.period.strip(),
        ends_on=Period.parse(given.period).end,
        value=given.value,
        kind=given.kind,
        source=given.source.strip(),
        comment=given.comment.strip(),
        evidence=given.evidence.strip(),
        author=author,
        at=timezone.now(),
        state=state,
    )
    entry._history_user = author
    entry.full_clean(validate_constraints=False)
    question = "" if given.sure else plausible.doubt(sheet, entry.value)
    if question:
        raise Doubtful(question)
    return entry


def _replace(entry: Entry, author: User | None) -> None:
    entry.state = State.REPLACED.value
    entry._history_user = author
    entry.save()


@transaction.atomic
def enter(sheet: Sheet, given: Given, author: User | None, seen: versions.Seen = None) -> Entry:
    """Write an accepted value; the same one again changes nothing. `seen` is the key of the entry that was read, 0
    when there was none. Raises Stale, Doubtful, ValidationError, and UsageError for a wrong period, or one after the
    end of the series."""
    Sheet.objects.select_for_update().get(pk=sheet.pk)
    entry = _made(sheet, given, author, State.ACCEPTED)
    before = current(sheet, entry.territory, entry.period, entry.source)
    if versions.differ(seen, before.pk if before else 0):
        raise versions.Stale(before, versions.Change(str(before.author or ""), before.at) if before else None)
    if before is not None and given.same(before):
        return before
    if before is not None:
        _replace(before, author)
    entry.save()
    return entry


@transaction.atomic
def propose(sheet: Sheet, given: Given, author: User | None) -> Entry:
    """Write a value that somebody else must accept."""
    entry = _made(sheet, given, author, State.PROPOSED)
    entry.save()
    return entry


@transaction.atomic
def decide(entry: Entry, accepted: bool, author: User | None) -> None:
    """Accept a proposal, which replaces what was there, or set it aside. Raises UsageError when it was decided."""
    Sheet.objects.select_for_update().get(pk=entry.sheet_id)
    fresh = Entry.objects.select_related("sheet").get(pk=entry.pk)
    if fresh.state != State.PROPOSED:
        raise UsageError("Cette valeur n’est plus proposée : quelqu’un en a décidé entre-temps.")
    if fresh.sheet.computed:
        raise ValidationError("Cet indicateur est calculé par l’observatoire : sa valeur ne se saisit pas.")
    if accepted:
        before = current(fresh.sheet, fresh.territory, fresh.period, fresh.source)
        if before is not None:
            _replace(before, author)
    fresh.state = (State.ACCEPTED if accepted else State.REFUSED).value
    fresh._history_user = author
    fresh.save()


def proposals(sheet: Sheet) -> list[Entry]:
    """What waits for a decision, the oldest first."""
    return list(Entry.objects.filter(sheet=sheet, state=State.PROPOSED).select_related("author").order_by("pk"))
