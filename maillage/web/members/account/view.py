"""One's account. A member comes asking how to sign in safely; they leave with a second factor, and spare codes for the
day when the telephone is lost.

The steps are allauth's; what is shown, how many times one may try, and that a code serves once are ours.
"""

from contextlib import suppress
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from maillage.directory import second_factor
from maillage.directory.models import Role
from maillage.directory.notices import choosing
from maillage.directory.notices.models import Rhythm
from maillage.directory.rights import memberships
from maillage.kernel.errors import UsageError
from maillage.web.forms import bind
from maillage.web.gate.access import OFFICE, arriving, inside, writing
from maillage.web.members.telling import tell_removal

_SIX = "Les six chiffres que montre votre application, ou un code de secours."


class _Once:
    """A code is tried a few times, and serves once."""

    user: Any
    fields: Any

    def clean_code(self) -> str:
        """Called by Django. Raises ValidationError."""
        second_factor.may_try(self.user)
        code: str = super().clean_code()  # type: ignore[misc]
        second_factor.serves_once(self.user, code)
        return code

    def _say(self) -> None:
        self.fields["code"].label = "Votre code"
        self.fields["code"].help_text = _SIX
        self.fields["code"].max_length = 20


class Code(_Once, AuthenticateForm):
    """The code that ends signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say()


class Again(_Once, ReauthenticateForm):
    """The code asked again before what changes the account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say()


class First(_Once, ActivateTOTPForm):
    """The first code of an application: it shows that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say()
        self.fields["code"].help_text = "Les six chiffres que votre application montre maintenant."


class Away(DeactivateTOTPForm):
    """Takes the second factor away, unless a role asks it."""

    def clean(self) -> Any:
        """Called by Django. Raises ValidationError."""
        if second_factor.asked_of(self.authenticator.user):
            raise ValidationError("Votre rôle demande un second facteur : il ne peut pas être retiré.")
        return super().clean()


class _Shown:
    """Puts a form in our parts, and answers 422 when it is refused."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Called by Django."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | bind.shown(context["form"])

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        """Called by Django."""
        status = 422 if context["wrong"] and self.request.method == "POST" else 200  # type: ignore[attr-defined]
        return super().render_to_response(context, status=status, **kwargs)  # type: ignore[misc]


class _Authenticate(_Shown, AuthenticateView):
    form_class = Code
    template_name = "members/account/code.html"


class _Confirm(_Shown, ReauthenticateView):
    form_class = Again
    template_name = "members/account/confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = self.request.POST.get("next") or self.request.GET.get("next", "")
        return super().get_context_data(**kwargs) | {
            "after": address if inside(address, office=True) else reverse("mfa_index")
        }


class _Enrol(_Shown, ActivateTOTPView):
    form_class = First
    template_name = "members/account/enrol.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        person: Any = request.user
        if not second_factor.has(person):
            return super().dispatch(request, *args, **kwargs)
        after = request.GET.get("next", "")
        after = after if inside(after, office=True) else reverse("mfa_index")
        if second_factor.given(request):
            return HttpResponseRedirect(after)
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': after})}")

    def form_valid(self, form: Any) -> Any:
        answer = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp", reauthenticated=True)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        secret = str(context["form"].secret)
        spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        asked = second_factor.asked_of(self.request.user)
        return context | {"secret": spaced, "asked": asked}


class _Remove(_Shown, DeactivateTOTPView):
    form_class = Away
    template_name = "members/account/remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> Any:
        person: Any = self.request.user
        answer = super().form_valid(form)
        second_factor.note_removal(person, person)
        # Done all the same when the mail cannot leave: the journal has it.
        with suppress(UsageError):
            tell_removal(person, person)
        return answer


class _Codes(ViewRecoveryCodesView):
    template_name = "members/account/codes.html"


class _NewCodes(_Shown, GenerateRecoveryCodesView):
    template_name = "members/account/new_codes.html"
    success_url = reverse_lazy("mfa_view_recovery_codes")


@arriving
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What one is here, and whether the account has a second factor."""
    person: Any = request.user
    held = memberships(person)
    mails = choosing.choice(person)
    spare = Authenticator.objects.filter(user=person, type=Authenticator.Type.RECOVERY_CODES).first()
    context = {
        "roles": [
            (membership.organisation, Role(membership.role).label, membership.strategy, membership.function)
            for membership in held
        ],
        "said": "dit" in request.GET,
        "rhythm": Rhythm(mails.rhythm).label,
        "reminders": mails.reminders,
        "has": second_factor.has(person),
        "asked": second_factor.asked(held),
        "left": len(spare.wrap().get_unused_codes()) if spare else 0,
    }
    return render(request, "members/account/account.html", context)


@writing
def authenticate(request: HttpRequest) -> Any:
    """After the link or the provider: the code, for who enrolled an application."""
    return _Authenticate.as_view()(request)


@arriving
def confirm(request: HttpRequest) -> Any:
    """The code again, before what changes the account."""
    person: Any = request.user
    if not second_factor.has(person):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    return _Confirm.as_view()(request)


@arriving
def enrol(request: HttpRequest) -> Any:
    """Sets up an application that gives codes; leaves with spare codes."""
    try:
        return _Enrol.as_view()(request)
    except ReauthenticationRequired:
        # A password of the back office, typed long ago: it is typed again.
        logout(request)
        return HttpResponseRedirect(f"{OFFICE}/login/?next={OFFICE}/")


@arriving
def remove(request: HttpRequest) -> Any:
    """Takes the second factor away, for who is not asked one."""
    return _sure(_Remove.as_view(), request)


@arriving
def codes(request: HttpRequest) -> Any:
    """The spare codes, to print."""
    return _sure(_Codes.as_view(), request)


@arriving
def new_codes(request: HttpRequest) -> Any:
    """Other spare codes: the former ones serve no more."""
    return _sure(_NewCodes.as_view(), request)


def _sure(view: Any, request: HttpRequest) -> Any:
    """The view for who just gave a code; otherwise the page that asks it, which leads back, or that sets one up."""
    person: Any = request.user
    if not second_factor.has(person):
        return HttpResponseRedirect(reverse("mfa_activate_totp"))
    try:
        return view(request)
    except ReauthenticationRequired:
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")
