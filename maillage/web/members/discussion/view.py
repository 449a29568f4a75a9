"""A discussion. A member comes asking something of who works on the same sheet; they leave having been read by them.

The sheet itself shows the last messages (`web/carried/discussion.py`); here is all of them, and what is written.
"""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.directory.discussion import calling, talking
from maillage.directory.discussion.models import LONGEST, Message
from maillage.directory.models import User
from maillage.directory.rights import Act
from maillage.directory.things import Thing
from maillage.kernel.errors import UsageError
from maillage.web.carried import discussion
from maillage.web.forms import conflict
from maillage.web.forms.pickers import directory, proposing
from maillage.web.forms.pickers.fields import PickMany
from maillage.web.forms.sender import MESSAGE, refused
from maillage.web.gate.access import member

WRITE = ["GET", "HEAD", "POST"]


class Called(PickMany):
    """People to call to a discussion; what it gives are their addresses, a line each."""

    def __init__(self, among: QuerySet[User], source: tuple[str, ...], **named: Any) -> None:
        help_text = "Des personnes, par leur nom : une par ligne."
        super().__init__(
            lambda: directory.people(among),
            directory.giving(among.all),
            source,
            join=lambda people: "\n".join(person.email for person in people),
            help_text=help_text,
            **named,
        )

    def parts(self, text: str) -> list[str]:
        """Commas separate them too."""
        return super().parts(text.replace(",", "\n"))


class Talk(forms.Form):
    """A message."""

    text = forms.CharField(
        label="Votre message",
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={"required": "Écrivez votre message."},
    )

    def __init__(self, posted: QueryDict | None, person: Any, thing: Thing) -> None:
        super().__init__(posted)
        self.fields["called"] = Called(
            calling.among(person, thing), ("discussion.people", *thing.about), label="Prévenir", required=False
        )


class Correction(forms.Form):
    """A message of one's own, again."""

    text = forms.CharField(label="Votre message", max_length=LONGEST, widget=forms.Textarea)


class Hiding(forms.Form):
    """Why a message is hidden."""

    reason = forms.CharField(
        label="Pourquoi",
        max_length=300,
        help_text="Montré à la place du message, et dit à son auteur.",
        error_messages={"required": "Dites pourquoi."},
    )


def _limited(request: HttpRequest) -> HttpResponse | None:
    return refused(request, MESSAGE, str(request.user.pk)) if request.method == "POST" else None


@member
@require_http_methods(WRITE)
def page(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """All that is said about a thing, and a message more."""
    if late := _limited(request):
        return late
    person: Any = request.user
    about = (kind, key)
    thing = talking.taking_part(person, about)

    def write(form: Talk, _: str) -> HttpResponse:
        message = talking.post(person, about, form.cleaned_data["text"], form.cleaned_data["called"])
        return HttpResponseRedirect(f"{thing.address}#m{message.pk}")

    edited = conflict.edit(request, lambda posted: Talk(posted, person, thing), write, usual="text")
    if isinstance(edited, HttpResponse):
        return edited
    shown = {**edited.context, **discussion.carried(request, about, None), "thing": thing}
    return render(request, "members/discussion/discussion.html", shown, status=edited.status)


@member
@require_safe
def people(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Whom one may call to a discussion, proposed while one types."""
    thing = talking.taking_part(request.user, (kind, key))
    return proposing.proposed(request, lambda: directory.people(calling.among(request.user, thing)))


@member
@require_POST
def follow(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Be told of what is said about a thing, or not any more."""
    person: Any = request.user
    thing = talking.follow(person, (kind, key), request.POST.get("suivre") == "oui")
    return HttpResponseRedirect(f"{thing.address}#discussion")


def _message(request: HttpRequest, key: str, act: Act = Act.DISCUSS) -> tuple[Message, Thing]:
    """A message of a discussion where this reader may do this. Raises UsageError: the rest is not there."""
    message = Message.objects.filter(pk=int(key)).select_related("author", "hidden_by").first()
    if message is None:
        raise UsageError("Ce message n’est pas ici.")
    return message, talking.taking_part(request.user, message.about, act)


def _mine(request: HttpRequest, key: str) -> tuple[Message, Thing]:
    message, thing = _message(request, key)
    if message.author != request.user:
        raise UsageError("Ce message n’est pas le vôtre.")
    return message, thing


@member
@require_http_methods(WRITE)
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """One's own message, to correct while it is fresh."""
    if late := _limited(request):
        return late
    person: Any = request.user
    message, thing = _mine(request, key)

    def fill(posted: QueryDict | None) -> Correction:
        return Correction(posted, initial={"text": message.text})

    def write(form: Correction, _: str) -> HttpResponse:
        talking.correct(person, message.pk, form.cleaned_data["text"])
        return HttpResponseRedirect(f"{thing.address}#m{message.pk}")

    edited = conflict.edit(request, fill, write, usual="text", called="text")
    if isinstance(edited, HttpResponse):
        return edited
    context = {**edited.context, "thing": thing, "minutes": talking.CORRECTED_MINUTES}
    return render(request, "members/discussion/correct.html", context, status=edited.status)


@member
@require_http_methods(WRITE)
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """One's own message, to take back."""
    person: Any = request.user
    message, thing = _mine(request, key)
    if request.method == "POST":
        talking.withdraw(person, message.pk)
        return HttpResponseRedirect(f"{thing.address}#m{message.pk}")
    return render(request, "members/discussion/withdraw.html", {"message": message, "thing": thing})


@member
@require_http_methods(WRITE)
def hide(request: HttpRequest, key: str) -> HttpResponse:
    """The message of somebody, to hide with why, or to show again: for who shapes what it is about."""
    person: Any = request.user
    message, thing = _message(request, key, Act.MODERATE)

    def write(form: Hiding, _: str) -> HttpResponse:
        talking.hide(person, message.pk, form.cleaned_data["reason"])
        return HttpResponseRedirect(f"{thing.address}#m{message.pk}")

    if request.method == "POST" and "montrer" in request.POST:
        talking.show_again(person, message.pk)
        return HttpResponseRedirect(f"{thing.address}#m{message.pk}")
    edited = conflict.edit(request, Hiding, write, usual="reason")
    if isinstance(edited, HttpResponse):
        return edited
    context = {**edited.context, "message": message, "thing": thing}
    return render(request, "members/discussion/hide.html", context, status=edited.status)
