"""What an operator says of the way members sign in: read once, from the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from maillage.kernel.errors import UsageError

# Written twice, here and in `directory.models.Role`: settings are read before any model may be. A test compares them.
ROLES = ("lecteur", "contributeur", "pilote", "secretaire", "equipe", "administrateur")
NOBODY = "personne"


def second_factor(environment: Mapping[str, str]) -> frozenset[str]:
    """The roles that must give a second factor: MAILLAGE_SECOND_FACTOR, `administrateur` unless it says otherwise.

    `personne` alone asks it of nobody. Raises UsageError for what is no role.
    """
    text = environment.get("MAILLAGE_SECOND_FACTOR", "").strip() or "administrateur"
    roles = frozenset(text.replace(",", " ").split()) - {NOBODY}
    unknown = sorted(roles - set(ROLES))
    if unknown:
        known = ", ".join((*ROLES, NOBODY))
        raise UsageError(f"MAILLAGE_SECOND_FACTOR : rôle « {unknown[0]} » inconnu. Rôles : {known}.")
    return roles


@dataclass(frozen=True, slots=True)
class Provider:
    """Who may say who somebody is, by OpenID Connect. Without issuer, nobody but the link sent by mail."""

    issuer: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)
    name: str = ""
    key: str = "fournisseur"

    @property
    def known(self) -> dict[str, Any]:
        """As allauth wants it."""
        if not self.issuer:
            return {}
        settings = {"server_url": self.issuer, "scope": ["openid", "email"], "oauth_pkce_enabled": True}
        app = {
            "provider_id": self.key,
            "name": self.name,
            "client_id": self.client,
            "secret": self.secret,
            "settings": settings,
        }
        return {"openid_connect": {"APPS": [app]}}


def provider(environment: Mapping[str, str]) -> Provider:
    """MAILLAGE_OIDC_ISSUER, _CLIENT, _SECRET and _NAME, the four of them or none. Raises UsageError otherwise."""
    names = ("ISSUER", "CLIENT", "SECRET", "NAME")
    variables = {name: environment.get(f"MAILLAGE_OIDC_{name}", "").strip() for name in names}
    if not any(variables.values()):
        return Provider()
    missing = [name for name in names[:3] if not variables[name]]
    if missing:
        raise UsageError(f"MAILLAGE_OIDC_{missing[0]} manque : donnez aussi ISSUER, CLIENT et SECRET.")
    issuer = urlsplit(variables["ISSUER"])
    if issuer.scheme not in ("https", "http") or not issuer.hostname:
        raise UsageError("MAILLAGE_OIDC_ISSUER n’est pas une adresse complète. Elle commence par https://…")
    return Provider(
        variables["ISSUER"].rstrip("/"), variables["CLIENT"], variables["SECRET"], variables["NAME"] or issuer.hostname
    )
