"""Signing in as people do: the link of a mail, then the code of a telephone."""

import base64
import hmac
import re
import struct
import time
from hashlib import sha1
from typing import Any

from django.core import mail
from django.test import Client
from playwright.sync_api import Page


def visitor() -> Client:
    return Client(headers={"host": "localhost"})


def link_of(address: str) -> str:
    """The path of the last link that a mail carried below this address."""
    found: list[str] = re.findall(rf"http://localhost:8000({address}/\S+)", str(mail.outbox[-1].body))
    return found[0]


def by_mail(email: str, after: str = "/piloter") -> tuple[Client, Any]:
    """A visitor who opened the link of a mail, and where it led."""
    client = visitor()
    mail.outbox.clear()
    client.post("/piloter/connexion", {"email": email, "suite": after})
    link = link_of("/piloter/connexion")
    return client, client.post(link.partition("?")[0], {"suite": after})


def code(secret: str, later: int = 0) -> str:
    """What a telephone shows (RFC 6238), now or some half minutes later."""
    counter = int(time.time()) // 30 + later
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def enrolled(client: Client, after: str = "") -> tuple[str, list[str]]:
    """Sets up a telephone; gives its key and the spare codes."""
    page = client.get("/piloter/compte/second-facteur")
    secret = page.context["secret"].replace(" ", "")
    done = client.post("/piloter/compte/second-facteur", {"code": code(secret)})
    assert (done.status_code, done["Location"]) == (302, "/piloter/compte/codes")
    return secret, client.get("/piloter/compte/codes").context["unused_codes"]


def letter_link(page: Page, email: str, path: str) -> str:
    """The link below this path in the last mail that a site of demonstration kept for somebody."""
    page.goto("/piloter/demonstration/courriels")
    page.locator(".mailbox li", has_text=email).first.get_by_role("link").click()
    found: list[str] = re.findall(rf"{path}[^\s\"]+", page.locator(".letter").inner_text())
    return found[0]
