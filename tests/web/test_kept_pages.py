"""A public page is made once for everybody, until what it depends on changes; what is anybody's own is never kept."""

from typing import Any

import pytest
from django.test import Client

from maillage.web.gate import pages
from tests.web.signing import visitor

HOME, PLACE = "/", "/territoires/region/27"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of pages that were made."""
    from django.template.backends import django as engine

    drawn: list[str] = []
    render = engine.Template.render

    def noted(self: Any, *given: Any, **named: Any) -> Any:
        drawn.append(self.template.name)
        return render(self, *given, **named)

    monkeypatch.setattr(engine.Template, "render", noted)
    return drawn


def test_a_public_page_is_made_once_and_is_the_same_for_the_next_reader(site: Client, made: list[str]) -> None:
    first = site.get(PLACE)
    count = len(made)
    assert count > 0
    second = visitor().get(PLACE)
    assert len(made) == count
    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())
    # Only its head is asked for.
    head = site.head(PLACE)
    assert (len(made), head.content, head["Content-Length"]) == (count, b"", str(len(first.content)))


def test_another_day_another_text_or_another_question_is_another_page(
    site: Client, settings: Any, made: list[str]
) -> None:
    site.get(PLACE)
    count = len(made)
    settings.MAILLAGE_OPERATOR = "La Région"
    assert "La Région" in site.get(PLACE).content.decode()
    assert len(made) > count
    # What was answered before is forgotten.
    assert len(pages._pages) == 1
    count = len(made)
    site.get(f"{PLACE}?periode=2018-T1")
    assert len(made) > count


def test_what_is_ones_own_and_what_is_wrong_is_made_each_time(site: Client, made: list[str]) -> None:
    for address in ("/suivre", "/indicateurs/rien"):
        counts = []
        for _ in range(2):
            site.get(address)
            counts.append(len(made))
        assert counts[1] > counts[0] > 0


def test_who_may_frame_a_page_is_said_each_time(site: Client) -> None:
    address = "/integrer/carte/taux_locaux_raccordables_ftth"
    first, second = site.get(address), site.get(address)
    assert first.status_code == 200
    assert dict(first.items()) == dict(second.items())
    assert "X-Frame-Options" not in second
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]


def test_pages_asked_longest_ago_go_first_and_heavy_ones_are_not_kept(
    site: Client, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    weight = len(site.get(PLACE).content)
    pages.forget()
    monkeypatch.setattr(pages, "MOST", 2 * weight)
    for address in (PLACE, f"{PLACE}?a=1", PLACE, f"{PLACE}?a=2"):
        site.get(address)
    count = len(made)
    site.get(PLACE)
    assert len(made) == count
    site.get(f"{PLACE}?a=1")
    assert len(made) > count
    monkeypatch.setattr(pages, "HEAVIEST", weight - 1)
    pages.forget()
    counts = []
    for _ in range(2):
        site.get(PLACE)
        counts.append(len(made))
    assert counts[1] > counts[0]
