"""A public page is made once for everybody, until what it depends on changes; what is anybody's own is never kept."""

from pathlib import Path
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
    assert len(list((Path(settings.MAILLAGE_HOME) / pages.FOLDER).iterdir())) == 1
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


def test_pages_are_bounded_and_heavy_ones_are_not_kept(
    site: Client, settings: Any, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages._store.cache_clear()
    monkeypatch.setattr(pages, "MOST", 3)
    for rank in range(8):
        site.get(f"{PLACE}?a={rank}")
    assert 0 < len(list((Path(settings.MAILLAGE_HOME) / pages.FOLDER).rglob("*.djcache"))) <= 3
    pages._store.cache_clear()
    monkeypatch.setattr(pages, "HEAVIEST", len(site.get(PLACE).content) - 1)
    pages.forget()
    counts = []
    for _ in range(2):
        site.get(PLACE)
        counts.append(len(made))
    assert counts[1] > counts[0]


def test_a_page_is_never_given_for_another_whose_file_has_the_same_name(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages.FileBasedCache, "_key_to_file", lambda self, *_: f"{self._dir}/same.djcache")
    assert site.get(PLACE).content != site.get("/sources").content
    assert "Les sources" in site.get("/sources").content.decode()


def test_a_home_that_cannot_keep_pages_still_gives_them(site: Client, settings: Any) -> None:
    # A file where the folder would be: nothing can be written under it, whoever tries.
    folder = Path(settings.MAILLAGE_HOME) / pages.FOLDER
    folder.write_text("")
    try:
        assert [site.get(PLACE).status_code for _ in range(2)] == [200, 200]
    finally:
        folder.unlink()
