"""A walk through the demonstration: a visitor, the animatrice and the administratrice follow the links they find.

One address a route and a person; each page answers, and can be read by anybody (`tests/web/light.py`); each route of
the site was reached, or is of a short list that says why not and which tests look at it.
"""

import re
from collections import deque
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from maillage.config.demonstration import enter
from maillage.kernel.visibility import Visibility
from maillage.observatory import door
from maillage.web.gate.access import walk
from maillage.web.urls import urlpatterns
from tests.web.light import Reader

# Where each goes: what is shown to everybody is looked at once.
WHO = {"": "/", "animatrice": "/piloter", "administratrice": "/piloter"}
# What no link of these pages leads to, and who looks at it instead.
UNREACHED = {
    r"\.(\(\?P<form>|json|svg|pmtiles|ics|pdf|jpg|js|xml|txt)": "a file, not a page: test_exports.py, test_tiles.py…",
    r"^api/v1/.": "read by machines: test_api.py",
    r"^(carte/morceau|sante)$": "read by a script or a machine: test_map.py, test_standing.py",
    r"\?P<token>": "the link of a mail: test_follow_page.py, test_people_pages.py, test_reply.py",
    r"^(adresse|(piloter/)?recherche)|^offres": "found by typing: test_address.py, test_search.py",
    r"^en-attendant/|^publications/": "of a commune that waits, of a figure: test_portrait_short.py, test_citing.py",
    r"^cout/connexion$": "of a site that does not show the cost to everybody: test_cost.py",
    r"^deposer/": "of the area where files are given: test_forms_deposits.py",
    r"^piloter/(personnes/.*)?choix": "read by a script: test_pickers.py, test_pickers_of_people.py",
    r"^integrer/": "shown in the pages of others: test_embed.py",
    r"^(contestations|prevu)": "of accounts not given here: test_challenge_page.py, test_planned.py",
    r"^(signaler|suivre)/": "what was just sent: test_report_page.py, test_follow_page.py",
    r"^piloter/compte/|^piloter/connexion/": "steps of signing in: test_second_factor.py, test_sign_in.py",
    r"^piloter/demonstration/courriels/": "no mail was sent: test_demonstration.py",
    r"^piloter/reunions/.*/envoyer/": "of a meeting that has points: test_documents.py, test_forms_committees.py",
    r"^piloter/discussions/": "of many messages, or of one just written: test_discussion_page.py",
    r"^piloter/decisions/.*/abandonner": "of one kind of decision: test_committees.py",
    r"^piloter/indicateurs/.*/saisie": "of an indicator that is typed: test_targets.py",
    r"^piloter/strategies/.*/(editions|elements)/": "of a draft, and here all is in force: test_strategies.py",
    r"^piloter/actions/echange/": "of a large workbook that was sent: test_workbook_sent.py, test_jobs_browser.py",
    r"^(piloter/)?travaux/": "of a large file: test_jobs_pages.py, test_jobs_browser.py",
    r"^ui/": "in development only: test_design.py",
}


def route_of(address: str) -> str | None:
    """The route of an address; none for one that is not of this site."""
    try:
        return resolve(urlsplit(address).path).route.replace("^", "")
    except Resolver404:
        return None


def example(route: str) -> str:
    """An address of a route, whatever its parts."""
    return "/" + re.sub(r"<(\w+:)?\w+>", "1", re.sub(r"\(\?P<\w+>.*?\)", "1", route)).strip("$").replace("\\", "")


class Walk:
    """Somebody who follows links: the routes reached, what is wrong on the way, the text of each page."""

    def __init__(self, client: Client, inside: str) -> None:
        self.client, self.inside = client, inside
        self.reached: set[str] = set()
        self.wrong: list[str] = []
        self.texts: dict[str, str] = {}

    def go(self, *starts: str) -> None:
        waiting = deque(starts)
        while waiting:
            address = waiting.popleft()
            route = route_of(address)
            if route is not None and route not in self.reached and address.startswith(self.inside):
                self.reached.add(route)
                waiting += self.links(address)

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
        self.texts[address] = text.decode()
        page = Reader(self.texts[address])
        self.wrong += [f"{address}: {one}" for one in page.flaws(whole=not address.startswith("/integrer/"))]
        inside = (urldefrag(urljoin(address, link))[0] for link in page.links)
        # Of the files of a list, that are one route, the lightest is taken.
        return sorted((link for link in inside if link.startswith("/")), key=lambda link: ".xlsx" in link)


@pytest.fixture
def demonstration(reading: Any, demo_home: Path, settings: Any, db: None) -> Client:
    """A visitor of the demonstration, with all that it holds."""
    client: Client = reading(demo_home)
    settings.MAILLAGE_DEMONSTRATION = True
    settings.MAILLAGE_COST_VISIBILITY = Visibility.PUBLIC
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
    assert not wrong, "\n".join(wrong)
    every = {route.replace("^", "") for route, _ in walk(urlpatterns)}
    every -= {route for route in every - reached if walker.client.get(example(route)).status_code == 405}
    missing = every - reached
    unsaid = [route for route in sorted(missing) if not any(re.search(one, route) for one in UNREACHED)]
    assert not unsaid, "\n".join(unsaid)
    assert [one for one in UNREACHED if not any(re.search(one, route) for route in missing)] == []
