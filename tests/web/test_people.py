"""People are known by their address, written any way."""

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.db import IntegrityError

pytestmark = pytest.mark.django_db


def test_a_person_signs_in_with_an_address_whatever_its_capitals() -> None:
    people = get_user_model().objects
    person = people.create_user(email="Ada.Martin@Exemple.fr", password="un long secret")
    assert str(person) == "ada.martin@exemple.fr"
    assert authenticate(username="ADA.martin@exemple.FR", password="un long secret") == person
    assert authenticate(username="ada.martin@exemple.fr", password="autre") is None


def test_one_address_is_one_account() -> None:
    people = get_user_model().objects
    people.create_user(email="ada@exemple.fr")
    with pytest.raises(IntegrityError):
        people.create_user(email="ADA@exemple.fr")


def test_an_account_needs_an_address() -> None:
    with pytest.raises(ValueError, match="adresse électronique"):
        get_user_model().objects.create_user(email="")
