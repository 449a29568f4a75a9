"""The demonstration, tried. Somebody comes asking « qu’est-ce que cela donne ? »; they leave having been one of six
people, read the mails they would have had, and put everything back as it was.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.commons.editorial import first
from maillage.commons.offers import publication as offers
from maillage.directory import mailbox
from maillage.directory import playground as demonstration
from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.steering.actions import publication as actions
from maillage.steering.conventions import publication as conventions
from maillage.steering.desk.demonstration import Card, playable
from maillage.web.gate.access import writing


def _open() -> None:
    """Raises UsageError where this site is no demonstration."""
    if not demonstration.is_open():
        raise UsageError("Ce site n’est pas une démonstration.")


@writing
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Signs in as one of the six people, and leads where they begin."""
    _open()
    card = _card(request.POST.get("role", ""))
    person = User.objects.get(email=card.email)
    logout(request)
    record_authentication(request, person, "demonstration")
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=reverse(card.route))
    return answer


def _card(key: str) -> Card:
    for card in playable():
        if card.key == key:
            return card
    raise UsageError("La démonstration n’a pas cette personne. Choisissez-en une à la page de connexion.")


@writing
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """What the site would have sent."""
    _open()
    context = {"letters": mailbox.letters(), "most": mailbox.KEPT}
    return render(request, "members/demonstration/letters.html", context)


@writing
@require_safe
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """One message."""
    _open()
    kept = mailbox.letter(key)
    if kept is None:
        raise UsageError("Ce message n’est plus dans la boîte.")
    return render(request, "members/demonstration/letter.html", {"letter": kept})


@writing
@require_http_methods(["GET", "HEAD", "POST"])
def restart(request: HttpRequest) -> HttpResponse:
    """Asks, then puts back what people wrote as it was at the beginning."""
    _open()
    if request.method == "POST" and demonstration.may_restart():
        logout(request)
        demonstration.restart()
        mailbox.empty()
        first.install()
        offers.refresh()
        conventions.refresh()
        actions.refresh()
        return HttpResponseRedirect(f"{reverse('account_login')}?demonstration=remise")
    context = {"possible": demonstration.may_restart(), "letters": len(mailbox.letters())}
    return render(request, "members/demonstration/restart.html", context)
