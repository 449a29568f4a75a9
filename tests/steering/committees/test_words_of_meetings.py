"""What calendars, agendas and seats tell of meetings: dates in words, what is called off, what is off track."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from maillage.directory.models import User
from maillage.steering.committees import agenda, calendar, holding, indicators, seating
from maillage.steering.committees.holding import Minutes, Said
from maillage.steering.committees.models import Body, Decision, Item, Meeting, Seat
from maillage.steering.committees.seating import Seated
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import entering
from maillage.steering.targets.entering import Given
from maillage.steering.targets.models import Target
from tests.steering.committees.conftest import meet
from tests.steering.targets.conftest import made

TODAY = date(2026, 11, 22)


def test_a_diary_is_told_that_a_meeting_stands_or_is_called_off(meeting: Meeting) -> None:
    told = calendar.written([meeting], "Comité", members=True).decode()
    assert "STATUS:CONFIRMED" in told
    assert "@localhost" in told
    meeting.stage = "annulee"
    assert "STATUS:CANCELLED" in calendar.written([meeting], "Comité", members=True).decode()
    assert "METHOD:CANCEL" in calendar.invitation(meeting).decode()


def test_the_links_of_a_video_conference_come_before_the_papers(meeting: Meeting, settings: Any) -> None:
    settings.MAILLAGE_ADDRESS = "https://maillage.exemple.fr:8443/ici"
    meeting.visio = "https://visio.exemple.fr/salle"
    told = calendar.written([meeting], "Comité", members=True).decode().replace("\r\n ", "")
    assert f"UID:{meeting.uid}@maillage.exemple.fr\r\n" in told
    assert told.index("Visioconférence") < told.index("Ordre du jour")


def test_a_body_that_meets_each_quarter_is_late_after_93_days_and_not_before(body: Body) -> None:
    assert calendar.next_due(body) == "Aucune réunion encore, pour une tous les 3 mois."
    held = meet(body, 3, 10)
    for days, late in ((92, False), (94, True)):
        start = timezone.now() - timedelta(days=days)
        Meeting.objects.update(starts_at=start, ends_at=start + timedelta(hours=2))
        assert bool(calendar.next_due(body)) is late
    held.refresh_from_db()
    assert calendar.next_due(body) == (f"La dernière réunion est du {held.day} : la suivante devrait être passée.")


def test_a_body_that_never_met_says_nothing_when_it_meets_each_month_or_when_it_wants(body: Body) -> None:
    for months in (1, None):
        body.months = months
        assert calendar.next_due(body) == ""


@pytest.fixture
def decision(body: Body) -> Decision:
    """Something decided in March 2026, for the first of May."""
    item = Item.objects.create(meeting=meet(body, 3, 10), title="Écrire au préfet", minutes="Dit.")
    return Decision.objects.create(item=item, verdict="autre", text="Une lettre est envoyée.", due_on=date(2026, 5, 1))


def test_a_decision_says_the_day_it_is_for_or_that_the_day_is_past(meeting: Meeting, decision: Decision) -> None:
    assert agenda.proposed(meeting, date(2026, 4, 1))[0].reasons[0].endswith(", pour le 1er mai 2026.")
    (late,) = agenda.proposed(meeting, date(2026, 5, 11))
    assert late.reasons[0].endswith(" : l’échéance du 1er mai 2026 est passée.")
    assert late.score == 110


def test_minutes_sent_again_unchanged_write_nothing(decision: Decision, secretary: User) -> None:
    item = decision.item
    before = (item.history.count(), decision.history.count())
    told = (item.pk, "Dit.", "autre")
    for text in ("Une lettre est envoyée.", "Deux lettres."):
        said = Said(*told, text, due_on=date(2026, 5, 1))
        holding.hold(Meeting.objects.get(), Minutes("ouverte", said=[said]), secretary)
        if text == decision.text:
            assert (item.history.count(), decision.history.count()) == before
    assert Decision.objects.get().text == "Deux lettres."


def test_a_seat_keeps_its_organisation_and_takes_the_name_that_is_typed(body: Body, secretary: User) -> None:
    chair, member, guest = body.seats.all()
    same = [
        Seated("Région Essai", "president", "equipe@exemple.fr", chair.pk),
        Seated("Syndicat Essai", "membre", "", member.pk),
        Seated("Préfecture de région", "invite", "", guest.pk),
    ]
    seating.seat(body, same, secretary)
    assert [str(one) for one in body.seats.order_by("rank")] == [
        "Région Essai",
        "Syndicat Essai",
        "Préfecture de région",
    ]
    assert Seat.objects.get(pk=chair.pk).organisation is not None
    assert Seat.objects.get(pk=guest.pk).organisation is None


def behind(strategy: Strategy, code: str, due: date, value: str) -> None:
    """An indicator that should go from 0 in 2024 to 100 on a day, and was at this value at the end of 2025."""
    sheet = made(strategy, code, frequency="annuelle")
    Target.objects.create(
        sheet=sheet, territory="region:27", value=Decimal(100), on=due, initial=Decimal(0), initial_on=date(2024, 1, 1)
    )
    entering.enter(sheet, Given("region:27", "2025", Decimal(value)), None)


def test_a_target_missed_weighs_more_than_one_that_is_behind_its_line(
    strategy: Strategy, settings: Any, tmp_path: Any
) -> None:
    settings.MAILLAGE_HOME = tmp_path
    behind(strategy, "manquee", date(2025, 12, 31), "40")
    behind(strategy, "derriere", date(2027, 12, 31), "10")
    behind(strategy, "devant", date(2027, 12, 31), "90")
    told = {sheet.code: (weight, words[0]) for sheet, weight, words in indicators.off_track(strategy, TODAY)}
    assert told.keys() == {"manquee", "derriere"}
    assert told["manquee"][0] == indicators.MISSED > told["derriere"][0] == indicators.BEHIND
    # Nothing is published here: a territory is called by its code.
    assert told["manquee"][1].startswith("Cible manquée, region:27 : 40")
    assert told["derriere"][1].startswith("Hors trajectoire, region:27 : 10")
    assert told["derriere"][1].endswith("pour 100 en 2027.")
