"""Who may do what: no, unless a role says yes; and every change of a role is kept, without any address."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from maillage.directory.models import Kind, Membership, Organisation, Role, User
from maillage.directory.rights import clearance, may, memberships, of_kind, organisations, reaches, read_once
from maillage.kernel.territory import Level, Ref
from maillage.kernel.visibility import Clearance, Visibility
from maillage.observatory import door

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubs() -> Organisation:
    return Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE, level="departement", code="25")


def test_nobody_may_anything_without_a_role(doubs: Organisation) -> None:
    stranger = User.objects.create_user("ada@exemple.fr")
    root = User.objects.create_superuser("root@exemple.fr")
    for person in (None, AnonymousUser(), stranger, root):
        assert memberships(person) == []
        assert not any(may(person, doubs, role) for role in Role)


def test_a_role_gives_what_it_says_and_what_is_under_it_there_only(doubs: Organisation) -> None:
    other = Organisation.objects.create(name="Jura", kind=Kind.COLLECTIVITE)
    ada = User.objects.create_user("ada@exemple.fr")
    Membership.objects.create(person=ada, organisation=doubs, role=Role.CONTRIBUTEUR)
    assert [may(ada, doubs, role) for role in Role] == [role is not Role.ADMINISTRATEUR for role in Role]
    assert not any(may(ada, other, role) for role in Role)
    assert organisations(ada, Role.ADMINISTRATEUR) == []
    ada.is_active = False
    assert not any(may(ada, doubs, role) for role in Role)


def test_a_territory_reaches_what_is_inside_it_only(doubs: Organisation, release_home: Path) -> None:
    source = door.current(release_home)
    here = source.territory(Ref(Level.COMMUNE, "25547"))
    elsewhere = source.territory(Ref(Level.COMMUNE, "90010"))
    assert reaches(doubs, here)
    assert reaches(doubs, source.territory(Ref(Level.DEPARTEMENT, "25")))
    assert not reaches(doubs, elsewhere)
    assert not reaches(doubs, source.territory(Ref(Level.REGION, "27")))
    assert not reaches(Organisation(name="Partout", kind=Kind.EQUIPE), here)


def test_every_change_of_a_role_is_kept_with_who_made_it_and_no_address(doubs: Organisation) -> None:
    ada, chief = User.objects.create_user("ada@exemple.fr"), User.objects.create_user("chef@exemple.fr")
    held = Membership(person=ada, organisation=doubs, role=Role.LECTEUR)
    held._history_user = chief
    held.save()
    held.role = Role.ADMINISTRATEUR
    held.save()
    pk = ada.pk
    ada.delete()
    kept = list(Membership.history.order_by("history_date", "history_id").values())
    assert [(one["history_type"], one["role"], one["person_id"]) for one in kept] == [
        ("+", "lecteur", pk),
        ("~", "administrateur", pk),
        ("-", "administrateur", pk),
    ]
    assert kept[0]["history_user_id"] == chief.pk
    assert "ada@" not in str(kept)


def test_a_person_has_one_role_in_an_organisation_and_a_territory_is_whole(doubs: Organisation) -> None:
    ada = User.objects.create_user("ada@exemple.fr")
    Membership.objects.create(person=ada, organisation=doubs, role=Role.LECTEUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=ada, organisation=doubs, role=Role.ADMINISTRATEUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Mal dit", kind=Kind.AUTRE, level="commune")


@pytest.mark.parametrize("limits", [{"strategy": "plan"}, {"territories": "departement:25"}])
def test_a_role_for_one_strategy_or_some_territories_is_nothing_in_the_affairs_of_an_organisation(
    doubs: Organisation, limits: dict[str, str]
) -> None:
    ada = User.objects.create_user("ada@exemple.fr")
    Membership.objects.create(person=ada, organisation=doubs, role=Role.ADMINISTRATEUR, **limits)
    assert organisations(ada) == []
    assert not any(may(ada, doubs, role) for role in Role)
    assert clearance(ada) == Clearance()
    Membership.objects.create(person=ada, organisation=doubs, role=Role.LECTEUR, strategy="autre")
    assert organisations(ada) == []


def test_an_organisation_where_somebody_has_two_roles_is_listed_once(doubs: Organisation) -> None:
    jura = Organisation.objects.create(name="Jura", kind=Kind.COLLECTIVITE)
    ada = User.objects.create_user("ada@exemple.fr")
    for place in (jura, doubs):
        Membership.objects.create(person=ada, organisation=place, role=Role.EQUIPE)
    Membership.objects.create(person=ada, organisation=doubs, role=Role.PILOTE, strategy="plan")
    assert organisations(ada) == [doubs, jura]


def test_organisations_of_a_kind_are_those_where_the_role_is_high_enough(doubs: Organisation) -> None:
    team = Organisation.objects.create(name="Équipe projet", kind=Kind.EQUIPE)
    ada = User.objects.create_user("ada@exemple.fr")
    Membership.objects.create(person=ada, organisation=doubs, role=Role.LECTEUR)
    Membership.objects.create(person=ada, organisation=team, role=Role.PILOTE)
    assert of_kind(ada, Kind.COLLECTIVITE) == [doubs]
    assert of_kind(ada, Kind.COLLECTIVITE, Role.PILOTE) == []
    assert of_kind(ada, Kind.EQUIPE, Role.PILOTE) == [team]
    assert of_kind(ada, Kind.EQUIPE, Role.ADMINISTRATEUR) == []


@pytest.mark.parametrize(
    ("kind", "code", "levels"),
    [
        (Kind.COLLECTIVITE, "25", {Visibility.COLLECTIVITES}),
        (Kind.EQUIPE, "25", {Visibility.COLLECTIVITES, Visibility.EQUIPE_PROJET}),
        (Kind.AUTRE, "25", set()),
        (Kind.EQUIPE, "", set()),
    ],
)
def test_what_is_reserved_is_opened_by_the_kind_of_an_organisation_on_its_territory(
    kind: Kind, code: str, levels: set[Visibility]
) -> None:
    held = Organisation.objects.create(name="Ici", kind=kind, level="departement" if code else "", code=code)
    ada = User.objects.create_user("ada@exemple.fr")
    Membership.objects.create(person=ada, organisation=held, role=Role.LECTEUR)
    assert clearance(ada) == Clearance(frozenset((level, Ref.parse("departement:25")) for level in levels))
    assert clearance(None) == Clearance()


def test_the_roles_of_two_people_read_in_one_request_stay_apart(doubs: Organisation) -> None:
    ada, bob = (User.objects.create_user(f"{name}@exemple.fr") for name in ("ada", "bob"))
    Membership.objects.create(person=ada, organisation=doubs, role=Role.LECTEUR)
    with read_once():
        assert [len(memberships(person)) for person in (ada, bob, ada, bob, None)] == [1, 0, 1, 0, 0]
        Membership.objects.create(person=bob, organisation=doubs, role=Role.PILOTE)
        assert [held.role for held in memberships(bob)] == ["pilote"]
