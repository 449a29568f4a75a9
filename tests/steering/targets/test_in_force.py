"""A series that is over: kept as history, neither asked nor judged. The register of targets, said once."""

from datetime import date
from decimal import Decimal

import pytest

from maillage import indicators
from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref
from maillage.steering import shipped
from maillage.steering.desk import due
from maillage.steering.targets import asking, entering, reference
from maillage.steering.targets.entering import Given
from maillage.steering.targets.models import Sheet, Target
from maillage.steering.targets.standing import standing
from maillage.steering.targets.values import Values

REGION = "region:27"
TODAY = date(2026, 11, 22)
END = date(2024, 12, 31)


def test_a_closed_series_is_neither_late_nor_judged_and_keeps_its_values(sheet: Sheet) -> None:
    entering.enter(sheet, Given(REGION, "2023-S2", Decimal(10)), None)
    entering.enter(sheet, Given(REGION, "2024-S2", Decimal(40)), None)
    sheet.ends_on = END
    values = Values(None, [sheet])
    values.load([Ref.parse(REGION)])
    goal = Target(sheet=sheet, territory=REGION, on=date(2024, 12, 31), value=Decimal(100))
    told = standing(sheet, Ref.parse(REGION), values.series(sheet, Ref.parse(REGION)), [goal], TODAY)
    assert (told.closed, told.alerts, told.target, told.rate, told.hit) == (True, (), None, None, None)
    assert [one.value for one in told.series] == [10, 40]


def test_nobody_is_asked_nor_reminded_of_a_closed_series(sheet: Sheet, people: dict[str, User]) -> None:
    person = people["contributeur"]
    Sheet.objects.update(person=person)
    assert asking.due(TODAY)
    assert due.awaited(person, TODAY)
    sent = asking.link(asking.ask(asking.due(TODAY)[0])).rpartition("/")[2]
    Sheet.objects.update(ends_on=END)
    assert asking.due(TODAY) == []
    assert due.awaited(person, TODAY) == []
    assert due.values(TODAY) == {}
    with pytest.raises(UsageError, match="cette série est close"):
        asking.read(sent)
    closed = Sheet.objects.get()
    with pytest.raises(UsageError, match="cette série est close"):
        asking.ask(asking.Due(closed, REGION, "2026-S1", person))
    with pytest.raises(UsageError, match="cette série est close"):
        entering.enter(closed, Given(REGION, "2025-S1", Decimal(3)), None)
    entering.enter(closed, Given(REGION, "2024-S2", Decimal(3)), None)


@pytest.mark.django_db
def test_the_pass_numerique_of_the_scoran_is_shipped_as_over_with_its_source() -> None:
    shipped.load(["scoran-bfc"])
    for code in ("pass-numeriques", "structures-impliquees"):
        closed = Sheet.objects.get(code=code)
        assert closed.ends_on == END
        assert "Sénat" in closed.dates_from
        assert closed.validity.closed(TODAY)
    assert Sheet.objects.filter(ends_on=None).count() == 15


@pytest.mark.django_db
def test_loading_again_closes_a_series_where_people_named_who_answers_and_keeps_their_words() -> None:
    shipped.load(["scoran-bfc"])
    # As a home of before these dates were shipped.
    for held in (Sheet.objects, Sheet.history):
        held.filter(code="pass-numeriques").update(ends_on=None, dates_from="")
    mine = Sheet.objects.get(code="pass-numeriques")
    mine.title = "Les Pass numériques"
    mine.save()
    for _ in range(2):
        [done] = shipped.enter(reference.entries([]))
        mine.refresh_from_db()
        assert (mine.title, mine.ends_on) == ("Les Pass numériques", END)
        assert len(done.left) == 1
    [done] = shipped.enter(reference.entries([]))
    assert done.changed == 0


@pytest.mark.more
@pytest.mark.django_db
def test_people_who_reopen_a_series_are_not_undone() -> None:
    shipped.load(["scoran-bfc"])
    mine = Sheet.objects.get(code="pass-numeriques")
    mine.ends_on = None
    mine.save()
    shipped.load()
    mine.refresh_from_db()
    assert mine.ends_on is None


@pytest.mark.django_db
def test_the_portrait_and_the_strategy_read_the_same_targets() -> None:
    for told in reference.described()["sheets"]:
        if "indicator" in told:
            assert "targets" not in told, told["code"]
    shipped.load(["scoran-bfc"])
    followed = {one.indicator: one for one in Sheet.objects.exclude(indicator="")}
    for name, indicator in indicators.catalogue().items():
        if indicator.target is None:
            assert name not in followed or not followed[name].targets.exists()
            continue
        held = followed[name].targets.get()
        assert (float(held.value), held.on) == (indicator.target.value, indicator.target.on)
        assert held.note.startswith("SCORAN 2019, § 8")
    assert indicators.catalogue()["taux_locaux_eligibles_8mbits"].target is None


def test_every_official_target_says_where_it_stands() -> None:
    every = [one.target for one in indicators.catalogue().values() if one.target]
    every += [aim for told in reference.described()["sheets"] for aim in reference.targets(told)]
    assert all(one.document and one.section for one in every)
    assert len({id(one) for one in every}) == 4
