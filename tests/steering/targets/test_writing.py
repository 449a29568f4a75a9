"""Values and sheets as they are written: by who may, over nothing unread; people keep what they changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.kernel.indicator import Target as Aim
from maillage.kernel.territory import Level, Ref
from maillage.observatory import door
from maillage.steering import shipped
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import asking, entering, reference, sheets
from maillage.steering.targets.entering import Given
from maillage.steering.targets.models import Ask, Entry, Sheet, Target
from maillage.steering.targets.values import Origin, Values, computed
from maillage.steering.versions import Stale
from tests.steering.targets.conftest import made

REGION = "region:27"
TODAY = date(2026, 11, 22)


def given(value: str, period: str = "2026-S1", **more: Any) -> Given:
    return Given(REGION, period, Decimal(value), **more)


def test_who_is_told_that_a_value_was_there_is_told_whose_it_is_and_of_when(
    sheet: Sheet, people: dict[str, User]
) -> None:
    first = entering.enter(sheet, given("100"), people["equipe"])
    with pytest.raises(Stale) as refused:
        entering.enter(sheet, given("90"), people["contributeur"], seen=0)
    assert refused.value.change is not None
    assert (refused.value.change.author, refused.value.change.at) == ("equipe@exemple.fr", first.at)
    Entry.objects.update(author=None)
    with pytest.raises(Stale, match="Quelqu’un, le"):
        entering.enter(sheet, given("90"), None, seen=0)


def test_a_value_that_is_there_no_more_is_told_and_nothing_is_written(sheet: Sheet) -> None:
    with pytest.raises(Stale) as refused:
        entering.enter(sheet, given("90"), None, seen=12)
    assert (refused.value.thing, refused.value.change) == (None, None)
    assert not Entry.objects.exists()
    entering.enter(sheet, given("90"), None, seen=0)


@pytest.mark.parametrize(
    ("change", "entries"),
    [
        ({}, 1),
        ({"value": Decimal(101)}, 2),
        ({"kind": "estimation"}, 2),
        ({"comment": "Relu"}, 2),
        ({"evidence": "https://exemple.fr/pass"}, 2),
    ],
)
def test_a_value_given_again_is_another_when_anything_of_it_changed(
    sheet: Sheet, change: dict[str, Any], entries: int
) -> None:
    entering.enter(sheet, given("100"), None)
    entering.enter(sheet, replace(given("100"), **change), None)
    assert Entry.objects.count() == entries
    assert not given("100").same(None)


def test_a_proposal_set_aside_leaves_what_was_there(sheet: Sheet, people: dict[str, User]) -> None:
    entering.enter(sheet, given("100"), None)
    other = entering.propose(sheet, given("130"), people["contributeur"])
    assert entering.proposals(sheet) == [other]
    entering.decide(other, False, people["equipe"])
    assert [(entry.value, entry.state) for entry in Entry.objects.order_by("pk")] == [
        (100, "acceptee"),
        (130, "ecartee"),
    ]
    assert entering.proposals(sheet) == []
    assert Entry.history.filter(history_user=people["equipe"]).count() == 1


def test_a_proposal_where_nothing_was_known_is_accepted(sheet: Sheet) -> None:
    entering.decide(entering.propose(sheet, given("130"), None), True, None)
    assert Entry.objects.get().state == "acceptee"


def test_a_proposal_is_not_accepted_once_the_observatory_computes_its_value(sheet: Sheet) -> None:
    other = entering.propose(sheet, given("130"), None)
    Sheet.objects.update(indicator="taux_locaux_raccordables_ftth")
    with pytest.raises(ValidationError, match="ne se saisit pas"):
        entering.decide(other, True, None)


def answered(sheet: Sheet, person: User) -> Ask:
    """The question, asked to somebody who gives the values of this sheet."""
    Sheet.objects.filter(pk=sheet.pk).update(person=person)
    sheet.refresh_from_db()
    return asking.ask(asking.Due(sheet, REGION, "2026-S1", person))


def test_an_answer_that_corrects_ones_own_value_or_says_the_same_is_written_at_once(
    sheet: Sheet, people: dict[str, User]
) -> None:
    person = people["contributeur"]
    entering.enter(sheet, given("10"), person)
    assert asking.answer(answered(sheet, person), given("12")).state == "acceptee"
    entering.enter(sheet, given("15"), people["equipe"])
    same = asking.answer(answered(sheet, person), given("15", comment="Vérifié"))
    assert (same.state, same.author) == ("acceptee", person)


def test_a_question_is_answered_once_even_from_two_pages(sheet: Sheet, people: dict[str, User]) -> None:
    asked = answered(sheet, people["contributeur"])
    asking.answer(asked, given("12"))
    with pytest.raises(UsageError, match="déjà répondu"):
        asking.answer(asked, given("13"))
    assert Entry.objects.get().value == 12


def test_the_link_of_who_gives_its_values_no_more_is_worth_nothing(sheet: Sheet, people: dict[str, User]) -> None:
    token = asking.link(answered(sheet, people["contributeur"])).rpartition("/")[2]
    assert asking.read(token).sheet == sheet
    Sheet.objects.update(person=people["lecteur"])
    with pytest.raises(UsageError, match="ne sert plus"):
        asking.read(token)


def test_the_link_of_a_value_that_is_computed_now_says_that_there_is_nothing_to_type(
    sheet: Sheet, people: dict[str, User]
) -> None:
    token = asking.link(answered(sheet, people["contributeur"])).rpartition("/")[2]
    Sheet.objects.update(indicator="taux_locaux_raccordables_ftth")
    with pytest.raises(UsageError, match="maintenant calculée"):
        asking.read(token)


def test_a_later_mail_ends_the_link_of_the_one_before_to_the_thousandth_of_a_second(
    sheet: Sheet, people: dict[str, User]
) -> None:
    asked = answered(sheet, people["contributeur"])
    token = asking.link(asked).rpartition("/")[2]
    Ask.objects.update(sent_at=asked.sent_at + timedelta(milliseconds=1))
    with pytest.raises(UsageError, match="ne sert plus"):
        asking.read(token)
    Ask.objects.all().delete()
    with pytest.raises(UsageError, match="ne sert plus"):
        asking.read(token)


def test_a_value_is_asked_where_it_lacks_and_of_who_may_still_give_it(sheet: Sheet, people: dict[str, User]) -> None:
    Sheet.objects.update(person=people["contributeur"], territories="departement:25 departement:39")
    assert [due.territory for due in asking.due(TODAY)] == ["departement:25", "departement:39"]
    entering.enter(sheet, Given("departement:25", "2026-S1", Decimal(3)), None)
    entering.enter(sheet, Given("departement:39", "2026-S1", Decimal(3), source="Enquête"), None)
    assert [due.territory for due in asking.due(TODAY)] == ["departement:39"]
    entering.propose(sheet, Given("departement:39", "2026-S1", Decimal(3)), None)
    assert asking.due(TODAY) == []
    Entry.objects.all().delete()
    User.objects.update(is_active=False)
    assert asking.due(TODAY) == []


def test_who_shapes_the_strategy_writes_a_sheet_and_its_targets_and_nobody_else(
    sheet: Sheet, strategy: Strategy, people: dict[str, User]
) -> None:
    aim = Target(sheet=sheet, territory=f" {REGION}\n", value=Decimal(100))
    new = Sheet(code="neuve", title="Neuve", territories=REGION, source="Hub")
    for who in ("pilote", "contributeur", "lecteur"):
        with pytest.raises(PermissionDenied):
            sheets.save(new, people[who], [strategy])
        with pytest.raises(PermissionDenied):
            sheets.save(sheet, people[who], [strategy])
        with pytest.raises(PermissionDenied):
            sheets.save_targets(sheet, people[who], None, [aim], [])
    assert list(sheets.save(new, people["equipe"], [strategy]).strategies.all()) == [strategy]
    sheets.save_targets(sheet, people["equipe"], None, [aim], [])
    assert Target.objects.get().territory == REGION
    sheets.save_targets(sheet, people["equipe"], None, [], [aim])
    assert not Target.objects.exists()


def test_a_sheet_is_neither_given_to_nor_taken_from_a_strategy_one_does_not_shape(
    sheet: Sheet, strategy: Strategy, people: dict[str, User]
) -> None:
    other = Strategy.objects.create(slug="autre", title="Autre", level="region")
    with pytest.raises(PermissionDenied):
        sheets.save(sheet, people["equipe"], [strategy, other])
    sheet.strategies.add(other)
    with pytest.raises(PermissionDenied):
        sheets.save(sheet, people["equipe"], [strategy])
    # What stays with the other strategy asks nothing of it.
    sheets.save(sheet, people["equipe"], [other])
    assert list(sheet.strategies.all()) == [other]


def test_a_target_says_its_document_its_section_and_its_date_or_that_it_has_none() -> None:
    assert reference.note(Aim(100, "en 2025", "SCORAN 2019", "§ 8")) == "SCORAN 2019, § 8 : en 2025"
    assert reference.note(Aim(100, "", "SCORAN 2019")) == "SCORAN 2019 : sans date"


def entered(code: str, strategy: Strategy, title: str = "Pass") -> shipped.Loaded:
    """Load a sheet of a file that has one target."""
    aim = {"value": 100, "when": "en 2025", "document": "SCORAN 2019", "on": date(2025, 12, 31)}
    described = {"code": code, "title": title, "unit": "pass", "targets": [aim]}
    [loaded] = shipped.enter([(reference.NAME, reference._sheet(described, REGION, strategy))])
    return loaded


def test_a_shipped_sheet_that_people_took_to_another_strategy_is_not_taken_back(strategy: Strategy) -> None:
    assert entered("pass", strategy).added == 2
    other = Strategy.objects.create(slug="autre", title="Autre", level="region")
    sheet = Sheet.objects.get()
    assert list(sheet.strategies.all()) == [strategy]
    sheet.strategies.set([other])
    entered("pass", strategy)
    assert list(sheet.strategies.all()) == [other]


def test_a_target_that_people_took_away_is_told_with_the_beginning_of_its_title(strategy: Strategy) -> None:
    title = "P" * 61
    entered("pass", strategy, title)
    Target.objects.get().delete()
    [words] = entered("pass", strategy, title).left
    assert words == f"une cible de « {'P' * 60} », retirée ici"


def test_an_indicator_that_aims_at_nothing_has_no_target() -> None:
    assert reference.targets({"indicator": "taux_locaux_eligibles_8mbits"}) == []
    assert reference.targets({"code": "pass"}) == []


def test_a_figure_that_was_not_measured_is_no_value(release_home: Any) -> None:
    source = door.current(release_home)
    measured = source.series("taux_locaux_raccordables_ftth", Ref.parse("epci:200069052"))[-1]
    assert computed(measured) is not None
    assert computed(replace(measured, value=None)) is None


def test_a_zero_that_was_measured_is_a_value(release_home: Any) -> None:
    source = door.current(release_home)
    measured = source.series("taux_locaux_raccordables_ftth", Ref.parse("epci:200069052"))[-1]
    nothing = computed(replace(measured, value=0.0))
    assert nothing is not None
    assert (nothing.value, nothing.origin) == (0, Origin.COMPUTED)


def test_without_anything_published_a_sum_of_territories_is_not_told_and_what_is_typed_is(strategy: Strategy) -> None:
    summed = made(strategy, "pass", rollup="somme", rollup_level="departement")
    entering.enter(summed, Given("departement:25", "2025", Decimal(40)), None)
    entering.enter(summed, Given(REGION, "2025", Decimal(90)), None)
    values = Values(None, [summed])
    values.load([Ref.parse(REGION), Ref.parse("departement:25")])
    assert [known.value for known in values.series(summed, Ref.parse(REGION))] == [90]
    assert [known.value for known in values.series(summed, Ref.parse("departement:25"))] == [40]


def test_a_mean_without_a_weight_is_not_told_and_a_sheet_without_rule_adds_nothing_up(
    strategy: Strategy, release_home: Any
) -> None:
    source = door.current(release_home)
    inside = [str(place.ref) for place in source.territories(Level("departement"))]
    for rule in ("moyenne", "aucune"):
        sheet = made(strategy, rule, rollup=rule, rollup_level="departement", frequency="annuelle")
        for territory in inside:
            entering.enter(sheet, Given(territory, "2025", Decimal(40)), None)
        values = Values(source, [sheet])
        values.load([Ref.parse(REGION)])
        assert values.series(sheet, Ref.parse(REGION)) == []


def test_an_estimate_says_so_with_the_day_it_was_given(sheet: Sheet) -> None:
    entering.enter(sheet, given("100", kind="estimation"), None)
    Entry.objects.update(at=datetime(2026, 7, 14, 22, 30, tzinfo=UTC))
    values = Values(None, [sheet])
    values.load([Ref.parse(REGION)])
    [known] = values.series(sheet, Ref.parse(REGION))
    assert (known.estimate, known.on, known.source) == (True, date(2026, 7, 15), "Hub")
