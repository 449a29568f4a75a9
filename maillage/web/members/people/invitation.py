"""An invitation, on both sides: the mail that carries it, and the page where somebody who received it says yes."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from maillage.directory import governing
from maillage.directory.mail import absolute, letter, send_now
from maillage.directory.models import LASTS, Invitation, Role
from maillage.kernel.french import day
from maillage.web.forms.sender import INVITATION, refused
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import problem_page


def send(invitation: Invitation) -> None:
    """Send an invitation. Raises UsageError when the server of mails refuses."""
    words = {
        "link": absolute(reverse("people.invitation", args=[governing.token_of(invitation)])),
        "organisation_name": invitation.organisation.name,
        "role": Role(invitation.role).label.lower(),
        "inviter": str(invitation.invited_by or ""),
        "until": day(timezone.localtime(invitation.ends_at).date()),
    }
    send_now(letter("members/people/mail_invitation", invitation.email, "une invitation", words))


# The link carries its own proof. Opening it changes nothing, as programs that check mails open them all.
@csrf_exempt
@writing
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to, and a button that says yes; alike for all links that do not work, or work no more.

    The link opens a new account. It is no key to one that exists: its holder signs in, and nobody else says yes.
    """
    if request.method == "POST":
        late = refused(request, INVITATION, token)
        if late:
            return late
    invitation = governing.invitation_of(token)
    here: Any = request.user
    stranger = here.is_authenticated and invitation is not None and here.email != invitation.email
    known = invitation is not None and governing.known(invitation)
    away = stranger or (known and not here.is_authenticated)
    if invitation is not None and request.method == "POST" and not away:
        person = governing.accept(invitation)
        if person is not None and here.is_authenticated:
            return HttpResponseRedirect(reverse("desk"))
        if person is not None:
            record_authentication(request, person, "mail")
            answer: HttpResponse = perform_login(
                request, person, email_verification="none", redirect_url=reverse("desk")
            )
            return answer
        invitation = None
    if invitation is None:
        message = f"Il sert une seule fois, pendant {LASTS.days} jours."
        advice = "Demandez une autre invitation, ou connectez-vous si vous avez déjà dit oui."
        return problem_page(request, 410, "Ce lien ne sert plus", message, advice)
    context = {
        "organisation": invitation.organisation,
        "role": Role(invitation.role).label,
        "until": day(timezone.localtime(invitation.ends_at).date()),
        "stranger": stranger,
        "away": away,
        "known": known,
        "sign_in": f"{reverse('account_login')}?{urlencode({'suite': request.path})}",
    }
    status = 403 if away and request.method == "POST" else 200
    return render(request, "members/people/invitation.html", context, status=status)
