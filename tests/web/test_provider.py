"""Signing in by OpenID Connect, against a real provider: in when a role was given to that address, and only then."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client

from maillage.config.signing import Provider, provider
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from tests.serving import free_port
from tests.web.signing import by_mail, enrolled, visitor

pytestmark = pytest.mark.more

GO = "/piloter/connexion/fournisseur?suite=/prevu"
ADA = "ada@exemple.fr"

PEOPLE = (
    {"sub": "ada-1", "email": ADA.upper(), "email_verified": True},
    {"sub": "eve-2", "email": ADA, "email_verified": False},
    {"sub": "bob-3", "email": "bob@exemple.fr"},
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider, in a process of its own, that knows three people: it did not check the address of one."""
    port = free_port()
    told = [part for one in PEOPLE for part in ("--user-claims", json.dumps(one))]
    program = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--require-nonce",
        "true",
        "--port",
        str(port),
    ]
    with subprocess.Popen([*program, *told], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://localhost:{port}"
        for _ in range(300):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=10)
                break
            except requests.ConnectionError:
                assert server.poll() is None, "the provider did not start"
                time.sleep(0.1)
        yield address
        server.terminate()


@pytest.fixture
def known(site: Client, db: None, settings: Any, issuer: str) -> None:
    chosen = Provider(issuer, "maillage", "secret", "ProConnect")
    settings.MAILLAGE_OIDC, settings.SOCIALACCOUNT_PROVIDERS = chosen, chosen.known
    describe("Équipe", Described(kind="equipe", territory="region:27"))
    join(ADA, "Équipe", "contributeur")


def asked(client: Client, sub: str) -> str:
    """Goes to the provider, says who one is, and gives the address it leads back to."""
    led = client.get(GO)
    assert led.status_code == 302
    answer = requests.post(led["Location"], data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def test_it_is_offered_where_it_is_set_only(known: None, settings: Any) -> None:
    assert "ProConnect" in visitor().get("/piloter/connexion").content.decode()
    settings.MAILLAGE_OIDC = Provider()
    assert "fournisseur" not in visitor().get("/piloter/connexion").content.decode()
    assert visitor().get(GO).status_code == 404


def test_a_member_enters_and_is_known_again_by_the_name_the_provider_gives(known: None) -> None:
    for _ in range(2):
        client = visitor()
        led = client.get(asked(client, "ada-1"))
        assert led["Location"] == "/prevu"
        assert client.get("/piloter").status_code == 200
    assert User.objects.count() == 1


def test_nobody_else_enters(known: None) -> None:
    for sub in ("eve-2", "bob-3"):
        client = visitor()
        refused = client.get(asked(client, sub))
        assert refused.status_code == 403
        assert "Aucune organisation" in refused.content.decode()
        assert client.get("/piloter").status_code == 302
    assert User.objects.count() == 1


def test_an_answer_that_was_not_asked_from_here_is_refused(known: None) -> None:
    client = visitor()
    back = asked(client, "ada-1")
    stranger = visitor()
    assert stranger.get(back).status_code == 403
    assert stranger.get("/piloter").status_code == 302
    assert client.get("/piloter/connexion/fournisseur/retour?error=access_denied&state=x").status_code == 403


def test_renouncing_at_the_provider_leads_to_a_page(known: None) -> None:
    client = visitor()
    state = parse_qs(urlsplit(client.get(GO)["Location"]).query)["state"][0]
    answer = client.get(f"/piloter/connexion/fournisseur/retour?error=access_denied&state={state}")
    assert answer.status_code == 403
    assert "renoncé" in answer.content.decode()


@pytest.mark.second_factor
def test_the_second_factor_is_asked_after_the_provider_too(known: None, transactional_db: None) -> None:
    join(ADA, "Équipe", "administrateur")
    client, _ = by_mail(ADA)
    enrolled(client)
    again = visitor()
    assert again.get(asked(again, "ada-1"))["Location"] == "/piloter/connexion/code"
    assert again.get("/piloter").status_code == 302


def test_a_provider_that_does_not_answer_is_a_page(known: None, settings: Any) -> None:
    dead = Provider("http://localhost:9", "maillage", "secret", "ProConnect")
    settings.MAILLAGE_OIDC, settings.SOCIALACCOUNT_PROVIDERS = dead, dead.known
    answer = visitor().get(GO)
    assert answer.status_code == 503
    assert "ProConnect ne répond pas" in answer.content.decode()


def test_its_settings_come_whole_or_not_at_all() -> None:
    whole = {"MAILLAGE_OIDC_ISSUER": "https://fi.exemple.fr/", "MAILLAGE_OIDC_CLIENT": "a"}
    assert provider({}).known == {}
    with pytest.raises(UsageError, match="SECRET"):
        provider(whole)
    told = provider({**whole, "MAILLAGE_OIDC_SECRET": "s"})
    assert (told.issuer, told.name) == ("https://fi.exemple.fr", "fi.exemple.fr")
    assert "'s'" not in repr(told)
    with pytest.raises(UsageError, match="adresse complète"):
        provider({**whole, "MAILLAGE_OIDC_SECRET": "s", "MAILLAGE_OIDC_ISSUER": "ftp://x"})
