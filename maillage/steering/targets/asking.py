"""Asking a value by mail: a signed link, without password, that works once and for thirty days, and shows nothing but
the question.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from maillage.directory import typed
from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.steering.targets import entering, permission, progress
from maillage.steering.targets.models import Ask, Entry, Sheet, State
from maillage.steering.validity import closed

SALT = "valeur.repondre"
DAYS = 30
ENDED = "Ce lien ne sert plus : demandez-en un autre à l’équipe de la stratégie."


@dataclass(frozen=True, slots=True)
class Due:
    """A value that should be asked."""

    sheet: Sheet
    territory: str
    period: str
    person: User


def due(today: date) -> list[Due]:
    """The late values whose person is known, that were not asked yet for that period; never of a closed series."""
    asked = set(Ask.objects.values_list("sheet_id", "territory", "period", "person_id"))
    given = set(
        Entry.objects.filter(state__in=(State.ACCEPTED, State.PROPOSED), source="").values_list(
            "sheet_id", "territory", "period"
        )
    )
    late_values = []
    sheets = Sheet.objects.filter(indicator="", person__is_active=True).select_related("person")
    for sheet in sheets.exclude(closed(today)):
        period = progress.ended(sheet.frequency, today, 1)[0].code
        for ref in map(str, typed.refs(sheet.territories)):
            known = (sheet.pk, ref, period) in given
            if sheet.person and not known and (sheet.pk, ref, period, sheet.person.pk) not in asked:
                late_values.append(Due(sheet, ref, period, sheet.person))
    return late_values


def ask(wanted: Due) -> Ask:
    """Note the question, or the same again: the former link ends. Raises UsageError for what is computed, or closed."""
    entering.check_open(wanted.sheet, Period.parse(wanted.period))
    if wanted.sheet.computed:
        raise UsageError("Cet indicateur est calculé par l’observatoire : sa valeur ne se demande pas.")
    which: dict[str, Any] = {
        "sheet": wanted.sheet,
        "territory": wanted.territory,
        "period": wanted.period,
        "person": wanted.person,
    }
    made, _ = Ask.objects.update_or_create(
        **which, defaults={"sent_at": timezone.now(), "answered_at": None, "answer": None}
    )
    return made


def link(asked: Ask) -> str:
    """The path that answers: the moment it was sent is signed with it, so that a later mail ends it."""
    stamp = int(asked.sent_at.timestamp() * 1000)
    return reverse("targets.reply", args=[signing.dumps([asked.pk, stamp], salt=SALT)])


def read(token: str) -> Ask:
    """The question of a link. Raises UsageError when it is worth nothing: wrong, too old, replaced or answered."""
    try:
        pk, stamp = signing.loads(token, salt=SALT, max_age=timedelta(days=DAYS))
    except signing.SignatureExpired:
        raise UsageError(f"Ce lien a plus de {DAYS} jours.") from None
    except (signing.BadSignature, ValueError, TypeError):
        raise UsageError(
            "Ce lien n’est pas complet. Copiez-le en entier depuis le message que vous avez reçu."
        ) from None
    question = Ask.objects.select_related("sheet", "person", "answer").filter(pk=pk).first()
    if question is None or int(question.sent_at.timestamp() * 1000) != stamp:
        raise UsageError(ENDED)
    # The same right as on the page: who left, or answers for the sheet no more, gives no value by an old mail.
    if not permission.values_in(question.person, question.sheet, [Ref.parse(question.territory)]):
        raise UsageError(ENDED)
    if question.answered_at is not None:
        raise UsageError("Vous avez déjà répondu par ce lien : merci.")
    entering.check_open(question.sheet, Period.parse(question.period))
    if question.sheet.computed:
        raise UsageError("Cette valeur est maintenant calculée par l’observatoire : il n’y a plus rien à saisir.")
    return question


@transaction.atomic
def answer(asked: Ask, given: entering.Given) -> Entry:
    """Write the answer, once: accepted, or proposed when somebody else's value is there already and differs.

    Raises UsageError when the question was answered meanwhile, and ValidationError.
    """
    held = Ask.objects.select_for_update().select_related("sheet", "person").get(pk=asked.pk)
    if held.answered_at is not None:
        raise UsageError("Vous avez déjà répondu par ce lien : merci.")
    there = entering.current(held.sheet, held.territory, held.period, given.source)
    others = there is not None and there.author_id != held.person_id and there.value != given.value
    entry = (entering.propose if others else entering.enter)(held.sheet, given, held.person)
    held.answered_at, held.answer = timezone.now(), entry
    held.save()
    return entry
