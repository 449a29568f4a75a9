"""Notices. A member comes asking « qu’ai-je manqué ? »; they leave having read what concerns them, and chosen how to be
told.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory.notices import choosing, reading
from maillage.directory.notices.models import Rhythm
from maillage.kernel.french import day
from maillage.web.forms import asked, conflict
from maillage.web.gate.access import member

PAGE = 30
REMINDERS = (("oui", "Une fois par semaine au plus"), ("non", "Jamais"))


@member
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The notices, the last first."""
    person: Any = request.user
    notices = reading.listed(person)
    listed = asked.Page(asked.page(request, PAGE).number, PAGE, len(notices))
    context = {
        "notices": [
            (notice, day(timezone.localtime(notice.made_at).date()))
            for notice in notices[listed.offset : listed.offset + PAGE]
        ],
        "listed": listed,
        "unread": sum(notice.read_at is None for notice in notices),
    }
    return render(request, "members/notices/notices.html", context)


@member
@require_POST
def read(request: HttpRequest, key: str = "") -> HttpResponse:
    """Notes that one was read, or all."""
    person: Any = request.user
    reading.mark_read(person, int(key) if key else None)
    return HttpResponseRedirect(reverse("notices"))


class Mails(forms.Form):
    """What is wanted by mail."""

    rhythm = forms.ChoiceField(
        label="Les avis",
        choices=Rhythm.choices,
        help_text="Quand vous êtes nommé, cité, ou concerné par une décision ou une discussion.",
    )
    reminders = forms.ChoiceField(
        label="Le rappel de ce qui vous attend",
        choices=REMINDERS,
        help_text="Vos actions sans nouvelles, les valeurs à donner, les décisions dont vous répondez, vos réunions.",
    )


@member
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """How one wants to be told by mail."""
    person: Any = request.user

    def fill(posted: QueryDict | None) -> Mails:
        chosen = choosing.choice(person)
        return Mails(posted, initial={"rhythm": chosen.rhythm, "reminders": "oui" if chosen.reminders else "non"})

    def write(form: Mails, _: str) -> HttpResponse:
        data = form.cleaned_data
        choosing.choose(person, rhythm=data["rhythm"], reminders=data["reminders"] == "oui")
        return HttpResponseRedirect(f"{reverse('mfa_index')}?dit=oui")

    edited = conflict.edit(request, fill, write)
    if isinstance(edited, HttpResponse):
        return edited
    return render(request, "members/notices/choose.html", edited.context, status=edited.status)
