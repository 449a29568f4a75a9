"""Who is named is told the day they are, whichever door wrote it: page, workbook, command, or a role handed over.

The histories of models are watched: each change says who made it, and what was there before.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from simple_history.signals import post_create_historical_record

from maillage.directory.models import User
from maillage.directory.notices.telling import is_silent, tell
from maillage.kernel import french
from maillage.steering.actions.models import Action
from maillage.steering.committees.kinds import ANSWERS, SEATED
from maillage.steering.committees.models import Decision, Meeting, Part, Seat, Stage, Verdict
from maillage.steering.desk.kinds import DECIDED, PILOT
from maillage.steering.targets.kinds import GIVES
from maillage.steering.targets.models import Frequency, Sheet

_QUOTED = 110


def watch() -> None:
    """Have people told from now on. Called once models are loaded."""
    post_create_historical_record.connect(_changed, dispatch_uid="maillage.steering.desk.naming")


def _changed(instance: Any, history_instance: Any, history_user: User | None, **more: Any) -> None:
    if history_instance.history_type == "-":
        return
    key = str(history_instance.history_id)
    if isinstance(instance, Action) and _named(history_instance, "pilot"):
        _pilot(instance, history_user, key)
    if isinstance(instance, Seat) and _named(history_instance, "person"):
        _seat(instance, history_user, key)
    if isinstance(instance, Sheet) and _named(history_instance, "person"):
        _sheet(instance, history_user, key)
    if isinstance(instance, Decision) and instance.item.meeting.stage == Stage.CLOSED:
        _in_the_end([instance.pk], history_user)
    if isinstance(instance, Meeting) and instance.stage == Stage.CLOSED:
        decided = Decision.objects.filter(item__meeting=instance)
        _in_the_end(list(decided.values_list("pk", flat=True)), history_user)


def _named(record: Any, field: str) -> bool:
    """Whether a change names somebody who was not."""
    now = getattr(record, f"{field}_id")
    if now is None:
        return False
    before = record.prev_record
    return before is None or getattr(before, f"{field}_id") != now


def _quoted(text: str) -> str:
    kept = text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
    return f"« {kept} »"


def _from(by: User | None) -> str:
    return f"De la part de {by}. " if by else ""


def _pilot(action: Action, by: User | None, key: str) -> None:
    due = f" Fin prévue : {french.day(action.ends_on)}." if action.ends_on else ""
    words = f"{_from(by)}Vous en donnez des nouvelles, et vous en répondez.{due}"
    subject = f"Vous pilotez l’action {_quoted(str(action))}"
    tell(action.pilot, PILOT, subject, action.page, words, ("action", str(action.pk)), by=by, key=key)


def _seat(seat: Seat, by: User | None, key: str) -> None:
    if seat.left_on is not None:
        return
    part = str(Part(seat.part).label).lower()
    words = f"{_from(by)}Votre place : {part} ({seat}). Vous recevez ses invitations et lisez ses papiers."
    subject = f"Vous siégez à {_quoted(seat.body.name)}"
    tell(seat.person, SEATED, subject, seat.body.page, words, ("comite", str(seat.body.pk)), by=by, key=key)


def _sheet(sheet: Sheet, by: User | None, key: str) -> None:
    how = str(Frequency(sheet.frequency).label).lower()
    words = f"{_from(by)}Fréquence : {how}. Un courriel vous demande la valeur quand elle est attendue."
    subject = f"Vous donnez la valeur de {_quoted(sheet.title)}"
    tell(sheet.person, GIVES, subject, sheet.page, words, ("indicateur", str(sheet.pk)), by=by, key=key)


def _in_the_end(decisions: list[int], by: User | None) -> None:
    """Tell of decisions once all of the minutes is written: a draft decides nothing."""
    if not is_silent():
        transaction.on_commit(lambda: _decided(decisions, by), robust=True)


def _decided(decisions: list[int], by: User | None) -> None:
    closed = Decision.objects.filter(pk__in=decisions, item__meeting__stage=Stage.CLOSED)
    for decision in closed.select_related("item__meeting__body", "person", "action__pilot"):
        _answers(decision, by)
        _concerns(decision, by)


def _said(decision: Decision) -> str:
    due = f" À faire avant le {french.day(decision.due_on)}." if decision.due_on else ""
    text = f" {decision.text}" if decision.text else ""
    return f"{Verdict(decision.verdict).label}.{text}{due}"


def _answers(decision: Decision, by: User | None) -> None:
    """Who is in charge of a decision, once for each."""
    meeting = decision.item.meeting
    if decision.done_on is not None:
        return
    words = f"{meeting.body.name}, {french.day(timezone.localtime(meeting.starts_at).date())}. {_said(decision)}"
    subject = f"Vous répondez de la décision {_quoted(decision.item.title)}"
    tell(decision.person, ANSWERS, subject, decision.page, words, ("decision", str(decision.pk)), by=by)


def _concerns(decision: Decision, by: User | None) -> None:
    """Who pilots the action that a decision is about, unless they are in charge of it, and told so."""
    action = decision.action
    if action is None or action.pilot is None or action.pilot_id == decision.person_id:
        return
    words = f"{decision.item.meeting.body.name} a décidé. {_said(decision)}"
    subject = f"Une décision sur l’action {_quoted(str(action))}"
    about = ("action", str(action.pk))
    tell(action.pilot, DECIDED, subject, action.page, words, about, by=by, key=str(decision.pk))
