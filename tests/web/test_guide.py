"""« Add a form » is proved: what it says to write is written, and saves, refuses, shows both texts."""

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client, override_settings
from django.urls import reverse

import maillage.steering
import maillage.web.steer
from maillage.directory.joining import Described, describe, join
from maillage.steering.strategies.models import Strategy
from maillage.web.urls import urlpatterns
from tests.web.words import words

GUIDE = Path(__file__).parents[2] / "docs" / "add-a-form.md"
BLOCK = re.compile(r"^`(maillage/[\w/.]+)`[^\n]*\n(?:[^\n`#][^\n]*\n)*\n```(?:python|html)\n(.*?)^```$", re.M | re.S)


def written(folder: Path) -> list[str]:
    """The files that the guide says to write, written in a folder; their names."""
    blocks = BLOCK.findall(GUIDE.read_text("utf-8"))
    for name, text in blocks:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "maillage" / "web" / "steer" / "summary" / "__init__.py").touch()
    return [name for name, _ in blocks]


@pytest.fixture
def client(tmp_path: Path, site: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """Somebody of the team of a strategy, on a site that has what the guide adds."""
    assert len(written(tmp_path)) == 4
    for package in (maillage.steering, maillage.web.steer):
        folder = tmp_path.joinpath(*package.__name__.split("."))
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    routes = ModuleType("routes_of_the_guide")
    routes.urlpatterns = [*import_module("maillage.web.steer.summary.urls").urlpatterns, *urlpatterns]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, routes.__name__, routes)
    first, *others = settings.TEMPLATES
    templates = [{**first, "DIRS": [*first["DIRS"], tmp_path / "maillage" / "web"]}, *others]
    region, _ = describe("Région Essai", Described(territory="region:27"))
    Strategy.objects.create(slug="essai", title="Essai", level="region", organisation=region, summary="Au début.")
    with override_settings(ROOT_URLCONF=routes.__name__, TEMPLATES=templates):
        yield signed_in("ada")
    engines._engines = {}
    for name in [name for name in sys.modules if "steer.summary" in name or name == "maillage.steering.summaries"]:
        del sys.modules[name]


def signed_in(name: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(join(f"{name}@exemple.fr", "Région Essai", "equipe").person)
    return client


def form(answer: Any) -> dict[str, str]:
    return {name: answer.context[name] for name in ("version", "base")}


def test_the_page_of_the_guide_saves_refuses_and_shows_both_texts(client: Client) -> None:
    page = reverse("summary", args=["essai"])
    first = form(client.get(page))
    wrong = client.post(page, first | {"summary": "Trop court"})
    assert wrong.status_code == 422
    assert "Dites-le en trois mots au moins." in words(wrong)
    bob = signed_in("bob")
    assert bob.post(page, first | {"summary": "Le texte de Bob"}).status_code == 302
    second = client.post(page, first | {"summary": "Le texte d’Ada"})
    assert second.status_code == 409
    text = words(second)
    for said in ("bob@exemple.fr a enregistré", "Enregistré Le texte de Bob", "Écrit par vous Le texte d’Ada"):
        assert said in text
    assert Strategy.objects.get().summary == "Le texte de Bob"
    assert client.post(page, form(second) | {"summary": "Les deux textes"}).status_code == 302
    last = Strategy.objects.get().history.first()
    assert (last.summary, last.history_user.email) == ("Les deux textes", "ada@exemple.fr")


def test_who_may_not_shape_it_is_told_that_nothing_is_there(client: Client) -> None:
    reader = Client(headers={"host": "localhost"})
    reader.force_login(join("lea@exemple.fr", "Région Essai", "lecteur").person)
    assert reader.get(reverse("summary", args=["essai"])).status_code == 404
