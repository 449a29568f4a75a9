"""Signing in without password: an agent leaves an e-mail address, opens the link received, and is in for the day."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import update_last_login
from django.core.mail import get_connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from maillage.directory import sign_in
from maillage.directory.mail import absolute, deliver, letter
from maillage.directory.models import User
from maillage.directory.playground import is_open
from maillage.kernel.errors import UsageError
from maillage.web.forms import bind
from maillage.web.forms.sender import SIGN_IN, refused
from maillage.web.gate import kept
from maillage.web.gate.access import door, inside, writing
from maillage.web.gate.observatory import problem_page
from maillage.web.members.offered import offered


class Ask(forms.Form):
    """Where to send the link."""

    email = forms.EmailField(
        label="Votre adresse électronique professionnelle",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def _next(request: HttpRequest, text: str) -> str:
    """The page to go to, one of members'."""
    return text if inside(text) else reverse(door(request).landing)


@writing
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form that sends the link. It answers alike whether the address has an account or not."""
    form = Ask(request.POST if request.method == "POST" else None)
    values: Any = request.POST if request.method == "POST" else request.GET
    after = _next(request, values.get("suite", ""))
    context: dict[str, Any] = {
        **(offered() if door(request).name == "piloter" else {}),
        "restarted": request.GET.get("demonstration") == "remise",
        "after": after,
        "door": door(request),
        "here": reverse(f"sign_in.{door(request).name}"),
        "sent": False,
        "minutes": sign_in.minutes(),
        "provider": settings.MAILLAGE_OIDC.name,
        "to_provider": f"{reverse('sign_in.go')}?{urlencode({'suite': after})}",
    }
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if late := refused(request, SIGN_IN, email):
            return late
        try:
            _send(email, door(request).name, after)
        except UsageError as error:
            form.add_error("email", str(error))
        else:
            context |= {"sent": True, "no_server": not settings.MAILLAGE_MAILS.host, "kept": is_open()}
    context |= bind.shown(form)
    return render(request, "members/sign_in/sign_in.html", context, status=422 if form.errors else 200)


def _send(email: str, area: str, after: str) -> None:
    """Send the link, if somebody has this address. Raises UsageError when the server of mails is not there: it is asked
    first for every address, so that the answer says nothing of who has an account."""
    token = sign_in.token_for(email)
    try:
        with get_connection() as connection:
            if token:
                link = absolute(f"{reverse(f'sign_in.{area}_enter', args=[token])}?{urlencode({'suite': after})}")
                words = {"link": link, "minutes": sign_in.minutes()}
                deliver(letter("members/sign_in/mail_sign_in", email, "votre lien de connexion", words), connection)
    except OSError:
        raise UsageError(
            "Les courriels ne partent pas en ce moment. Recommencez dans une heure, ou écrivez à qui tient ce site."
        ) from None


# The link carries its own proof. Opening it changes nothing, as programs that check mails open them all.
@csrf_exempt
@writing
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The link: a button, and then the space of one's organisations."""
    person = sign_in.person_of(token)
    if person is None:
        message = f"Il sert une seule fois, pendant {sign_in.minutes()} minutes."
        advice = "Demandez un autre lien à la page de connexion."
        return problem_page(request, 410, "Ce lien ne sert plus", message, advice)
    if request.method == "POST":
        # Here and not at the end: who has a second factor is asked it next, and the link must not serve again.
        update_last_login(User, person)
        record_authentication(request, person, "mail")
        after = _next(request, request.POST.get("suite", ""))
        answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=after)
        return answer
    context = {"after": _next(request, request.GET.get("suite", "")), "person": person.email}
    return render(request, "members/sign_in/enter.html", context)


@writing
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out."""
    person = request.user.pk
    logout(request)
    response = HttpResponseRedirect(reverse(door(request).leaving))
    kept.leave(person, response, door(request).path)
    return response
