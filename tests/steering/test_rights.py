"""Who may do what with an action: one table, said of one action and as a filter of lists, and both agree."""

import itertools
import random
from typing import Any

import pytest

from maillage.directory.models import Kind, Membership, Organisation, Role, User
from maillage.directory.rights import ACTS, TABLE, Act, Relation, given, memberships, read_once
from maillage.steering import rights
from maillage.steering.actions.models import Action, Visibility
from maillage.steering.strategies.models import Strategy

pytestmark = pytest.mark.django_db
PLACES = ("", "departement:25", "epci:242500361, commune:25056")
LETTERS = {Act.READ_PUBLIC: "p", Act.READ_PARTNERS: "r", Act.READ_TEAM: "t", Act.READ_PAPERS: "c", Act.UPDATE: "u"}
LETTERS |= {Act.EDIT: "e", Act.VALUE: "v", Act.ANSWER: "a", Act.SHAPE: "s", Act.RUN: "h", Act.PEOPLE: "i"}
LETTERS |= {Act.DISCUSS: "d", Act.MODERATE: "m", Act.DEPOSIT: "f"}
# What each role does, by what its holder is to the thing. Typed here a second time, on purpose.
EXPECTED = """
                lecteur  contributeur  pilote   secretaire  equipe        administrateur
OWN             prtuevad prtuevad      prtuevad prtuevad    prtuevad     prtuevad
LEAD            prd      pruvad        pruevad  prad        pruevad      pruevad
PARTNER         prd      pruvd         pruevd   prd         pruevd       pruevd
SEAT            pc       pc            pc       pc          pc           pc
SHARED          prd      prd           prd      prd         prd          prd
TEAM            prd      pruvd         pruevd   prtcahd     prtcuevashdmf prtcuevashidmf
"""


def test_the_table_is_the_one_that_was_decided() -> None:
    head, *rows = EXPECTED.strip("\n").splitlines()
    for row in rows:
        name, *cells = row.split()
        for role, letters in zip(head.split(), cells, strict=True):
            found = {LETTERS[act] for act in given(Relation[name], Role(role))}
            assert found == set(letters), (name, role)
    assert [act for act in Act if None in TABLE[act][Relation.EVERYBODY]] == [Act.READ_PUBLIC]
    assert all(None not in TABLE[act][relation] for act in Act for relation in Relation if relation != "tout le monde")


def test_who_reads_what_the_team_sees_reads_what_partners_see() -> None:
    for relation, role in itertools.product(Relation, Role):
        assert Act.READ_TEAM not in given(relation, role) or Act.READ_PARTNERS in given(relation, role)
        assert given(relation, role, limited=True) <= given(relation, role)
    assert not given(Relation.TEAM, Role.ADMINISTRATEUR, limited=True) & {Act.SHAPE, Act.RUN, Act.PEOPLE, Act.DEPOSIT}
    assert ACTS[Role.LECTEUR] == {Act.READ_PUBLIC, Act.READ_PARTNERS, Act.DISCUSS}


def _world(seed: int) -> tuple[list[User], list[Action]]:
    """People with roles of every kind, and actions of every kind, drawn."""
    draw = random.Random(seed)
    organisations = [
        Organisation.objects.create(name=f"O{rank}", kind=Kind.EQUIPE if rank == 0 else Kind.COLLECTIVITE)
        for rank in range(4)
    ]
    strategies = [
        Strategy.objects.create(
            slug=f"s{rank}",
            title=f"S{rank}",
            level="departement",
            shown=rank != 1,
            organisation=draw.choice([*organisations[1:], None]),
        )
        for rank in range(3)
    ]
    people = [User.objects.create_user(f"p{rank}@exemple.fr") for rank in range(14)]
    for person in people[1:]:
        for organisation in draw.sample(organisations, draw.choice([1, 1, 2])):
            Membership.objects.create(
                person=person,
                organisation=organisation,
                role=draw.choice(list(Role)).value,
                strategy=draw.choice(["", "s0", "s1", "s2"]),
                territories=draw.choice(PLACES).replace(",", ""),
            )
    actions = []
    for rank in range(40):
        action = Action.objects.create(
            code=f"A{rank}",
            title="Une action",
            strategy=draw.choice(strategies),
            visibility=draw.choice(list(Visibility)).value,
            lead=draw.choice([*organisations, None]),
            pilot=draw.choice([*people, None, None]),
            territories=draw.choice([*PLACES, "departement:2", "commune:25056"]),
        )
        action.shared_with.set(draw.sample(strategies, draw.choice([0, 0, 1])))
        action.partners.set(draw.sample(organisations, draw.choice([0, 1, 2])))
        actions.append(action)
    return people, actions


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.more) for seed in range(1, 4))])
def test_a_list_and_a_sheet_never_disagree_on_who_may_do_what(seed: int) -> None:
    people, actions = _world(seed)
    seen = 0
    for person in people:
        told = {action.code: rights.acts_on(person, action) for action in actions}
        readable = list(Action.objects.filter(rights.readable(person)).values_list("code", flat=True))
        assert len(readable) == len(set(readable))
        assert set(readable) == {code for code, acts in told.items() if acts}
        for act in set(Act) - {Act.READ_PUBLIC}:
            listed = Action.objects.filter(rights.doable(person, act)).values_list("code", flat=True)
            assert set(listed) == {code for code, acts in told.items() if act in acts}, (person, act)
            seen += len(listed)
    assert seen > 300


def _strategy(slug: str, organisation: Organisation) -> Strategy:
    return Strategy.objects.create(slug=slug, title=slug, level="departement", organisation=organisation, shown=False)


def _member(role: Role, organisation: Organisation, **limits: str) -> User:
    person = User.objects.create_user(f"{role}-{organisation}-{len(limits)}@exemple.fr".replace(" ", ""))
    Membership.objects.create(person=person, organisation=organisation, role=role.value, **limits)
    return person


@pytest.mark.parametrize("role", list(Role))
def test_a_role_held_for_some_territories_does_nothing_to_a_strategy_as_a_whole(role: Role) -> None:
    doubs = Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE)
    team = Organisation.objects.create(name="Équipe projet", kind=Kind.EQUIPE)
    plan = _strategy("plan", doubs)
    for organisation in (doubs, team):
        everywhere = _member(role, organisation)
        there = _member(role, organisation, territories="departement:25")
        for act in Act:
            whole = act in given(Relation.TEAM, role)
            assert rights.allows(everywhere, act, plan) is whole, act
            assert Strategy.objects.filter(rights.reached(everywhere, act)).exists() is whole, act
            assert not rights.allows(there, act, plan), act
            assert not Strategy.objects.filter(rights.reached(there, act)).exists(), act


@pytest.mark.parametrize("limits", [{}, {"strategy": "autre"}], ids=["all its strategies", "that strategy"])
@pytest.mark.parametrize("kind", [Kind.EQUIPE, Kind.COLLECTIVITE])
def test_a_strategy_an_action_is_shared_with_reads_what_partners_see_and_no_more(
    limits: dict[str, str], kind: Kind
) -> None:
    here = Organisation.objects.create(name="Ici", kind=Kind.COLLECTIVITE)
    there = Organisation.objects.create(name="Là", kind=kind)
    plan, other = _strategy("plan", here), _strategy("autre", there)
    for visibility in (Visibility.TEAM, Visibility.PARTNERS):
        action = Action.objects.create(
            code=f"A{len(visibility)}", title="Partagée", strategy=plan, visibility=visibility
        )
        action.shared_with.add(other)
    person = _member(Role.EQUIPE, there, **limits)
    found = set(Action.objects.filter(rights.readable(person)).values_list("visibility", flat=True))
    # A project team that is limited to nothing is the team of every strategy.
    whole = kind == Kind.EQUIPE and not limits
    assert found == {Visibility.PARTNERS} | ({Visibility.TEAM} if whole else set())


def test_roles_are_read_once_in_a_request_and_again_once_they_change(django_assert_num_queries: Any) -> None:
    doubs = Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE)
    person = _member(Role.LECTEUR, doubs)
    with read_once():
        with django_assert_num_queries(1):
            assert [held.role for held in memberships(person)] == ["lecteur"]
            assert rights.allows_somewhere(person, Act.READ_PARTNERS)
        Membership.objects.get(person=person).delete()
        assert memberships(person) == []


def test_the_people_one_may_choose_are_those_one_works_with() -> None:
    doubs = Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE)
    jura = Organisation.objects.create(name="Jura", kind=Kind.COLLECTIVITE)
    nievre = Organisation.objects.create(name="Nièvre", kind=Kind.COLLECTIVITE)
    team = Organisation.objects.create(name="Équipe projet", kind=Kind.EQUIPE)
    plan = _strategy("plan", doubs)
    _strategy("autre", doubs)
    pilote, equipe = _member(Role.PILOTE, doubs), _member(Role.EQUIPE, doubs)
    limited = _member(Role.EQUIPE, doubs, strategy="autre")
    partner, stranger = _member(Role.PILOTE, jura), _member(Role.PILOTE, nievre)
    everywhere = _member(Role.EQUIPE, team)
    Action.objects.create(code="A1", title="Menée du Jura", strategy=plan, lead=jura)
    assert set(rights.acquainted(pilote)) == {pilote, equipe, limited}
    assert set(rights.acquainted(equipe)) == {pilote, equipe, limited, partner, everywhere}
    assert set(rights.acquainted(limited)) == {pilote, equipe, limited, everywhere}
    assert set(rights.acquainted(stranger)) == {stranger}
    assert set(rights.acquainted(everywhere)) == {pilote, equipe, limited, partner, stranger, everywhere}


@pytest.mark.parametrize(
    ("fields", "acts"),
    [
        ([], set()),
        (["status", "status_reason", "started_on", "ended_on"], {Act.UPDATE}),
        (["title"], {Act.UPDATE, Act.EDIT}),
        (["status", "title"], {Act.UPDATE, Act.EDIT}),
        (["visibility"], {Act.UPDATE, Act.EDIT, Act.SHAPE}),
        (["status", "shared_with"], {Act.UPDATE, Act.EDIT, Act.SHAPE}),
    ],
)
def test_what_a_change_of_an_action_asks_depends_on_its_fields(fields: list[str], acts: set[Act]) -> None:
    assert rights.needed(fields) == acts


@pytest.mark.parametrize(
    ("acts", "levels"),
    [
        (set(), ["publique"]),
        ({Act.READ_PARTNERS}, ["publique", "partenaires"]),
        ({Act.READ_PARTNERS, Act.READ_TEAM}, ["publique", "partenaires", "equipe"]),
    ],
)
def test_what_is_read_in_an_action_goes_with_what_one_may_read(acts: set[Act], levels: list[str]) -> None:
    assert rights.levels(frozenset(acts)) == levels


def _relations(person: User, action: Action) -> set[Relation]:
    """What somebody is to an action, whichever the way it is asked."""
    every = {relation for relation, _ in rights.relations(person, action)}
    for held in memberships(person):
        for relation in rights.ON_ACTIONS:
            listed = Action.objects.filter(rights._related(held, relation), pk=action.pk).exists()
            assert listed is ((relation, held) in rights.relations(person, action)), relation
    return every


def test_what_somebody_is_to_an_action_follows_from_each_thing_alone() -> None:
    doubs = Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE)
    jura = Organisation.objects.create(name="Jura", kind=Kind.COLLECTIVITE)
    nievre = Organisation.objects.create(name="Nièvre", kind=Kind.COLLECTIVITE)
    plan, other = _strategy("plan", doubs), _strategy("autre", nievre)
    action = Action.objects.create(code="A1", title="Fibre", strategy=plan, lead=jura, territories="departement:39")
    stranger = User.objects.create_user("personne@exemple.fr")
    assert _relations(stranger, action) == set()
    lead, holder, far = (_member(Role.PILOTE, place) for place in (jura, doubs, nievre))
    assert _relations(lead, action) == {Relation.LEAD}
    assert _relations(holder, action) == {Relation.TEAM}
    assert _relations(far, action) == set()
    action.partners.add(nievre)
    assert _relations(far, action) == {Relation.PARTNER}
    action.shared_with.add(other)
    assert _relations(far, action) == {Relation.PARTNER, Relation.SHARED}
    Action.objects.filter(pk=action.pk).update(pilot=far)
    assert _relations(far, Action.objects.get()) == {Relation.OWN, Relation.PARTNER, Relation.SHARED}


@pytest.mark.parametrize(
    ("limits", "relations"),
    [
        ({"territories": "departement:39"}, {Relation.LEAD}),
        ({"territories": "departement:3"}, set()),
        ({"territories": "departement:25"}, set()),
        ({"strategy": "plan"}, {Relation.LEAD}),
        ({"strategy": "autre"}, set()),
    ],
)
def test_a_limited_role_leads_the_actions_it_is_limited_to_only(
    limits: dict[str, str], relations: set[Relation]
) -> None:
    doubs = Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE)
    jura = Organisation.objects.create(name="Jura", kind=Kind.COLLECTIVITE)
    action = Action.objects.create(
        code="A1", title="Fibre", strategy=_strategy("plan", doubs), lead=jura, territories="departement:39"
    )
    assert _relations(_member(Role.PILOTE, jura, **limits), action) == relations


def test_a_public_action_is_read_by_all_once_its_strategy_is_public_and_by_its_partners_before() -> None:
    doubs = Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE)
    plan = _strategy("plan", doubs)
    action = Action.objects.create(code="A1", title="Fibre", strategy=plan, visibility=Visibility.PUBLIC)
    reader, stranger = _member(Role.LECTEUR, doubs), User.objects.create_user("personne@exemple.fr")
    assert rights.acts_on(stranger, action) == frozenset()
    assert rights.acts_on(reader, action) == {Act.READ_PUBLIC, Act.READ_PARTNERS, Act.DISCUSS}
    assert not Action.objects.filter(rights.readable(stranger)).exists()
    Strategy.objects.update(shown=True)
    action = Action.objects.get()
    assert rights.acts_on(stranger, action) == rights.acts_on(None, action) == {Act.READ_PUBLIC}
    assert Action.objects.filter(rights.readable(None)).exists()
    Action.objects.update(visibility=Visibility.TEAM)
    assert rights.acts_on(reader, Action.objects.get()) == frozenset()
    assert rights.allows_on(_member(Role.EQUIPE, doubs), Act.READ_TEAM, Action.objects.get())


def test_a_project_team_reaches_the_strategies_of_all_unless_it_is_limited_to_one() -> None:
    doubs = Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE)
    jura = Organisation.objects.create(name="Jura", kind=Kind.COLLECTIVITE)
    team = Organisation.objects.create(name="Équipe projet", kind=Kind.EQUIPE)
    plan, other = _strategy("plan", doubs), _strategy("autre", jura)
    for person, reached in (
        (_member(Role.EQUIPE, team), [True, True]),
        (_member(Role.EQUIPE, team, strategy="plan"), [True, False]),
        (_member(Role.EQUIPE, doubs), [True, False]),
        (_member(Role.EQUIPE, jura, strategy="plan"), [False, False]),
    ):
        assert [rights.allows(person, Act.SHAPE, strategy) for strategy in (plan, other)] == reached
        listed = set(Strategy.objects.filter(rights.reached(person, Act.SHAPE)))
        assert [strategy in listed for strategy in (plan, other)] == reached


def test_a_reader_of_a_project_team_chooses_among_their_own_and_who_is_chosen_stays() -> None:
    doubs = Organisation.objects.create(name="Doubs", kind=Kind.COLLECTIVITE)
    team = Organisation.objects.create(name="Équipe projet", kind=Kind.EQUIPE)
    reader, other = _member(Role.LECTEUR, team), _member(Role.PILOTE, doubs)
    assert set(rights.acquainted(reader)) == {reader}
    assert set(rights.acquainted(reader, other.pk)) == {reader, other}
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert set(rights.acquainted(reader, other.pk)) == {reader, other}
    assert set(rights.acquainted(_member(Role.EQUIPE, team))) >= {reader}
    assert other not in rights.acquainted(_member(Role.SECRETAIRE, team))
