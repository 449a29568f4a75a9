"""What a page of committees is asked: a body, a meeting, that its reader may read or hold; two texts of one form."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.steering.committees import access
from maillage.steering.committees.models import Body, Meeting
from maillage.web.forms.form import Field, plain_fields

NOT_HERE = "ici, ou votre rôle ne permet pas cette page."


def one_body(request: HttpRequest, slug: str, *, running: bool = False) -> Body:
    """A body whose dates this reader may read, or that they hold. Raises UsageError: the rest is not there."""
    found = Body.objects.filter(access.known(request.user), slug=slug)
    body = found.select_related("strategy__organisation").distinct().first()
    if body is None or (running and not access.runs(request.user, body)):
        raise UsageError(f"Aucun comité « {slug[:60]} » {NOT_HERE}")
    return body


def one_meeting(request: HttpRequest, number: str, *, running: bool = False) -> Meeting:
    """A meeting whose papers this reader may read, or that they hold. Raises UsageError: the rest is not there."""
    bodies = Body.objects.filter(access.papers(request.user))
    found = Meeting.objects.filter(pk=int(number), body__in=bodies)
    meeting = found.select_related("body__strategy__organisation").first()
    if meeting is None or (running and not access.runs(request.user, meeting.body)):
        raise UsageError(f"Aucune réunion {number} {NOT_HERE}")
    return meeting


def version(request: HttpRequest) -> int:
    """The version that was read, as the form sends it back. Raises UsageError."""
    told = request.POST.get("version", "")
    if not told.isdecimal() or len(told) > 12:
        raise UsageError("Ce formulaire est incomplet : rechargez la page.")
    return int(told)


def author(thing: Any) -> str:
    """« equipe@exemple.fr, le 3 mars 2026 à 14 h 05 »: who wrote this last."""
    last: Any = thing.history.select_related("history_user").order_by("-history_id").first()
    if last is None:
        return "Quelqu’un"
    when = timezone.localtime(last.history_date)
    who = str(last.history_user) if last.history_user else "Quelqu’un"
    return f"{who}, le {french.day(when.date())} à {when:%H} h {when:%M}"


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def posted(request: HttpRequest, names: Iterable[str]) -> dict[str, str]:
    """What was typed in these fields."""
    return {name: _plain(request.POST.get(name, "")) for name in names}


def kept(values: Mapping[str, str]) -> str:
    """What a form was filled in with, as it sends it back."""
    return json.dumps(dict(values), ensure_ascii=False)


def base(request: HttpRequest) -> dict[str, str]:
    """The same, read back; nothing when it is not what we wrote."""
    try:
        told = json.loads(request.POST.get("base", "{}"))
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in told.items()} if isinstance(told, dict) else {}


@dataclass(frozen=True, slots=True)
class Merged:
    """Two texts of one form: what to show in it, what the other wrote where both did, what has no field any more."""

    data: dict[str, str]
    theirs: dict[str, str]
    lost: dict[str, str]


def merge(mine: Mapping[str, str], start: Mapping[str, str], now: Mapping[str, str]) -> Merged:
    """What only the other changed is taken; what only this reader changed stays; what both changed is told twice."""
    data, theirs = {}, {}
    for name, value in now.items():
        typed, was = _plain(mine.get(name, value)), _plain(start.get(name, ""))
        if typed == was or name not in mine:
            data[name] = value
        else:
            data[name] = typed
            if _plain(value) not in (was, typed):
                theirs[name] = value
    gone = {name: value for name, value in mine.items() if name not in now}
    lost = {name: value for name, value in gone.items() if value and value != _plain(start.get(name, ""))}
    return Merged(data, theirs, lost)


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Put what a service refused beside the fields of this form."""
    told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, messages in told.items():
        form.add_error(name if name in form.fields else None, messages)


def shown(form: forms.BaseForm) -> dict[str, Field]:
    """The fields of a form by name, as parts/field.html wants them."""
    return plain_fields(form)


def common(form: forms.BaseForm) -> dict[str, Any]:
    """What every page with a form of ours shows."""
    fields = shown(form)
    return {
        "fields": list(fields.values()),
        "wrong": any(one.error for one in fields.values()),
        "general": " ".join(map(str, form.non_field_errors())) if form.is_bound else "",
    }
