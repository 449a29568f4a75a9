"""People are called by their name and function, found by them, and by their address where nothing else is known."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maillage.directory import governing, people
from maillage.directory.governing import Given
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Membership, Organisation, User
from maillage.directory.people import Named, introduce

pytestmark = pytest.mark.django_db


def named(email: str, name: str = "") -> User:
    return User.objects.create_user(email, name=name)


@pytest.fixture
def held() -> Membership:
    describe("Doubs", Described(territory="departement:25"))
    return join("ada@exemple.fr", "Doubs", "administrateur")


def test_somebody_is_called_by_their_name_and_by_their_address_without_one() -> None:
    assert str(named("a@exemple.fr", "Claire Delmas")) == "Claire Delmas"
    assert str(named("b@exemple.fr")) == "b@exemple.fr"


def test_a_list_to_choose_from_is_in_french_order_of_names_and_tells_two_of_the_same_name_apart() -> None:
    for email, name in (("z@exemple.fr", "Élodie Roy"), ("y@exemple.fr", ""), ("x@exemple.fr", "Zoé Roy")):
        named(email, name)
    named("w@exemple.fr", "Élodie Roy")
    labels = [people.label(person) for person in User.objects.order_by(people.by_name())]
    assert labels[-2:] == ["y@exemple.fr", "Zoé Roy (x@exemple.fr)"]
    assert set(labels[:2]) == {"Élodie Roy (z@exemple.fr)", "Élodie Roy (w@exemple.fr)"}


@pytest.mark.parametrize("text", ["A@exemple.fr", "  elodie   ROY ", "Élodie Roy (a@exemple.fr)"])
def test_one_person_is_found_by_address_by_name_whatever_the_accents_or_as_the_list_says(text: str) -> None:
    person = named("a@exemple.fr", "Élodie Roy")
    named("b@exemple.fr", "Zoé Roy")
    assert Named(User.objects.all()).find(text) == [person]


def test_a_name_that_two_people_have_finds_both_and_an_unknown_or_empty_one_nobody() -> None:
    both = [named("a@exemple.fr", "Élodie Roy"), named("b@exemple.fr", "elodie roy")]
    named("c@exemple.fr")
    known = Named(User.objects.order_by("pk"))
    assert known.find("Élodie Roy") == both
    assert (known.find("Paul Roy"), known.find(""), known.find("c")) == ([], [], [])


def test_one_says_ones_own_name_and_functions_and_the_change_is_signed(held: Membership) -> None:
    introduce(held.person, "  Ada   Brun ", {held.pk: " directrice\u00a0 du numérique "})
    kept = Membership.objects.get(pk=held.pk)
    assert (kept.person.name, kept.function) == ("Ada Brun", "directrice du numérique")
    assert people.presented(kept.person) == "directrice du numérique, Doubs"
    assert held.history.first().history_user == held.person  # type: ignore[attr-defined]


def test_nobody_says_the_function_of_another_and_then_nothing_is_written(held: Membership) -> None:
    other = join("bob@exemple.fr", "Doubs", "lecteur")
    with pytest.raises(PermissionDenied):
        introduce(held.person, "Ada", {other.pk: "chef"})
    assert (User.objects.get(pk=held.person.pk).name, Membership.objects.get(pk=other.pk).function) == ("", "")


@pytest.mark.parametrize("text", ["x" * 121, "ada@exemple.fr"])
def test_a_name_too_long_or_that_is_an_address_is_refused_beside_its_field(held: Membership, text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        introduce(held.person, text, {})
    assert [*refused.value.message_dict] == ["name"]
    with pytest.raises(ValidationError) as refused:
        introduce(held.person, "Ada", {held.pk: text})
    assert [*refused.value.message_dict] == [f"function-{held.pk}"]
    assert User.objects.get(pk=held.person.pk).name == ""


def test_an_invitation_brings_a_name_and_a_function_and_never_another_name(held: Membership) -> None:
    doubs = Organisation.objects.get()
    given = Given("lecteur", function="élue au numérique")
    new = governing.accept(governing.invite(held.person, "eve@exemple.fr", doubs, given, " Ève  Roy "))
    assert new is not None
    assert (new.name, new.memberships.get().function) == ("Ève Roy", "élue au numérique")
    describe("Jura", Described(territory="departement:39"))
    chief = join("chef@exemple.fr", "Jura", "administrateur").person
    jura = Organisation.objects.get(name="Jura")
    again = governing.accept(governing.invite(chief, "eve@exemple.fr", jura, Given("lecteur"), "Quelqu’un d’autre"))
    assert again is not None
    assert User.objects.get(email="eve@exemple.fr").name == "Ève Roy"


def test_who_changes_a_role_says_the_function_too(held: Membership) -> None:
    other = join("bob@exemple.fr", "Doubs", "lecteur")
    governing.change(held.person, other.pk, Given("pilote", function="chef de projet"))
    assert Membership.objects.get(pk=other.pk).function == "chef de projet"
