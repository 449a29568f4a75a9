"""Opening an organisation: what is refused is said in words, whatever door it comes by."""

import pytest

from maillage.directory.joining import Described, describe
from maillage.kernel.errors import UsageError

pytestmark = pytest.mark.django_db


def test_a_number_that_another_organisation_has_is_refused_in_words() -> None:
    describe("Doubs", Described(siren="123 456 782"))
    with pytest.raises(UsageError, match=r"^Organisation refusée\. Une autre organisation a déjà ce SIREN\.$"):
        describe("Jura", Described(siren="123456782"))


def test_a_number_of_eight_digits_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="Un SIREN a neuf chiffres"):
        describe("Jura", Described(siren="12345678"))
