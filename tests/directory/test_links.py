"""Two things of wings that ignore each other are tied by who edits the one and reads both; each reads what they may."""

from datetime import UTC, datetime

import pytest

from maillage.commons.challenges.models import Challenge
from maillage.commons.reports.models import Report
from maillage.directory import things
from maillage.directory.joining import Described, describe, join
from maillage.directory.links import tying
from maillage.directory.links.models import Link
from maillage.directory.links.sorts import sorts
from maillage.directory.models import Membership, Organisation, User
from maillage.directory.notices import telling
from maillage.kernel.errors import UsageError
from maillage.steering.actions.models import Action
from maillage.steering.strategies.models import Strategy

pytestmark = pytest.mark.django_db
HEAD = "Ce à quoi elle répond"


@pytest.fixture
def people() -> dict[str, User]:
    """Ada edits in Doubs, that files challenges; Bob reads there; Zoé edits in Jura."""
    describe("Doubs", Described(territory="departement:25"))
    describe("Jura", Described(territory="departement:39"))
    describe("Orange", Described(kind="operateur"))
    rows = (("ada", "Doubs", "equipe"), ("bob", "Doubs", "lecteur"), ("zoe", "Jura", "equipe"))
    return {who: join(f"{who}@exemple.fr", where, role).person for who, where, role in rows}


@pytest.fixture
def action(people: dict[str, User]) -> Action:
    doubs = Organisation.objects.get(name="Doubs")
    plan = Strategy.objects.create(slug="plan", title="Plan", level="departement", organisation=doubs, shown=True)
    with telling.silent():
        return Action.objects.create(code="A1", title="Fibre", strategy=plan, visibility="partenaires")


@pytest.fixture
def challenge(people: dict[str, User]) -> Challenge:
    return Challenge.objects.create(
        year=2026,
        rank=1,
        organisation=Organisation.objects.get(name="Doubs"),
        operator=Organisation.objects.get(name="Orange"),
        commune="25547",
        commune_name="Bélieu",
        observation="Rien ici",
        filed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


@pytest.fixture
def report(db: None) -> Report:
    return Report.objects.create(
        year=2026,
        rank=1,
        told_at=datetime(2026, 1, 1, tzinfo=UTC),
        category="fibre",
        commune="25547",
        commune_name="Bélieu",
    )


def about(thing: Action | Challenge | Report) -> things.About:
    kind = {Action: "action", Challenge: "contestation", Report: "signalement"}[type(thing)]
    return kind, str(thing.pk)


def titles(person: User | None, thing: Action | Challenge | Report) -> list[str]:
    return [other.title for pairs in tying.tied(person, about(thing)).values() for _, other in pairs]


def test_what_is_tied_is_read_from_both_ends(
    people: dict[str, User], action: Action, challenge: Challenge, report: Report
) -> None:
    for other in (challenge, report):
        tying.tie(people["ada"], about(action), "repond", about(other))
    assert set(titles(people["bob"], action)) == {
        "Contestation 2026-C00001, Bélieu, Orange",
        "Signalement 2026-000001, Bélieu : L’état de la fibre n’est pas le bon",
    }
    assert list(tying.tied(people["bob"], about(challenge))) == ["Ce qui est engagé"]
    assert titles(people["bob"], challenge) == titles(people["bob"], report) == ["A1 Fibre"]
    assert Link.history.filter(history_user=people["ada"]).count() == 2


def test_each_end_is_shown_to_who_may_read_it_only(
    people: dict[str, User], action: Action, challenge: Challenge, report: Report
) -> None:
    for other in (challenge, report):
        tying.tie(people["ada"], about(action), "repond", about(other))
    assert titles(None, report) == titles(people["zoe"], report) == []
    Action.objects.update(visibility="publique")
    assert titles(None, report) == ["A1 Fibre"]
    ((_, shown),) = tying.tied(None, about(report))["Ce qui est engagé"]
    assert shown.address == "/strategies/plan/actions/A1"
    assert titles(people["zoe"], action) == ["Signalement 2026-000001, Bélieu : L’état de la fibre n’est pas le bon"]


def test_the_right_is_asked_at_both_ends_at_each_door(
    people: dict[str, User], action: Action, challenge: Challenge
) -> None:
    for who in ("bob", "zoe"):
        with pytest.raises(UsageError):
            tying.tie(people[who], about(action), "repond", about(challenge))
    link = tying.tie(people["ada"], about(action), "repond", about(challenge))
    for who in ("bob", "zoe"):
        with pytest.raises(UsageError):
            tying.untie(people[who], link.pk)
    Challenge.objects.update(organisation=Organisation.objects.get(name="Jura"))
    with pytest.raises(UsageError):
        tying.untie(people["ada"], link.pk)
    assert Link.objects.count() == 1


def test_who_edits_the_action_and_may_not_read_the_challenge_does_not_tie_it(
    people: dict[str, User], action: Action, challenge: Challenge
) -> None:
    Challenge.objects.update(organisation=Organisation.objects.get(name="Jura"))
    with pytest.raises(UsageError, match="n’est pas ici"):
        tying.tie(people["ada"], about(action), "repond", about(challenge))
    thing, sort = tying.one_end(people["ada"], about(action), "repond")
    assert tying.proposed(people["ada"], thing, sort, "belieu") == []


def test_the_same_two_are_tied_once_and_a_link_is_taken_away(
    people: dict[str, User], action: Action, report: Report
) -> None:
    first = tying.tie(people["ada"], about(action), "repond", about(report))
    assert tying.tie(people["ada"], about(action), "repond", about(report)) == first
    assert tying.untie(people["ada"], first.pk).about == about(action)
    with pytest.raises(UsageError):
        tying.untie(people["ada"], first.pk)
    assert not Link.objects.exists()


@pytest.mark.parametrize(
    "other", [("action", "1"), ("rien", "1"), ("signalement", "999"), ("signalement", "zz"), ("", "")]
)
def test_what_the_sort_does_not_take_or_is_not_there_is_refused(
    people: dict[str, User], action: Action, other: things.About
) -> None:
    with pytest.raises(UsageError):
        tying.tie(people["ada"], about(action), "repond", other)
    with pytest.raises(UsageError):
        tying.tie(people["ada"], about(action), "autre-sorte", other)


def test_names_are_looked_for_whatever_accents_and_what_is_tied_is_not_proposed_again(
    people: dict[str, User], action: Action, challenge: Challenge, report: Report
) -> None:
    thing, sort = tying.one_end(people["ada"], about(action), "repond")

    def proposed(text: str) -> list[things.About]:
        return [other.about for other in tying.proposed(people["ada"], thing, sort, text)]

    assert proposed("BELIEU") == [about(challenge), about(report)]
    assert proposed("bélieu orange") == [about(challenge)]
    assert proposed("") == proposed("ailleurs") == []
    tying.tie(people["ada"], about(action), "repond", about(challenge))
    assert proposed("belieu") == [about(report)]


def test_links_go_with_either_end(people: dict[str, User], action: Action, report: Report) -> None:
    tying.tie(people["ada"], about(action), "repond", about(report))
    report.delete()
    assert not Link.objects.exists()


def test_every_sort_names_kinds_that_apps_declare_and_every_kind_is_of_its_model() -> None:
    for sort in sorts().values():
        assert {sort.one, *sort.others} <= set(things.kinds())
    for kind in things.kinds().values():
        assert kind.readable(None).model is kind.model
    assert Membership.objects.count() == 0
