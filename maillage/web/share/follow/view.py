"""Somebody wants to know when things change at their place: they leave an e-mail address and say yes by a mail.

Later mails lead back here: to end what they follow, or to keep it.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from maillage.commons.following import asking
from maillage.commons.following.models import Subscription
from maillage.commons.places import Place, find
from maillage.kernel.errors import UsageError
from maillage.observatory.door import Observatory
from maillage.web.forms import bind
from maillage.web.forms.form import trapped
from maillage.web.forms.sender import FOLLOW, refused
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import observatory, problem_page
from maillage.web.share.placed import asked_place, choice

ADVICE = "Ouvrez la page de votre commune pour demander à la suivre."


class Follow(forms.Form):
    """Where to write."""

    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Elle ne sert qu’à ces messages.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@writing
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form that follows a commune or an address; without one, the choice of a commune."""
    source = observatory(request)
    place = asked_place(request, source)
    if place is None:
        return render(request, "share/follow/choose.html", {"choice": choice(request, source, reverse("follow"))})
    form = Follow(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if trapped(request.POST):
            return _sent(place)
        if form.is_valid():
            email = form.cleaned_data["email"]
            if late := refused(request, FOLLOW, email):
                return late
            try:
                asking.ask(place, email)
            except UsageError as error:
                form.add_error("email", str(error))
            else:
                return _sent(place)
    context = {"place": place, **bind.shown(form)}
    return render(request, "share/follow/follow.html", context, status=422 if form.errors else 200)


def _sent(place: Place) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('follow.sent')}?{place.query}")


@writing
def sent(request: HttpRequest) -> HttpResponse:
    """Asked, and to be confirmed: go and read your mails."""
    place = asked_place(request, observatory(request))
    context = {"place": place, "days": asking.CONFIRM_WITHIN_DAYS, "no_server": not settings.MAILLAGE_MAILS.host}
    return render(request, "share/follow/sent.html", context)


def _gone(request: HttpRequest, error: UsageError) -> HttpResponse:
    return problem_page(request, 410, "Ce lien ne sert plus", str(error), ADVICE)


# The links of mails carry their own proof, and work where cookies do not. Opening one changes nothing, as programs that
# check mails open them all: the button does.
@csrf_exempt
@writing
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """« Oui, je veux suivre ce lieu. »"""
    return _yes(request, asking.CONFIRM, token)


@csrf_exempt
@writing
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """« Oui, je veux le suivre encore. »"""
    return _yes(request, asking.KEEP, token)


def _yes(request: HttpRequest, action: str, token: str) -> HttpResponse:
    source = observatory(request)
    try:
        subscription = asking.asked(action, token)
    except UsageError as error:
        return _gone(request, error)
    place = find(source, subscription.commune, subscription.address)
    done = request.method == "POST"
    if done:
        asking.confirm(subscription, source, place)
    stop = asking.link(asking.STOP, subscription.follower.pk)
    context = {"place": place, "done": done, "again": action == asking.KEEP, "stop": stop}
    return render(request, "share/follow/yes.html", context)


@csrf_exempt
@writing
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """« Je ne veux plus de ces messages », for one place or for all; also what mail programs send by themselves."""
    source = observatory(request)
    try:
        follower = asking.follower_of(token)
    except UsageError as error:
        return _gone(request, error)
    done = request.method == "POST"
    if follower is not None and done:
        number = request.POST.get("suivi", "")
        asking.stop(follower, int(number) if number.isdecimal() and len(number) < 18 else None)
    left: list[tuple[int, str]] = []
    if follower is not None and follower.pk:
        left = [
            (subscription.pk, _name(source, subscription))
            for subscription in Subscription.objects.filter(follower=follower)
        ]
    context: dict[str, Any] = {"left": left, "done": done or follower is None}
    return render(request, "share/follow/stop.html", context)


def _name(source: Observatory, subscription: Subscription) -> str:
    """What is followed, even when this place is not in the release any more."""
    try:
        return find(source, subscription.commune, subscription.address).name
    except UsageError:
        return str(subscription)
