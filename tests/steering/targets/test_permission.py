"""Who gives a value of an indicator: who is named, who answers for it, and where."""

import pytest

from maillage.directory.joining import Described, describe
from maillage.directory.models import Membership, Organisation, User
from maillage.kernel.territory import Ref
from maillage.steering.rights import Act
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets.models import Sheet
from maillage.steering.targets.permission import may, values_in

pytestmark = pytest.mark.django_db
DOUBS, JURA = Ref.parse("departement:25"), Ref.parse("departement:39")


def holding(organisation: Organisation, **limits: str) -> User:
    """Somebody who contributes to an organisation, within these limits."""
    person = User.objects.create_user(f"{len(User.objects.all())}@exemple.fr")
    Membership.objects.create(person=person, organisation=organisation, role="contributeur", **limits)
    return person


@pytest.fixture
def answering(sheet: Sheet) -> Organisation:
    """The organisation that answers for the sheet, and holds nothing of its strategy."""
    organisation, _ = describe("Hub Essai", Described(territory="departement:39"))
    sheet.owner = organisation
    sheet.save()
    return organisation


def test_the_team_gives_a_value_everywhere(sheet: Sheet, people: dict[str, User]) -> None:
    assert values_in(people["equipe"], sheet, [DOUBS, JURA]) == [DOUBS, JURA]
    assert may(people["equipe"], Act.SHAPE, sheet)


def test_a_reader_and_a_stranger_give_none(sheet: Sheet, people: dict[str, User]) -> None:
    for person in (people["lecteur"], holding(describe("Ailleurs", Described())[0])):
        assert values_in(person, sheet, [DOUBS, JURA]) == []
        assert not may(person, Act.VALUE, sheet)


def test_who_answers_for_it_gives_a_value_everywhere_and_shapes_nothing(sheet: Sheet, answering: Organisation) -> None:
    person = holding(answering)
    assert values_in(person, sheet, [DOUBS, JURA]) == [DOUBS, JURA]
    assert may(person, Act.VALUE, sheet)
    assert not may(person, Act.SHAPE, sheet)


def test_a_role_held_for_a_territory_gives_a_value_there_and_nowhere_else(
    sheet: Sheet, answering: Organisation
) -> None:
    person = holding(answering, territories="departement:25")
    assert values_in(person, sheet, [DOUBS, JURA]) == [DOUBS]


def test_a_role_held_for_another_strategy_gives_no_value(
    sheet: Sheet, strategy: Strategy, answering: Organisation
) -> None:
    other = Strategy.objects.create(slug="autre", title="Autre", level="region")
    assert values_in(holding(answering, strategy=other.slug), sheet, [DOUBS]) == []
    assert values_in(holding(answering, strategy=strategy.slug), sheet, [DOUBS]) == [DOUBS]


def test_who_a_sheet_names_gives_its_value_until_the_last_role_is_taken_back(
    sheet: Sheet, people: dict[str, User]
) -> None:
    sheet.person = people["lecteur"]
    sheet.save()
    assert values_in(people["lecteur"], sheet, [DOUBS]) == [DOUBS]
    assert may(people["lecteur"], Act.VALUE, sheet)
    assert not may(people["lecteur"], Act.SHAPE, sheet)
    Membership.objects.filter(person=people["lecteur"]).delete()
    assert values_in(people["lecteur"], sheet, [DOUBS]) == []
    assert not may(people["lecteur"], Act.VALUE, sheet)
