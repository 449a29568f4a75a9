"""Signing in by OpenID Connect: to the operator's provider, and back with what it says."""

from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_safe
from requests import RequestException

from maillage.kernel.errors import UsageError
from maillage.web.gate.access import inside, writing
from maillage.web.gate.observatory import problem_page
from maillage.web.members.sign_in.adapters import DIRECT, Connect


def _connect(request: HttpRequest) -> Connect:
    if not settings.MAILLAGE_OIDC.issuer:
        raise UsageError("Ce site n’a pas de fournisseur d’identité.")
    return Connect(request, settings.MAILLAGE_OIDC.key)


# A link, not a form: « form-action 'self' » lets no form lead to another site.
@writing
@require_safe
def go(request: HttpRequest) -> HttpResponseBase:
    """To the page of the provider, with what proves on the way back that it was asked from here."""
    after = request.GET.get("suite", "")
    nonce = get_random_string(32)
    try:
        answer: HttpResponseBase = (
            _connect(request)
            .get_provider()
            .redirect(
                request,
                process=AuthProcess.LOGIN,
                next_url=after if inside(after) else settings.LOGIN_REDIRECT_URL,
                data={"nonce": nonce},
                auth_params={"nonce": nonce},
            )
        )
    except (RequestException, ValueError):
        said = f"{settings.MAILLAGE_OIDC.name} ne répond pas."
        return problem_page(request, 503, "Connexion impossible", said, DIRECT)
    return answer


@writing
@require_safe
def back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """What the provider answers: one is in, or told why not."""
    answer: HttpResponseBase = OAuth2CallbackView.adapter_view(_connect(request))(request)
    return answer
