"""Lists of what people wrote, in French order, on the database of the tests: SQLite, or PostgreSQL when it is named."""

import pytest

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.steering.strategies.models import Strategy

NAMES = ("Zone", "Équipe projet", "équerre", "Fibre", "Doubs", "Œuvre", "Ouest")
ORDERED = ["Doubs", "équerre", "Équipe projet", "Fibre", "Œuvre", "Ouest", "Zone"]


@pytest.mark.django_db
def test_names_are_listed_in_french_order_whether_the_order_is_usual_or_asked() -> None:
    Organisation.objects.bulk_create(Organisation(name=name) for name in NAMES)
    mine = Organisation.objects.filter(name__in=NAMES)
    assert [one.name for one in mine] == ORDERED
    assert list(mine.order_by(alphabetic("name")).values_list("name", flat=True)) == ORDERED
    assert list(mine.distinct().order_by(alphabetic("name")).values_list("name", flat=True)) == ORDERED
    assert [one.name for one in mine.reverse()] == ORDERED[::-1]


@pytest.mark.django_db
def test_what_hangs_on_a_strategy_is_sorted_by_its_title_in_french_order() -> None:
    for title in NAMES:
        Strategy.objects.create(slug=f"s{NAMES.index(title)}", title=title, level="departement")
    assert [one.title for one in Strategy.objects.filter(slug__startswith="s", title__in=NAMES)] == ORDERED
