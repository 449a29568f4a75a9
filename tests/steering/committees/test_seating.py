"""Who sits where: seats in their order, kept by who holds them; bodies opened by who may, loaded with their seats."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from maillage.directory.models import Organisation, User
from maillage.steering import shipped
from maillage.steering.committees import opening, reference, seating
from maillage.steering.committees.holding import Minutes, hold
from maillage.steering.committees.models import Body, Seat
from maillage.steering.committees.seating import Seated
from maillage.steering.strategies.models import Strategy
from tests.steering.committees.conftest import meet


def as_they_are(body: Body) -> list[Seated]:
    """The seats of a body, as its form sends them back."""
    return [
        Seated(str(seat), seat.part, seat.person.email if seat.person else "", seat.pk)
        for seat in seating.sitting(body)
    ]


def ranked(body: Body) -> list[tuple[int, str]]:
    return [(seat.rank, str(seat)) for seat in seating.sitting(body)]


def test_seats_are_numbered_from_one_in_the_order_they_are_sent(body: Body) -> None:
    chair, member, guest = as_they_are(body)
    seating.seat(body, [guest, chair, member], None)
    assert ranked(body) == [(1, "Préfecture d’essai"), (2, "Région Essai"), (3, "Syndicat Essai")]


def test_a_seat_that_is_added_takes_the_place_of_nobody(strategy: Strategy) -> None:
    body = Body.objects.create(slug="autre", strategy=strategy, name="Autre", kind="suivi")
    Seat.objects.create(pk=1, body=body, name="Agence X", rank=1)
    seating.seat(body, [*as_they_are(body), Seated("Agence Y", "invite")], None)
    assert ranked(body) == [(1, "Agence X"), (2, "Agence Y")]


def test_seats_sent_back_as_they_are_change_nothing(body: Body) -> None:
    before = Seat.history.count()
    seating.seat(body, as_they_are(body), None)
    assert Seat.history.count() == before


def test_each_thing_changed_in_a_seat_is_written_and_signed(body: Body, secretary: User) -> None:
    chair, member, guest = as_they_are(body)
    changed = Seated(member.who, "secretariat", "lecteur@exemple.fr", member.pk)
    seating.seat(body, [chair, changed, guest], secretary)
    seat = Seat.objects.get(pk=member.pk)
    assert (seat.part, str(seat.person), seat.left_on) == ("secretariat", "lecteur@exemple.fr", None)
    assert Seat.history.filter(history_user=secretary).count() == 1


def test_a_name_typed_with_spaces_or_other_capitals_is_the_organisation_of_that_name(body: Body) -> None:
    Organisation.objects.create(name="Agence X", kind="autre")
    seating.seat(body, [*as_they_are(body), Seated(" agence x ", "membre"), Seated(" Agence Y ", "invite")], None)
    known, unknown = seating.sitting(body)[3:]
    assert (str(known.organisation), known.name) == ("Agence X", "")
    assert (unknown.organisation, unknown.name) == (None, "Agence Y")


def test_a_seat_kept_under_its_name_stays_so_when_an_organisation_of_that_name_opens(body: Body) -> None:
    Organisation.objects.create(name="Préfecture d’essai", kind="autre")
    seating.seat(body, as_they_are(body), None)
    guest = seating.sitting(body)[2]
    assert (guest.organisation, guest.name) == (None, "Préfecture d’essai")


def test_a_seat_given_to_another_name_is_no_more_of_its_organisation(body: Body) -> None:
    chair, member, guest = as_they_are(body)
    seating.seat(body, [chair, Seated("Agence X", "membre", "", member.pk), guest], None)
    seat = Seat.objects.get(pk=member.pk)
    assert (seat.organisation, seat.name, seat.person) == (None, "Agence X", None)


def test_who_comes_back_takes_the_former_seat_with_its_presences(body: Body) -> None:
    everybody = as_they_are(body)
    guest = everybody[2]
    hold(meet(body, 3, 10), Minutes("ouverte", presences={guest.pk or 0: "present"}), None)
    seating.seat(body, everybody[:2], None)
    assert Seat.objects.get(pk=guest.pk).left_on is not None
    seating.seat(body, [*everybody[:2], Seated("Préfecture d’essai", "invite")], None)
    back = seating.sitting(body)[2]
    assert (back.pk, back.attendances.count()) == (guest.pk, 1)


def test_an_account_that_is_closed_is_given_no_seat(body: Body) -> None:
    User.objects.filter(email="lecteur@exemple.fr").update(is_active=False)
    with pytest.raises(ValidationError, match="n’a pas de compte ici"):
        seating.seat(body, [Seated("Agence X", "membre", "lecteur@exemple.fr")], None)


def new(strategy: Strategy) -> Body:
    return Body(slug="suivi", strategy=strategy, name="Suivi", kind="suivi")


def test_a_body_of_a_simulated_strategy_is_simulated_and_stays_what_it_was(strategy: Strategy, secretary: User) -> None:
    real = opening.save(new(strategy), secretary)
    assert not real.simulated
    Strategy.objects.update(simulated=True)
    real = Body.objects.get()
    real.name = "Suivi des réseaux"
    assert not opening.save(real, secretary).simulated
    strategy.refresh_from_db()
    other = new(strategy)
    other.slug = "simule"
    assert opening.save(other, secretary).simulated


def test_who_does_not_hold_the_committees_opens_none_and_changes_none(
    strategy: Strategy, body: Body, people: dict[str, User]
) -> None:
    body.name = "Autre nom"
    for refused in (new(strategy), body):
        with pytest.raises(PermissionDenied, match="ne permet pas de tenir"):
            opening.save(refused, people["pilote"])
    assert [str(kept) for kept in Body.objects.all()] == ["Comité d’essai"]


def described(slug: str) -> dict[str, object]:
    return {"slug": slug, "name": "Un comité", "kind": "suivi"}


def enter(slug: str, strategy: Strategy, *seats: tuple[str, str]) -> Body:
    """The body of a file that names these seats, entered for a strategy."""
    [_] = shipped.enter([("Instances", reference._body(described(slug), list(seats), strategy))])
    return Body.objects.latest("pk")


def test_the_seats_of_a_shipped_body_are_numbered_from_one_in_the_order_of_its_document(strategy: Strategy) -> None:
    body = enter("suivi", strategy, ("president", "Préfecture"), ("membre", "Région"))
    assert ranked(body) == [(1, "Préfecture"), (2, "Région")]


def test_the_body_of_another_strategy_has_its_name_too_cut_to_what_an_address_holds(strategy: Strategy) -> None:
    name = "c" * 30
    assert enter(name, strategy).slug == name
    long = Strategy.objects.create(slug="s" * 40, title="Autre", level="region")
    assert enter(name, long).slug == f"{name}-{'s' * 29}"
    hyphen = Strategy.objects.create(slug=f"{'t' * 28}-fin", title="Encore une autre", level="region")
    assert enter(name, hyphen).slug == f"{name}-{'t' * 28}"


def test_a_body_that_is_shipped_again_keeps_the_short_name_it_was_given(strategy: Strategy) -> None:
    other = Strategy.objects.create(slug="autre", title="Autre", level="region")
    enter("suivi", other)
    assert enter("suivi", strategy).slug == "suivi-essai"
    Body.objects.filter(strategy=other).delete()
    assert reference._slug("suivi", strategy) == "suivi-essai"
    # Even once people took it away.
    Body.objects.all().delete()
    assert reference._slug("suivi", strategy) == "suivi-essai"
