"""A strategy changes without losing anything: its tree, its editions, who wrote what."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.steering import versions
from maillage.steering.actions.models import Action
from maillage.steering.strategies import changes, editions, shaping, tree
from maillage.steering.strategies.comparing import compare
from maillage.steering.strategies.models import Edition, Link, Node, State, Strategy
from maillage.steering.strategies.shaping import Wording

NAMES = [["axe", "axes"], ["mesure", "mesures"], ["geste", "gestes"]]


def made(slug: str = "la-notre") -> Edition:
    strategy = Strategy.objects.create(slug=slug, title="La nôtre", level="epci", shown=True)
    return Edition.objects.create(strategy=strategy, name="2025", level_names=NAMES)


def drawn(edition: Edition) -> list[tuple[int, str]]:
    return [(one.node.depth, one.node.title) for one in tree.read(edition).walk()]


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@exemple.fr")


@pytest.fixture
def edition(db: None) -> Edition:
    """Two axes; A holds A1 and A2, and A1 holds A1a."""
    edition = made()
    a = shaping.add(edition, Wording("A", "1"), None)
    shaping.add(edition, Wording("B", "2"), None)
    first = shaping.add(edition, Wording("A1", "1.1", parent=a), None)
    shaping.add(edition, Wording("A2", "1.2", parent=a), None)
    shaping.add(edition, Wording("A1a", parent=first), None)
    shaping.add(edition, Wording("Sobriété"), None, tag=True)
    return edition


def named(edition: Edition, title: str) -> Node:
    return Node.objects.select_related("edition").get(edition=edition, title=title)


def test_the_tree_reads_from_top_to_bottom_whatever_the_order_things_were_added(edition: Edition) -> None:
    assert drawn(edition) == [(0, "A"), (1, "A1"), (2, "A1a"), (1, "A2"), (0, "B")]
    # Whoever lists the nodes of an edition gets that order, principles last.
    assert [one.title for one in edition.nodes.all()] == ["A", "A1", "A1a", "A2", "B", "Sobriété"]
    assert tree.read(edition).levels() == [("axes", 2), ("mesures", 2), ("geste", 1)]


def test_a_node_goes_up_and_down_with_all_it_holds(edition: Edition) -> None:
    assert shaping.shift(named(edition, "A"), up=False, author=None)
    assert drawn(edition) == [(0, "B"), (0, "A"), (1, "A1"), (2, "A1a"), (1, "A2")]
    assert not shaping.shift(named(edition, "A"), up=False, author=None)
    assert shaping.shift(named(edition, "A2"), up=True, author=None)
    assert drawn(edition) == [(0, "B"), (0, "A"), (1, "A2"), (1, "A1"), (2, "A1a")]


def test_a_node_goes_under_another_and_keeps_its_key_and_what_it_holds(edition: Edition) -> None:
    moved = named(edition, "A1")
    key = moved.key
    shaping.change(moved, Wording("A1", "2.1", parent=named(edition, "B")), None)
    assert drawn(edition) == [(0, "A"), (1, "A2"), (0, "B"), (1, "A1"), (2, "A1a")]
    assert named(edition, "A1").key == key


def test_what_makes_no_sense_is_refused_in_words_and_changes_nothing(edition: Edition) -> None:
    before = drawn(edition)
    a, deepest = named(edition, "A"), named(edition, "A1a")
    with pytest.raises(UsageError, match="sous lui-même"):
        shaping.change(a, Wording("A", parent=named(edition, "A2")), None)
    with pytest.raises(UsageError, match=r"n’a que 3\sniveaux"):
        shaping.add(edition, Wording("Trop bas", parent=deepest), None)
    with pytest.raises(UsageError, match=r"n’a que 3\sniveaux"):
        shaping.change(named(edition, "A"), Wording("A", parent=named(edition, "B")), None)
    with pytest.raises(UsageError, match="même édition"):
        shaping.add(edition, Wording("Ailleurs", parent=shaping.add(made("autre"), Wording("X"), None)), None)
    assert drawn(edition) == before


def test_a_node_with_actions_is_not_removed_and_says_which_even_when_they_stand_under_it(edition: Edition) -> None:
    action = Action.objects.create(code="A07", title="Un bus", strategy=edition.strategy)
    action.nodes.add(named(edition, "A1a"))
    with pytest.raises(UsageError, match="A07 Un bus"):
        shaping.remove(named(edition, "A"), None)
    action.nodes.clear()
    assert shaping.remove(named(edition, "A"), None) == 4
    assert drawn(edition) == [(0, "B")]


def test_a_past_edition_is_history(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(state=State.PAST)
    for change in (
        lambda: shaping.add(edition, Wording("Neuf"), None),
        lambda: shaping.change(named(edition, "A"), Wording("Autre"), None),
        lambda: shaping.shift(named(edition, "A"), up=False, author=None),
        lambda: shaping.remove(named(edition, "B"), None),
    ):
        with pytest.raises(UsageError, match="ne change plus"):
            change()


def test_a_copied_edition_has_the_same_tree_and_comparing_them_finds_what_was_done_since(edition: Edition) -> None:
    sober = named(edition, "Sobriété")
    named(edition, "A2").tags.add(sober)
    other = editions.copied(edition, "2026", None)
    assert compare(edition, other).changes == 0
    assert compare(edition, other).same == 6
    assert [one.title for one in named(other, "A2").tags.all()] == ["Sobriété"]
    assert named(other, "A2").tags.get().edition == other
    shaping.add(other, Wording("C", "3"), None)
    shaping.change(named(other, "A2"), Wording("A2 bis", "1.2", parent=named(other, "B")), None)
    shaping.remove(named(other, "A1a"), None)
    found = compare(edition, other)
    assert [one.title for one in found.added] == ["C"]
    assert [one.title for one in found.removed] == ["A1a"]
    assert [(one.was_under, one.now_under) for one in found.moved] == [("1 A", "2 B")]
    assert [(one.was.title, one.now.title) for one in found.reworded] == [("A2", "A2 bis")]
    assert (found.renumbered, found.same) == ([], 4)
    with pytest.raises(UsageError, match="déjà une édition « 2026 »"):
        editions.copied(edition, "2026", None)


def test_a_removed_key_is_never_given_to_something_else(edition: Edition) -> None:
    key = named(edition, "B").key
    shaping.remove(named(edition, "B"), None)
    assert shaping.add(edition, Wording("B"), None).key != key


def test_actions_and_links_follow_their_nodes_into_the_edition_in_force(edition: Edition, ada: User) -> None:
    editions.put_in_force(edition, date(2025, 1, 1), None)
    kept = Action.objects.create(code="A1", title="Suit", strategy=edition.strategy)
    left = Action.objects.create(code="A2", title="Reste", strategy=edition.strategy)
    kept.nodes.add(named(edition, "A2"))
    left.nodes.add(named(edition, "B"))
    other_strategy = made("autre").strategy
    link = Link.objects.create(
        source=edition.strategy, target=other_strategy, source_node=named(edition, "A2"), sense="contribue"
    )
    other = editions.copied(edition, "2026", ada)
    Node.objects.filter(edition=other, title="B").delete()
    turned = editions.put_in_force(other, date(2026, 1, 1), ada)
    assert (turned.followed, turned.left) == (1, ("A2 Reste",))
    assert kept.nodes.get().edition == other
    assert left.nodes.get().edition == edition
    link.refresh_from_db()
    assert link.source_node is not None
    assert link.source_node.edition == other
    edition.refresh_from_db()
    other.refresh_from_db()
    assert (edition.state, other.state, other.adopted_on) == (State.PAST, State.IN_FORCE, date(2026, 1, 1))
    # Whoever had the sheet open is told.
    kept.refresh_from_db()
    assert kept.version == 2
    with pytest.raises(UsageError, match="en préparation"):
        editions.put_in_force(other, date(2026, 2, 1), ada)


def test_an_empty_edition_does_not_come_in_force(db: None) -> None:
    with pytest.raises(UsageError, match="vide"):
        editions.put_in_force(made(), date(2026, 1, 1), None)


def test_the_history_says_who_changed_what(edition: Edition, ada: User) -> None:
    seen = versions.version(named(edition, "A1"))
    shaping.change(named(edition, "A1"), Wording("A1 bis", parent=named(edition, "A")), ada)
    last = changes.of_node(named(edition, "A1 bis"))[0]
    assert (last.author, last.verb, last.what) == ("ada@exemple.fr", "changé", "« A1 bis »")
    assert [(one.label, one.was, one.now) for one in last.fields] == [("numéro", "1.1", ""), ("titre", "A1", "A1 bis")]
    with pytest.raises(versions.Stale, match="ada@"):
        shaping.change(named(edition, "A1 bis"), Wording("A1"), ada, seen)
    shaping.remove(named(edition, "A1 bis"), ada)
    gone = changes.changes(edition.strategy)
    assert [(one.what, one.verb, one.author) for one in gone[:2]] == [
        ("« A1 bis »", "retiré", "ada@exemple.fr"),
        ("« A1a »", "retiré", "ada@exemple.fr"),
    ]


class AnyEdits(TestCase):
    """Whatever is done to a tree, it stays one."""

    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(
            st.tuples(st.sampled_from(["add", "under", "up", "down", "remove"]), st.integers(0, 9), st.integers(0, 9)),
            max_size=14,
        )
    )
    def test_whatever_is_done_every_node_is_reached_once_with_its_depth_and_its_rank(self, steps: Any) -> None:
        edition = made(f"s-{Strategy.objects.count()}")
        for number, (step, one, other) in enumerate(steps):
            nodes = list(edition.nodes.select_related("edition"))
            parent = nodes[other % len(nodes)] if nodes and other else None
            try:
                if step == "add" or not nodes:
                    shaping.add(edition, Wording(f"N{number}", parent=parent), None)
                elif step == "under":
                    node = nodes[one % len(nodes)]
                    shaping.change(node, Wording(node.title, parent=parent), None)
                elif step == "remove":
                    shaping.remove(nodes[one % len(nodes)], None)
                else:
                    shaping.shift(nodes[one % len(nodes)], up=step == "up", author=None)
            except UsageError:
                continue
        walked = [branch.node for branch in tree.read(edition).walk()]
        assert sorted(one.pk for one in walked) == sorted(edition.nodes.values_list("pk", flat=True))
        assert [one.rank for one in walked] == list(range(1, len(walked) + 1))
        for one in walked:
            assert one.depth == (one.parent.depth + 1 if one.parent else 0) < len(NAMES)
