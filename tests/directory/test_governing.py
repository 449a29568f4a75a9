"""Who lets whom in: administrators, at home and for their strategy; links and accounts end when they must."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from maillage.directory import governing
from maillage.directory.governing import Given
from maillage.directory.models import Invitation, Kind, Membership, Organisation, Role, User
from maillage.kernel.errors import UsageError

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubs() -> Organisation:
    return Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE)


@pytest.fixture
def jura() -> Organisation:
    return Organisation.objects.create(name="Jura", kind=Kind.COLLECTIVITE)


@pytest.fixture
def team() -> Organisation:
    return Organisation.objects.create(name="Équipe projet", kind=Kind.EQUIPE)


def holding(organisation: Organisation, role: Role = Role.ADMINISTRATEUR, **limits: str) -> User:
    """Somebody who holds this role there, within these limits."""
    person = User.objects.create_user(f"p{User.objects.count()}@exemple.fr")
    Membership.objects.create(person=person, organisation=organisation, role=role.value, **limits)
    return person


def test_an_administrator_lets_in_at_home_and_one_of_a_project_team_everywhere(
    doubs: Organisation, jura: Organisation, team: Organisation
) -> None:
    own, every = holding(doubs), holding(team)
    assert [governing.governs(own, place) for place in (doubs, jura, team)] == [True, False, False]
    assert [governing.governs(every, place) for place in (doubs, jura, team)] == [True, True, True]
    assert governing.organisations(own) == [doubs]
    assert governing.organisations(every) == list(Organisation.objects.all())
    assert (governing.everywhere(own), governing.everywhere(every)) == (False, True)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATEUR])
def test_no_other_role_lets_anybody_in(doubs: Organisation, team: Organisation, role: Role) -> None:
    for place in (doubs, team):
        person = holding(place, role)
        assert not governing.governs(person, place)
        assert governing.organisations(person) == []
        assert not governing.everywhere(person)


def test_who_administrates_one_strategy_lets_in_for_that_one_only(
    doubs: Organisation, jura: Organisation, team: Organisation
) -> None:
    own, every = holding(doubs, strategy="plan"), holding(team, strategy="plan")
    for person, places in ((own, [doubs]), (every, [doubs, jura, team])):
        for place in (doubs, jura, team):
            allowed = place in places
            assert governing.governs(person, place, "plan") is allowed
            assert not governing.governs(person, place, "autre")
            assert not governing.governs(person, place)
            assert governing.strategies(person, place) == ({"plan"} if allowed else set())
        assert not governing.everywhere(person)
    assert governing.strategies(holding(doubs), doubs) is None


def test_who_administrates_some_territories_lets_nobody_in(doubs: Organisation, team: Organisation) -> None:
    for place in (doubs, team):
        assert not governing.governs(holding(place, territories="departement:25"), place)


def seen(person: User) -> set[str]:
    """The roles somebody reads, by organisation and strategy."""
    roles = Membership.objects.filter(governing.roles_seen(person)).select_related("organisation")
    return {f"{held.organisation} {held.strategy}".strip() for held in roles}


def test_roles_are_read_by_who_gives_them_and_those_of_other_strategies_are_not(
    doubs: Organisation, jura: Organisation, team: Organisation
) -> None:
    for place in (doubs, jura):
        for strategy in ("", "plan", "autre"):
            holding(place, Role.LECTEUR, strategy=strategy)
    assert seen(holding(doubs)) == {"Doubs", "Doubs plan", "Doubs autre"}
    assert seen(holding(doubs, strategy="plan")) == {"Doubs", "Doubs plan"}
    assert seen(holding(team, strategy="plan")) == {"Doubs plan", "Jura plan", "Équipe projet plan"}
    assert seen(holding(jura, Role.EQUIPE)) == set()
    assert seen(holding(team)) >= {"Doubs autre", "Jura autre", "Jura"}


def test_an_organisation_is_opened_by_who_rules_everywhere_and_changed_by_its_own(
    doubs: Organisation, jura: Organisation, team: Organisation
) -> None:
    own, every = holding(doubs), holding(team)
    doubs.name = "Département du Doubs"
    governing.save_organisation(doubs, own)
    for refused in (jura, Organisation(name="Nièvre", kind=Kind.COLLECTIVITE)):
        with pytest.raises(PermissionDenied):
            governing.save_organisation(refused, own)
        governing.save_organisation(refused, every)
    assert Organisation.objects.filter(name="Département du Doubs").exists()
    assert Organisation.objects.filter(name="Nièvre").exists()
    with pytest.raises(ValidationError):
        governing.save_organisation(Organisation(name="Nièvre", kind=Kind.COLLECTIVITE), every)


def invited(by: User, place: Organisation, email: str = "ada@exemple.fr", role: str = "lecteur") -> Invitation:
    return governing.invite(by, email, place, Given(role))


def test_a_wrong_address_is_told_by_its_first_sixty_signs(doubs: Organisation) -> None:
    chief = holding(doubs)
    for length in (60, 61):
        with pytest.raises(UsageError) as refused:
            invited(chief, doubs, "a" * length)
        assert str(refused.value) == f"« {'a' * 60} » n’est pas une adresse électronique."
    assert not Invitation.objects.exists()


def test_who_has_a_role_there_is_not_invited_to_it_again_but_for_another_strategy(
    doubs: Organisation, jura: Organisation
) -> None:
    chief = holding(doubs)
    person = holding(doubs, Role.LECTEUR)
    with pytest.raises(UsageError, match="a déjà un rôle ici"):
        invited(chief, doubs, f" {person.email.upper()} ")
    governing.invite(chief, person.email, doubs, Given("pilote", "plan"))
    invited(holding(jura), jura, person.email)
    assert Invitation.objects.count() == 2


def test_a_link_serves_until_its_end_and_one_sent_again_ends_the_former(doubs: Organisation) -> None:
    chief = holding(doubs)
    token = governing.token_of(invited(chief, doubs))
    invitation = governing.invitation_of(token)
    assert invitation is not None
    assert invitation.email == "ada@exemple.fr"
    Invitation.objects.update(ends_at=invitation.ends_at + timedelta(seconds=1))
    assert governing.invitation_of(token) is None
    Invitation.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert governing.invitation_of(governing.token_of(Invitation.objects.get())) is None
    assert governing.invitation_of("zzz") is None


def test_the_link_of_who_may_invite_no_more_lets_nobody_in(doubs: Organisation) -> None:
    chief = holding(doubs)
    token = governing.token_of(invited(chief, doubs))
    Membership.objects.update(role="equipe")
    assert governing.invitation_of(token) is None
    User.objects.filter(pk=chief.pk).delete()
    assert governing.invitation_of(token) is None


def test_an_invitation_says_whether_its_address_has_an_account(doubs: Organisation) -> None:
    invitation = invited(holding(doubs), doubs)
    assert not governing.known(invitation)
    User.objects.create_user("ada@exemple.fr")
    assert governing.known(invitation)


def test_saying_yes_opens_one_account_or_opens_again_the_one_there_was(doubs: Organisation, jura: Organisation) -> None:
    chief = holding(doubs)
    first = governing.accept(invited(chief, doubs))
    assert first is not None
    User.objects.filter(pk=first.pk).update(is_active=False)
    again = governing.accept(invited(holding(jura), jura, role="pilote"))
    assert again == first
    assert User.objects.get(pk=first.pk).is_active
    held = Membership.objects.filter(person=first).values_list("organisation__name", "role")
    assert set(held) == {("Doubs", "lecteur"), ("Jura", "pilote")}
    assert Membership.history.filter(person=first, history_user=chief).count() == 1


def test_the_second_to_open_a_link_does_not_enter_and_a_role_given_meanwhile_is_changed(doubs: Organisation) -> None:
    invitation = invited(holding(doubs), doubs, role="pilote")
    person = User.objects.create_user("ada@exemple.fr")
    Membership.objects.create(person=person, organisation=doubs, role="lecteur")
    assert governing.accept(invitation) == person
    assert Membership.objects.get(person=person).role == "pilote"
    assert governing.accept(invitation) is None


def test_an_invitation_is_called_off_by_who_could_give_it(doubs: Organisation, jura: Organisation) -> None:
    invitation = invited(holding(doubs), doubs)
    with pytest.raises(PermissionDenied):
        governing.call_off(holding(jura), invitation)
    governing.call_off(holding(doubs), invitation)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "lowered", [Given("equipe"), Given("administrateur", "plan"), Given("administrateur", "", "departement:25")]
)
def test_the_last_administrator_is_not_lowered_nor_limited_and_may_stay(doubs: Organisation, lowered: Given) -> None:
    chief = holding(doubs)
    role = Membership.objects.get(person=chief)
    with pytest.raises(UsageError, match="dernier administrateur de Doubs"):
        governing.change(chief, role.pk, lowered)
    assert governing.change(chief, role.pk, Given("administrateur")) == role
    other = holding(doubs)
    assert governing.change(other, role.pk, lowered).role == lowered.role


@pytest.mark.parametrize("other", ["limited to a strategy", "limited to a place", "closed", "elsewhere", "lower"])
def test_an_administrator_is_the_last_when_no_other_rules_all_of_it(
    doubs: Organisation, jura: Organisation, other: str
) -> None:
    held = Membership.objects.get(person=holding(doubs))
    if other.startswith("limited"):
        limits = {"strategy": "plan"} if "strategy" in other else {"territories": "departement:25"}
        limited = Membership.objects.get(person=holding(doubs, **limits))
        assert not governing.is_last(limited)
    elif other == "closed":
        User.objects.filter(pk=holding(doubs).pk).update(is_active=False)
    else:
        holding(jura if other == "elsewhere" else doubs, Role.ADMINISTRATEUR if other == "elsewhere" else Role.EQUIPE)
    assert governing.is_last(held)
    holding(doubs)
    assert not governing.is_last(held)


def test_a_role_is_changed_by_who_governs_it_into_one_they_give(doubs: Organisation, jura: Organisation) -> None:
    chief, person = holding(doubs, strategy="plan"), holding(doubs, Role.LECTEUR, strategy="plan")
    role = Membership.objects.get(person=person)
    with pytest.raises(PermissionDenied):
        governing.change(holding(jura), role.pk, Given("pilote", "plan"))
    with pytest.raises(PermissionDenied):
        governing.change(chief, role.pk, Given("pilote"))
    assert governing.change(chief, role.pk, Given("pilote", "plan", "departement:25,")).territories == "departement:25"
    assert Membership.history.filter(history_user=chief).count() == 1
    with pytest.raises(UsageError, match="n’existe plus"):
        governing.change(chief, 999_999, Given("pilote", "plan"))


def test_two_roles_of_a_person_are_not_made_one_for_the_same_strategy(doubs: Organisation) -> None:
    chief, person = holding(doubs), holding(doubs, Role.LECTEUR)
    second = Membership.objects.create(person=person, organisation=doubs, role="pilote", strategy="plan")
    with pytest.raises(UsageError, match="a déjà un rôle ici pour cette stratégie"):
        governing.change(chief, second.pk, Given("pilote"))
    assert governing.change(chief, second.pk, Given("equipe", "plan")).role == "equipe"


def test_the_account_closes_with_the_last_role_and_not_before(doubs: Organisation, jura: Organisation) -> None:
    chief, person = holding(doubs), holding(doubs, Role.LECTEUR)
    other = Membership.objects.create(person=person, organisation=jura, role="lecteur")
    governing.remove(chief, Membership.objects.get(person=person, organisation=doubs).pk)
    assert User.objects.get(pk=person.pk).is_active
    governing.remove(holding(jura), other.pk)
    assert not User.objects.filter(pk=person.pk).exists()


def test_the_account_of_who_wrote_something_is_closed_and_not_erased(doubs: Organisation) -> None:
    chief = holding(doubs)
    person = holding(doubs)
    governing.change(person, Membership.objects.get(person=chief).pk, Given("administrateur"))
    governing.remove(chief, Membership.objects.get(person=person).pk)
    assert not User.objects.get(pk=person.pk).is_active


def test_who_enters_by_a_password_or_rules_the_site_keeps_the_account_without_any_role(doubs: Organisation) -> None:
    plain, root, typed = holding(doubs), holding(doubs), holding(doubs)
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    typed.set_password("un long secret")
    typed.save()
    for person, leaves in ((plain, True), (root, False), (typed, False)):
        held = Membership.objects.get(person=person)
        person.refresh_from_db()
        assert not governing.leaves(person)
        assert governing.leaves(person, held) is leaves


def test_past_invitations_are_counted_as_they_are_forgotten(doubs: Organisation) -> None:
    chief = holding(doubs)
    for rank in range(3):
        invited(chief, doubs, f"a{rank}@exemple.fr")
    assert governing.forget_past() == 0
    Invitation.objects.exclude(email="a0@exemple.fr").update(ends_at=timezone.now() - timedelta(seconds=1))
    assert governing.forget_past() == 2
    assert Invitation.objects.get().email == "a0@exemple.fr"
