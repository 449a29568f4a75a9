"""A walk through the demonstration: a visitor, the animatrice and the administratrice follow the links they find.

One address a route and a person; each page answers, and can be read by anybody (`tests/web/light.py`); each route of
the site was reached, or is in a short list that says why not.
"""

from collections import deque
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from maillage.config.demonstration import enter
from maillage.observatory import door
from maillage.web.gate.access import walk
from maillage.web.urls import urlpatterns
from tests.web.light import Reader, flaws

# Where each goes: what is shown to everybody is looked at once.
WHO = {"": "/", "animatrice": "/piloter", "administratrice": "/piloter"}
# What no link of a page leads to, and why.
UNREACHED: dict[str, str] = {}


def route_of(address: str) -> str | None:
    """The route of an address; none for one that is not of this site."""
    try:
        return resolve(urlsplit(address).path).route.replace("^", "")
    except Resolver404:
        return None


class Walk:
    """Somebody who follows links: the routes reached, and what is wrong on the way."""

    def __init__(self, client: Client, inside: str) -> None:
        self.client, self.inside = client, inside
        self.reached: set[str] = set()
        self.wrong: list[str] = []

    def go(self, *starts: str) -> None:
        todo = deque(starts)
        while todo:
            address = todo.popleft()
            route = route_of(address)
            if route is not None and route not in self.reached and address.startswith(self.inside):
                self.reached.add(route)
                todo += self.links(address)

    def links(self, address: str) -> list[str]:
        """Where a page leads, once looked at."""
        answer = self.client.get(address)
        if answer.status_code in (301, 302, 303):
            return [urljoin(address, answer["Location"])]
        if answer.status_code != 200:
            self.wrong.append(f"{address}: {answer.status_code}")
            return []
        text = answer.getvalue()
        if not answer.get("Content-Type", "").startswith("text/html"):
            return []
        body = text.decode()
        self.wrong += [f"{address}: {one}" for one in flaws(body, whole=not address.startswith("/integrer/"))]
        found = (urldefrag(urljoin(address, link))[0] for link in Reader(body).links)
        return [link for link in found if link.startswith("/")]


@pytest.fixture
def demonstration(reading: Any, demo_home: Path, settings: Any, db: None) -> Client:
    """A visitor of the demonstration, with all that it holds."""
    client: Client = reading(demo_home)
    settings.MAILLAGE_DEMONSTRATION = True
    enter(door.current(demo_home), timezone.localdate())
    return client


def test_every_page_is_reached_by_links_answers_and_can_be_read(demonstration: Client) -> None:
    reached: set[str] = set()
    wrong: list[str] = []
    for role, inside in WHO.items():
        walker = Walk(Client(headers={"host": "localhost"}), inside)
        if role:
            walker.client.post("/piloter/demonstration/entrer", {"role": role})
        walker.go(inside)
        reached |= walker.reached
        wrong += [f"{role}: {one}" for one in walker.wrong]
    assert wrong == []
    every = {route.replace("^", "") for route, _ in walk(urlpatterns)}
    assert sorted(every - reached - set(UNREACHED)) == []
    assert sorted(set(UNREACHED) & reached) == []
