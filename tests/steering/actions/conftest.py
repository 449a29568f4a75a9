"""A strategy with its tree, three organisations, and people who may do different things."""

from datetime import date
from typing import Any

import pytest

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Organisation, User
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action
from maillage.steering.strategies.models import Edition, Node, State, Strategy

TODAY = date(2026, 11, 22)


@pytest.fixture
def strategy(db: None) -> Strategy:
    """« Essai », held by the region of the samples, public: one enjeu, two orientations, one principle."""
    organisation, _ = describe("Région Essai", Described(territory="region:27"))
    describe("Syndicat Essai", Described(territory="departement:25"))
    made = Strategy.objects.create(
        slug="essai", title="Stratégie d’essai", level="region", organisation=organisation, shown=True
    )
    edition = Edition.objects.create(
        strategy=made,
        name="2026",
        state=State.IN_FORCE,
        level_names=[["enjeu", "enjeux"], ["orientation", "orientations"]],
    )
    top = Node.objects.create(edition=edition, key="e1", number="1", title="Couvrir", rank=1)
    for rank, title in ((1, "Fibre partout"), (2, "Mobile partout")):
        Node.objects.create(
            edition=edition, key=f"o{rank}", number=f"1.{rank}", title=title, parent=top, depth=1, rank=rank + 1
        )
    Node.objects.create(edition=edition, key="p1", title="Inclusive", tag=True, rank=9)
    return made


@pytest.fixture
def people(strategy: Strategy) -> dict[str, User]:
    """One person for each role, by the role's name."""
    roles = {
        "equipe": ("Région Essai", "equipe"),
        "pilote": ("Syndicat Essai", "pilote"),
        "contributeur": ("Syndicat Essai", "contributeur"),
        "lecteur": ("Région Essai", "lecteur"),
    }
    return {name: join(f"{name}@exemple.fr", *held).person for name, held in roles.items()}


@pytest.fixture
def action(strategy: Strategy, people: dict[str, User]) -> Action:
    """A01, public, led by the syndicat, under way, due at the end of 2026, on the first orientation."""
    return make(strategy, "A01", title="Raccorder les écoles", lead=Organisation.objects.get(name="Syndicat Essai"))


def make(strategy: Strategy, code: str, **more: Any) -> Action:
    """An action of the strategy, saved as people save one."""
    usual: dict[str, Any] = {
        "title": f"Action {code}",
        "status": "en_cours",
        "visibility": "publique",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "started_on": date(2026, 1, 15),
    }
    nodes = more.pop("nodes", list(Node.objects.filter(key="o1")))
    made = Action(strategy=strategy, code=code, **usual | more)
    return saving.save(made, None, many={"nodes": nodes}, today=TODAY)
