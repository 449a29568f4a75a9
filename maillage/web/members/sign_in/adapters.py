"""What allauth asks of a site: how our people sign in, how their second factor is kept, what a provider may say."""

import base64
from io import BytesIO
from typing import Any, ClassVar

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from qrcode.image.svg import SvgPathFillImage

from maillage.directory.models import User
from maillage.directory.rights import memberships
from maillage.web.gate.access import inside
from maillage.web.gate.observatory import problem_page

DIRECT = "Demandez plutôt un lien par courriel, à la page de connexion."


class People(DefaultAccountAdapter):
    """Nobody signs up: one is invited."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": "Trop d’essais. Recommencez dans un quart d’heure."
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, request: HttpRequest, *details: Any, **more: Any) -> None:
        """Our pages say themselves what was done."""

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one may be led there after signing in: to the areas of members, and to the back office."""
        return bool(url) and inside(str(url), office=True)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """The page of an account that was closed."""
        return problem_page(request, 403, "Compte fermé", "Ce compte ne peut plus se connecter.", DIRECT)


class SecondFactor(DefaultMFAAdapter):
    """Keys of applications are kept under the key of the site: a copied database opens nothing."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Ce n’est pas le bon code. Prenez celui que votre application montre maintenant.",
        "cannot_delete_authenticator": "Votre rôle demande un second facteur : il ne peut pas être retiré.",
    }

    def get_totp_issuer(self) -> str:
        """What the application shows beside the code."""
        return settings.MAILLAGE_OPERATOR or "Maillage"

    def build_totp_svg(self, url: str) -> str:
        """Dark on white by night too: cameras read no other."""
        out = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(out)
        return out.getvalue().decode().partition("?>")[2]

    def encrypt(self, text: str) -> str:
        """As it is kept."""
        return _locker().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """As it was."""
        return _locker().decrypt(encrypted_text.encode()).decode()


def _locker() -> Fernet:
    key = salted_hmac("maillage.second_factor", "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


class Providers(DefaultSocialAccountAdapter):
    """Who a provider names is let in when a role was given to the address it says, and only then."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Called by allauth once the provider answered."""
        _check(request, sociallogin)
        if not sociallogin.is_existing:
            person = _named(sociallogin)
            if person is None:
                _stop(
                    request,
                    "Aucune organisation ne vous a donné de rôle à l’adresse que transmet votre fournisseur.",
                    "Demandez à l’administrateur de votre organisation de vous inviter à cette adresse.",
                )
            sociallogin.connect(request, person)
        if not memberships(sociallogin.user):
            _stop(request, "Votre compte n’est membre d’aucune organisation.", DIRECT)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Called by allauth when the provider refused, or could not be reached."""
        said = (
            "Vous avez renoncé à cette connexion."
            if error == AuthError.CANCELLED
            else f"{provider.name} n’a pas confirmé qui vous êtes."
        )
        _stop(request, said, DIRECT)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never."""
        return False


def _check(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Refuses an answer that was not asked from here, or whose two halves are not of the same person."""
    account: Any = sociallogin.account
    user, token = account.extra_data.get("userinfo") or {}, account.extra_data.get("id_token") or {}
    asked = (sociallogin.state.get("data") or {}).get("nonce")
    if not asked or token.get("nonce") != asked or user.get("sub", token.get("sub")) != token.get("sub"):
        _stop(request, "La réponse du fournisseur ne correspond pas à votre demande.", DIRECT)


def _named(sociallogin: SocialLogin) -> User | None:
    """The member at the address the provider says; nobody when it says that it did not check it."""
    account: Any = sociallogin.account
    claims = account.extra_data.get("userinfo") or account.extra_data.get("id_token") or {}
    email = str(claims.get("email") or "").strip().lower()
    if not email or claims.get("email_verified") is False:
        return None
    return User.objects.filter(email=email, is_active=True).first()


def _stop(request: HttpRequest, said: str, advice: str) -> None:
    raise ImmediateHttpResponse(problem_page(request, 403, "Connexion refusée", said, advice))


class Connect(OpenIDConnectOAuth2Adapter):
    """OpenID Connect, where what is told of somebody may be a signed token, as ProConnect's is."""

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        with Providers().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            answer.raise_for_status()
        if "jwt" not in answer.headers.get("Content-Type", ""):
            profile: dict[str, Any] = answer.json()
            return profile
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=answer.text,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=self.get_provider().app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims
