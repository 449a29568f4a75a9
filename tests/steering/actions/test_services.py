"""What is written in an action: the real dates of its status, one version a change, nothing lost, nothing by half."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from maillage.directory.models import User
from maillage.steering import versions
from maillage.steering.actions import bulk, copying, past, saving, standing, updating
from maillage.steering.actions.filters import Around, Filters, narrowed
from maillage.steering.actions.models import Action, Step, Synthesis
from maillage.steering.strategies.models import Strategy
from tests.steering.actions.conftest import TODAY, make

NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "missing"),
    [
        ("a_etudier", ()),
        ("programmee", ()),
        ("en_cours", ("Début réel",)),
        ("suspendue", ("Début réel",)),
        ("realisee", ("Début réel", "Fin réelle")),
        ("abandonnee", ("Fin réelle",)),
    ],
)
def test_a_real_date_that_nobody_gave_stays_unknown_and_is_asked_for(
    strategy: Strategy, people: dict[str, User], status: str, missing: tuple[str, ...]
) -> None:
    reason = "Plus de financement" if status in ("suspendue", "abandonnee") else ""
    typed = make(strategy, "A02", status=status, status_reason=reason, started_on=None)
    updated = make(strategy, "A03", status="a_etudier", started_on=None)
    updating.update(updated, updating.News(status, "soleil", reason=reason), people["pilote"], moment=NOON)
    changed = make(strategy, "A04", status="a_etudier", started_on=None)
    bulk.apply([(changed, 1)], bulk.Asked(status=status, reason=reason), {}, people["equipe"], TODAY)
    copy = copying.duplicate(typed, "A05", "Copie", None)
    for action in (typed, updated, changed, copy):
        fresh = Action.objects.get(pk=action.pk)
        assert (fresh.started_on, fresh.ended_on) == (None, None), fresh.code
    assert standing.missing_dates(typed) == missing
    asked = bulk.preview([updated], bulk.Asked(status=status, reason=reason), {}, TODAY)[0]
    assert tuple(what for what, _, after in asked.lines if after == bulk.UNKNOWN) == missing


def test_an_action_opened_again_loses_its_end_and_a_typed_one_is_asked_about(strategy: Strategy) -> None:
    done = make(strategy, "A02", status="realisee", ended_on=date(2026, 10, 1))
    done.status = "en_cours"
    saving.save(done, None, today=TODAY)
    assert Action.objects.get(code="A02").ended_on is None
    done.ended_on = date(2026, 10, 2)
    with pytest.raises(ValidationError, match="Elle n’est pas finie"):
        saving.save(done, None, today=TODAY)
    done.ended_on, done.status_reason = None, "Un mot du pilote"
    with pytest.raises(ValidationError, match="Ce motif ne vaut que pour"):
        saving.save(done, None, today=TODAY)


def test_a_real_date_is_never_to_come(strategy: Strategy) -> None:
    with pytest.raises(ValidationError, match="ne peut pas être à venir"):
        make(strategy, "A02", started_on=TODAY + timedelta(1))


def test_a_step_is_done_on_the_day_that_is_said(action: Action, people: dict[str, User]) -> None:
    step = Step.objects.create(action=action, title="Marché")
    for day, why in ((None, "Dites quel jour"), (TODAY + timedelta(1), "pas encore venu")):
        told = updating.News("en_cours", "soleil", steps=(step.pk,), steps_on=day)
        with pytest.raises(ValidationError, match=why):
            updating.update(action, told, people["pilote"], moment=NOON)
    told = updating.News("en_cours", "soleil", steps=(step.pk,), steps_on=date(2026, 11, 2))
    updating.update(action, told, people["pilote"], moment=NOON)
    assert Step.objects.get().done_on == date(2026, 11, 2)


def test_a_dropped_action_says_why(strategy: Strategy) -> None:
    with pytest.raises(ValidationError, match="Dites pourquoi"):
        make(strategy, "A02", status="abandonnee")
    assert not Action.objects.filter(code="A02").exists()
    told = make(strategy, "A02", status="abandonnee", status_reason="Plus de financement")
    assert told.ended_on is None


def test_the_second_to_save_is_told_and_nothing_is_written_over(action: Action, people: dict[str, User]) -> None:
    mine, theirs = Action.objects.get(), Action.objects.get()
    theirs.title = "Raccorder les écoles et les collèges"
    saving.save(theirs, people["equipe"], theirs.version)
    mine.title = "Autre titre"
    with pytest.raises(versions.Stale):
        saving.save(mine, people["pilote"], mine.version)
    assert Action.objects.get().title == "Raccorder les écoles et les collèges"


def test_an_update_writes_the_synthesis_the_status_and_the_steps_done_together(
    action: Action, people: dict[str, User]
) -> None:
    step = Step.objects.create(action=action, title="Marché", due_on=date(2026, 6, 1))
    told = updating.News("en_cours", "couvert", done="Marché attribué", steps=(step.pk,), steps_on=TODAY)
    written = updating.update(action, told, people["pilote"], moment=NOON)
    fresh = Action.objects.get()
    assert (fresh.version, fresh.heard_at) == (2, NOON)
    assert updating.last(fresh) == written
    assert (written.weather, written.author) == ("couvert", people["pilote"])
    assert Step.objects.get().done_on == TODAY
    with pytest.raises(ValidationError):
        updating.update(action, updating.News("abandonnee", "orage"), None, moment=NOON)
    assert (Action.objects.get().version, Synthesis.objects.count()) == (2, 1)


def test_the_history_says_who_changed_what_from_what_to_what(action: Action, people: dict[str, User]) -> None:
    action.ends_on = date(2027, 6, 30)
    saving.save(action, people["equipe"], 1, {"nodes": []})
    change, creation = past.past(action)
    assert change.who == "equipe@exemple.fr"
    assert change.lines == (
        ("Fin prévue", "31 décembre 2026", "30 juin 2027"),
        ("Orientations, pistes et principes", "1.1 Fibre partout", ""),
    )
    assert creation.what == "Fiche : création"


@pytest.mark.parametrize(
    ("weights", "done", "share"), [((1, 1), 1, "1/2"), ((3, 1), 1, "3/4"), ((0,), 1, None), ((), 0, None)]
)
def test_progress_weighs_each_step(weights: tuple[int, ...], done: int, share: str | None) -> None:
    steps = [
        Step(title=str(rank), weight=weight, done_on=TODAY if rank < done else None)
        for rank, weight in enumerate(weights)
    ]
    found = standing.progress(steps)
    assert (str(found) if found is not None else None) == share


def found(**asked: str) -> list[str]:
    around = Around(TODAY)
    return [one.code for one in narrowed(Action.objects.all(), Filters(**asked), around)]


def test_each_alert_finds_what_it_says(strategy: Strategy, people: dict[str, User]) -> None:
    pilot = people["pilote"]
    make(strategy, "A01", pilot=pilot, heard_at=NOON)
    make(strategy, "A02", ends_on=date(2026, 11, 21), pilot=pilot, heard_at=NOON)
    make(strategy, "A03", pilot=pilot, heard_at=datetime(2026, 8, 21, tzinfo=UTC))
    make(strategy, "A04", heard_at=NOON)
    done = make(strategy, "A05", status="realisee", ends_on=date(2026, 1, 31), heard_at=NOON - timedelta(300))
    Step.objects.create(action=done, title="Vieille", due_on=date(2026, 1, 1))
    Step.objects.create(action=Action.objects.get(code="A01"), title="Due", due_on=date(2026, 11, 1))
    Synthesis.objects.create(action=Action.objects.get(code="A04"), weather="orage", written_at=NOON)
    Synthesis.objects.create(action=Action.objects.get(code="A01"), weather="orage", written_at=NOON - timedelta(9))
    Synthesis.objects.create(action=Action.objects.get(code="A01"), weather="soleil", written_at=NOON)
    assert found(alerte="en-retard") == ["A02"]
    assert found(alerte="etape-en-retard") == ["A01"]
    assert found(alerte="sans-nouvelles") == ["A03"]
    assert found(alerte="sans-pilote") == ["A04"]
    assert found(alerte="en-difficulte") == ["A04"]
    assert found(meteo="soleil") == ["A01"]
    assert found(etat="realisee") == ["A05"]


def test_words_are_found_whatever_the_accents_and_territories_whole(strategy: Strategy) -> None:
    make(strategy, "A01", title="Équiper les écoles", territories="commune:25056 departement:25")
    make(strategy, "A02", title="Un tiers-lieu", territories="epci:200065647")
    assert found(q="ecoles equiper") == ["A01"]
    assert found(territoire="departement:25") == ["A01"]
    assert found(territoire="departement:2") == []


def test_a_node_finds_the_actions_of_what_is_below_it(strategy: Strategy) -> None:
    make(strategy, "A01")
    top = strategy.editions.get().nodes.get(key="e1")
    assert found(element=str(top.pk)) == ["A01"]
    assert found(element=str(strategy.editions.get().nodes.get(key="o2").pk)) == []


def test_a_bulk_change_is_shown_then_written_whole_or_not_at_all(strategy: Strategy, people: dict[str, User]) -> None:
    one, two = make(strategy, "A01"), make(strategy, "A02")
    asked = bulk.Asked(priority="haute", days=31)
    seen = bulk.preview(Action.objects.order_by("code"), asked, {}, TODAY)
    assert seen[0].lines == (
        ("Priorité", "Normale", "Haute"),
        ("Début prévu", "1er janvier 2026", "1er février 2026"),
        ("Fin prévue", "31 décembre 2026", "31 janvier 2027"),
    )
    assert Action.objects.filter(priority="haute").count() == 0
    saving.save(Action.objects.get(code="A02"), None)
    with pytest.raises(versions.Stale):
        bulk.apply([(one, 1), (two, 1)], asked, {}, people["equipe"], TODAY)
    assert Action.objects.filter(priority="haute").count() == 0
    fresh = list(Action.objects.order_by("code"))
    assert bulk.apply([(each, each.version) for each in fresh], asked, {}, people["equipe"], TODAY) == 2
    assert Action.objects.filter(priority="haute").count() == 2


def test_a_copy_keeps_what_was_said_and_neither_dates_nor_news(action: Action, people: dict[str, User]) -> None:
    Step.objects.create(action=action, title="Marché", due_on=date(2026, 6, 1), done_on=date(2026, 6, 1), weight=3)
    made = copying.duplicate(action, copying.free_code(action.strategy), "Copie", people["equipe"])
    assert (made.code, made.status, made.visibility, made.ends_on) == ("A02", "a_etudier", "equipe", None)
    assert [(one.title, one.weight, one.due_on, one.done_on) for one in made.steps.all()] == [("Marché", 3, None, None)]
    assert [one.key for one in made.nodes.all()] == ["o1"]


def test_months_before_stay_in_their_month() -> None:
    assert standing.months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert standing.months_before(date(2026, 1, 15), 3) == date(2025, 10, 15)
