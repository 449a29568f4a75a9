"""Values given, proposed, replaced, asked by mail: nothing is lost, and what is computed is never typed."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref
from maillage.observatory import door
from maillage.steering import shipped
from maillage.steering.rights import Act
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import asking, entering, pasting, permission, reference, smart
from maillage.steering.targets.entering import Given
from maillage.steering.targets.models import Ask, Entry, Sheet, Target
from maillage.steering.targets.standing import Alert, standing
from maillage.steering.targets.values import Origin, Values
from maillage.steering.versions import Stale
from tests.steering.targets.conftest import made

REGION = "region:27"
TODAY = date(2026, 11, 22)


def given(value: str, period: str = "2026-S1", territory: str = REGION, **more: Any) -> Given:
    return Given(territory, period, Decimal(value), **more)


def read(sheet: Sheet, ref: str = REGION, source: door.Observatory | None = None) -> Any:
    values = Values(source, [sheet])
    values.load([Ref.parse(ref)])
    return values.series(sheet, Ref.parse(ref))


def test_a_value_replaces_the_one_before_which_is_kept(sheet: Sheet, people: dict[str, User]) -> None:
    entering.enter(sheet, given("100"), people["contributeur"])
    entering.enter(sheet, given("120", comment="Après relance"), people["equipe"])
    assert [(one.value, one.state) for one in Entry.objects.order_by("pk")] == [(100, "remplacee"), (120, "acceptee")]
    entering.enter(sheet, given("120", comment="Après relance"), people["equipe"])
    assert Entry.objects.count() == 2
    assert [one.value for one in read(sheet)] == [120]
    assert Entry.history.filter(history_user=people["contributeur"]).exists()


def test_the_second_to_give_the_same_value_is_told(sheet: Sheet, people: dict[str, User]) -> None:
    first = entering.enter(sheet, given("100"), people["equipe"], seen=0)
    with pytest.raises(Stale) as told:
        entering.enter(sheet, given("90"), people["contributeur"], seen=0)
    assert told.value.thing == first
    entering.enter(sheet, given("90"), people["contributeur"], seen=first.pk)


def test_values_of_other_sources_stand_beside_and_count_for_nothing(sheet: Sheet) -> None:
    entering.enter(sheet, given("100"), None)
    entering.enter(sheet, given("80", source="Enquête"), None)
    assert Entry.objects.filter(state="acceptee").count() == 2
    assert [one.value for one in read(sheet)] == [100]


def test_a_proposal_counts_once_accepted(sheet: Sheet, people: dict[str, User]) -> None:
    entering.enter(sheet, given("100"), None)
    other = entering.propose(sheet, given("130"), people["contributeur"])
    assert read(sheet)[0].value == 100
    entering.decide(other, True, people["equipe"])
    assert read(sheet)[0].value == 130
    with pytest.raises(UsageError, match="n’est plus proposée"):
        entering.decide(other, False, people["equipe"])


def test_what_the_observatory_computes_is_never_typed_asked_nor_accepted(
    strategy: Strategy, people: dict[str, User]
) -> None:
    computed = made(strategy, "ftth", indicator="taux_locaux_raccordables_ftth")
    for write in (entering.enter, entering.propose):
        with pytest.raises(ValidationError, match="ne se saisit pas"):
            write(computed, given("100"), people["equipe"])
    with pytest.raises(UsageError, match="ne se demande pas"):
        asking.ask(asking.Due(computed, REGION, "2026-S1", people["equipe"]))
    assert not Entry.objects.exists()


def test_a_computed_value_is_that_of_the_observatory_with_its_source_and_date(
    strategy: Strategy, release_home: Path
) -> None:
    source = door.current(release_home)
    computed = made(strategy, "ftth", indicator="taux_locaux_raccordables_ftth", frequency="trimestrielle")
    told, published = (
        read(computed, "epci:200069052", source)[-1],
        source.series("taux_locaux_raccordables_ftth", Ref.parse("epci:200069052"))[-1],
    )
    assert float(told.value) == published.value
    assert (told.origin, told.source, told.on) == (Origin.COMPUTED, "Arcep", published.obtained_on)


def test_a_territory_without_value_is_told_the_sum_of_those_inside_it_and_how_many_are_known(
    strategy: Strategy, release_home: Path
) -> None:
    source = door.current(release_home)
    inside = [str(one.ref) for one in source.territories(door.Level("departement"))]
    summed = made(strategy, "pass", rollup="somme", rollup_level="departement", frequency="semestrielle")
    entering.enter(summed, given("40", territory=inside[0]), None)
    told = read(summed, REGION, source)[0]
    assert (told.value, told.origin) == (40, Origin.ROLLED)
    assert told.coverage.endswith(f"sur {len(inside)}")
    told = standing(summed, Ref.parse(REGION), read(summed, REGION, source), [], TODAY)
    assert told.last is not None
    assert (told.last.value, told.sure) == (40, None)
    assert Alert.LATE in told.alerts
    for ref in inside[1:]:
        entering.enter(summed, given("1", territory=ref), None)
    whole = standing(summed, Ref.parse(REGION), read(summed, REGION, source), [], TODAY)
    assert whole.sure is not None
    assert whole.sure.value == 39 + len(inside)
    entering.enter(summed, given("39"), None)
    (both,) = read(summed, REGION, source)
    assert (both.origin, both.beside.value, both.beside.origin) == (Origin.ROLLED, 39, Origin.TYPED)


def test_a_typed_value_hides_no_other_period_of_a_rolled_up_series(strategy: Strategy, release_home: Path) -> None:
    source = door.current(release_home)
    inside = [str(one.ref) for one in source.territories(door.Level("departement"))]
    summed = made(strategy, "pass", rollup="somme", rollup_level="departement", frequency="semestrielle")
    periods = [f"{year}-S{half}" for year in (2022, 2023, 2024, 2025) for half in (1, 2)]
    for period in periods:
        for ref in inside:
            entering.enter(summed, given("10", period, ref), None)
    entering.enter(summed, given("77", "2025-S1"), None)
    series = read(summed, REGION, source)
    assert [one.period.code for one in series] == periods
    assert {one.value for one in series} == {10 * len(inside)}
    assert [one.beside.value for one in series if one.beside] == [77]


def test_a_typed_total_counts_before_a_sum_that_territories_are_missing_from(
    strategy: Strategy, release_home: Path
) -> None:
    source = door.current(release_home)
    inside = [str(one.ref) for one in source.territories(door.Level("departement"))]
    summed = made(strategy, "pass", rollup="somme", rollup_level="departement", frequency="semestrielle")
    entering.enter(summed, given("40", territory=inside[0]), None)
    entering.enter(summed, given("90"), None)
    (both,) = read(summed, REGION, source)
    assert (both.value, both.partial, both.beside.value, both.beside.partial) == (90, False, 40, True)


def test_standing_says_the_rate_and_what_asks_for_attention(sheet: Sheet) -> None:
    for period, value in (("2024-S2", "0"), ("2025-S2", "40"), ("2026-S1", "30")):
        entering.enter(sheet, given(value, period), None)
    target = Target(
        sheet=sheet,
        territory=REGION,
        on=date(2026, 12, 31),
        value=Decimal(100),
        initial=Decimal(0),
        initial_on=date(2024, 12, 31),
    )
    told = standing(sheet, Ref.parse(REGION), read(sheet), [target], TODAY)
    assert told.rate is not None
    assert float(told.rate) == 0.3
    assert (told.gap, told.trend) == (-70, "recule")
    assert told.alerts == (Alert.OWNERLESS, Alert.OFF_TRACK)
    late = standing(sheet, Ref.parse(REGION), read(sheet), [target], date(2027, 2, 1))
    assert Alert.LATE in late.alerts
    assert Alert.MISSED not in late.alerts
    assert Alert.UNJUDGED in late.alerts
    nothing = standing(sheet, Ref.parse(REGION), [], [], TODAY)
    assert nothing.alerts == (Alert.NONE_KNOWN, Alert.OWNERLESS)
    assert (nothing.rate, nothing.gap) == (None, None)


def test_the_five_smart_checks_say_what_is_missing(sheet: Sheet, people: dict[str, User]) -> None:
    told = {one.name: one for one in smart.smart(sheet, 0, False)}
    assert not any(one.holds for one in told.values())
    assert told["Mesurable"].said == "Il manque : la méthode."
    sheet.definition, sheet.method = "Remis", "Compter"
    sheet.attainable, sheet.realistic, sheet.person = "Au rythme de 2025", "Un poste", people["pilote"]
    assert all(one.holds for one in smart.smart(sheet, 1, True))


def test_lines_pasted_from_a_spreadsheet_are_checked_one_by_one() -> None:
    def known(text: str) -> str:
        if text == "Doubs":
            return "departement:25"
        raise UsageError(f"Territoire « {text} » inconnu.")

    text = "Territoire\tValeur\nDoubs\t1 250,5\nJura\t3\n\nDoubs\t\nDoubs\t4\nDoubs\t5\t2025-S2\tRelu"
    lines = pasting.read(text, "2026-S1", known, Sheet(unit="pass"))
    assert [one.number for one in lines] == [2, 3, 5, 6, 7]
    assert lines[0].given == Given("departement:25", "2026-S1", Decimal("1250.5"))
    assert lines[1].wrong == "Territoire « Jura » inconnu."
    assert "un vide n’est pas un zéro" in lines[2].wrong
    assert lines[3].wrong == "Déjà donnée à la ligne 2."
    assert lines[4].given == Given("departement:25", "2025-S2", Decimal(5), comment="Relu")


def test_a_first_line_that_names_a_territory_by_its_level_is_a_value() -> None:
    for first in ("departement:25;4", "Commune 25056;4"):
        lines = pasting.read(f"{first}\nepci:1;5", "2026-S1", lambda told: told, Sheet(unit="pass"))
        assert [line.given and line.given.value for line in lines] == [Decimal(4), Decimal(5)], first


@pytest.mark.parametrize("mark", ["\t", ";", ","])
def test_pasted_lines_are_read_as_a_spreadsheet_saves_them(mark: str) -> None:
    rows = [
        ["Code", "PÉRIODE", "Valeur", "Commentaire"],
        ["1004", "31/12/2025", '"0,5"', f'"vu{mark} relu"'],
        ["1", "2026-S1", "3", ""],
    ]
    text = f"sep={mark}\r\n" + "\r\n".join(mark.join(row) for row in rows)
    lines = pasting.read(text, "2026-T1", lambda code: f"commune:{code}", Sheet(unit="pass"))
    assert [one.wrong for one in lines] == ["", ""]
    assert lines[0].given == Given("commune:01004", "2025-12-31", Decimal("0.5"), comment=f"vu{mark} relu")
    assert lines[1].given == Given("commune:01", "2026-S1", Decimal(3))


def test_the_link_of_a_mail_works_once_and_another_mail_ends_it(sheet: Sheet, people: dict[str, User]) -> None:
    sheet.person = people["contributeur"]
    sheet.save()
    wanted = asking.Due(sheet, REGION, "2026-S1", people["contributeur"])
    first = asking.link(asking.ask(wanted)).rpartition("/")[2]
    Ask.objects.update(sent_at=timezone.now() + timedelta(seconds=2))
    second = asking.link(Ask.objects.get()).rpartition("/")[2]
    with pytest.raises(UsageError, match="ne sert plus"):
        asking.read(first)
    entry = asking.answer(asking.read(second), given("12"))
    assert (entry.state, entry.author) == ("acceptee", people["contributeur"])
    with pytest.raises(UsageError, match="déjà répondu"):
        asking.read(second)
    with pytest.raises(UsageError, match="en entier"):
        asking.read(second[:-2])


def test_an_answer_that_contradicts_somebody_is_only_proposed(sheet: Sheet, people: dict[str, User]) -> None:
    asked = asking.ask(asking.Due(sheet, REGION, "2026-S1", people["contributeur"]))
    entering.enter(sheet, given("10"), people["equipe"])
    assert asking.answer(asked, given("12")).state == "proposee"
    assert read(sheet)[0].value == 10


def test_late_values_are_asked_once_to_who_gives_them(sheet: Sheet, people: dict[str, User]) -> None:
    assert asking.due(TODAY) == []
    Sheet.objects.update(person=people["contributeur"])
    (due,) = asking.due(TODAY)
    assert (due.territory, due.period) == (REGION, "2026-S1")
    asking.ask(due)
    assert asking.due(TODAY) == []


def test_who_answers_for_an_indicator_may_give_its_value_and_not_change_its_sheet(
    sheet: Sheet, people: dict[str, User]
) -> None:
    assert permission.may(people["equipe"], Act.SHAPE, sheet)
    assert not permission.may(people["lecteur"], Act.VALUE, sheet)
    assert not permission.may(people["contributeur"], Act.VALUE, sheet)
    sheet.person = people["contributeur"]
    assert permission.may(people["contributeur"], Act.VALUE, sheet)
    assert not permission.may(people["contributeur"], Act.SHAPE, sheet)


@pytest.mark.django_db
def test_the_seventeen_indicators_of_the_scoran_are_loaded_and_left_as_people_change_them() -> None:
    assert shipped.enter(reference.entries([])) == []
    _, loaded, _ = shipped.load(["scoran-bfc"])
    assert loaded.added == 17 + 4
    assert Sheet.objects.filter(strategies__slug="scoran-bfc").count() == 17
    assert Sheet.objects.exclude(indicator="").count() == 7
    assert {str(one) for one in Target.objects.all()} == {
        "region:27, 31/12/2022",
        "region:27, 31/12/2025",
        "region:27, 31/12/2026",
        "region:27, sans date",
    }
    mine = Sheet.objects.get(code="pass-numeriques")
    mine.title = "Les Pass numériques"
    mine.save()
    Sheet.objects.get(code="tiers-lieux").delete()
    [again] = shipped.enter(reference.entries([]))
    assert (again.added, again.changed, again.same) == (0, 0, 15 + 4)
    assert len(again.left) == 2
    for sheet in Sheet.objects.all():
        sheet.full_clean()
