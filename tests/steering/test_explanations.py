"""A team signs a sentence beside an automatic headline; it goes when the headline changes, and nobody else signs."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Organisation, User
from maillage.kernel.territory import Ref, Territory
from maillage.observatory.door import current
from maillage.steering import versions
from maillage.steering.explanations import published, signing
from maillage.steering.explanations.models import Explanation
from maillage.steering.explanations.published import Subject
from maillage.steering.strategies.models import Strategy

pytestmark = pytest.mark.django_db(transaction=True)
REGION = Ref.parse("region:27")
SUBJECT = Subject("region:27", "seuil", "2026-T2", "3 communes ont passé 90 %")


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.MAILLAGE_HOME = tmp_path
    return tmp_path


@pytest.fixture
def place(release_home: Path) -> Territory:
    return current(release_home).territory(REGION)


@pytest.fixture
def strategy(db: None) -> Strategy:
    describe("Région Essai", Described(territory="region:27"))
    holder = Organisation.objects.get(name="Région Essai")
    return Strategy.objects.create(
        slug="essai",
        title="Stratégie d’essai",
        level="region",
        shown=True,
        organisation=holder,
        territories="region:27",
    )


def person(role: str, organisation: str = "Région Essai", kind: str = "") -> User:
    if kind:
        describe(organisation, Described(kind=kind))
    join(f"{role}@{len(organisation)}.fr", organisation, role)
    return User.objects.get(email=f"{role}@{len(organisation)}.fr")


def written(strategy: Strategy, words: str = "Le recrutement a repris en mai.") -> Explanation:
    return Explanation(strategy=strategy, words=words, name="Ada Martin", role="directrice du numérique")


def test_a_signed_sentence_is_read_beside_its_headline_and_nowhere_else(strategy: Strategy, place: Territory) -> None:
    signing.sign(written(strategy), SUBJECT, place, person("equipe"))
    signed = published.beside(REGION, "seuil", "2026-T2", "3 communes ont passé 90\u202f%")
    assert signed
    assert (signed.words, signed.name, signed.on) == ("Le recrutement a repris en mai.", "Ada Martin", date.today())
    for other in (
        SUBJECT._replace(headline="4 communes ont passé 90 %"),
        SUBJECT._replace(period="2026-T3"),
        SUBJECT._replace(about="arret"),
        SUBJECT._replace(territory="departement:25"),
    ):
        assert published.beside(Ref.parse(other.territory), other.about, other.period, other.headline) is None


def test_only_the_team_of_a_public_strategy_of_the_place_signs(strategy: Strategy, place: Territory) -> None:
    for role in ("lecteur", "contributeur", "pilote", "secretaire"):
        with pytest.raises(PermissionDenied):
            signing.sign(written(strategy), SUBJECT, place, person(role))
    describe("Autre", Described())
    with pytest.raises(PermissionDenied):
        signing.sign(written(strategy), SUBJECT, place, person("equipe", "Autre"))
    member = person("equipe")
    strategy.territories = "departement:25"
    strategy.save()
    with pytest.raises(PermissionDenied):
        signing.sign(written(strategy), SUBJECT, place, member)
    strategy.territories, strategy.shown = "region:27", False
    strategy.save()
    with pytest.raises(PermissionDenied):
        signing.sign(written(strategy), SUBJECT, place, member)
    assert not Explanation.objects.exists()


def test_a_sentence_says_something_and_two_people_lose_nothing(strategy: Strategy, place: Territory) -> None:
    member = person("equipe")
    with pytest.raises(ValidationError, match="trois mots"):
        signing.sign(written(strategy, "Oui."), SUBJECT, place, member)
    kept = written(strategy)
    signing.sign(kept, SUBJECT, place, member)
    seen = versions.version(kept)
    signing.sign(kept, SUBJECT, place, member, seen)
    with pytest.raises(versions.Stale):
        signing.sign(kept, SUBJECT, place, member, seen)
    assert [str(record.history_user) for record in kept.history.all()] == [str(member)] * 2


def test_a_sentence_is_taken_back_and_one_of_a_hidden_strategy_is_not_read(
    strategy: Strategy, place: Territory
) -> None:
    member, kept = person("equipe"), written(strategy)
    signing.sign(kept, SUBJECT, place, member)
    with pytest.raises(PermissionDenied):
        signing.withdraw(kept, person("pilote"))
    strategy.shown = False
    strategy.save()
    assert published.beside(REGION, "seuil", "2026-T2", SUBJECT.headline) is None
    strategy.shown = True
    strategy.save()
    assert published.beside(REGION, "seuil", "2026-T2", SUBJECT.headline)
    signing.withdraw(kept, member)
    assert published.beside(REGION, "seuil", "2026-T2", SUBJECT.headline) is None


def test_an_administrator_of_the_site_alone_turns_the_electoral_period(strategy: Strategy) -> None:
    assert not published.electoral()
    for who in (person("equipe"), person("administrateur")):
        with pytest.raises(PermissionDenied):
            signing.turn(True, who)
    ruler = person("administrateur", "Équipe projet", "equipe")
    signing.turn(True, ruler)
    assert published.electoral()
    signing.turn(False, ruler)
    assert not published.electoral()
