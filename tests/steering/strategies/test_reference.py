"""The strategies shipped with the package: official titles, counted by hand in the documents."""

from datetime import date
from typing import Any

import pytest

from maillage.steering import shipped
from maillage.steering.strategies.models import Edition, Link, Node, Strategy

pytestmark = pytest.mark.django_db

# Typed from the synthesis (§ 7) of the SCORAN BFC: how many pistes under orientations 1 to 15.
PISTES = [5, 3, 3, 6, 2, 2, 5, 3, 6, 4, 3, 4, 2, 1, 4]
# Where § 6 says it otherwise.
OTHERWISE = {
    *("e2", "d3", "d5", "o3", "o5", "o11", "o12", "o15"),
    *("o1-p1", "o1-p3", "o2-p2", "o4-p1", "o4-p2", "o4-p3", "o4-p4", "o4-p6", "o5-p2", "o6-p1", "o6-p2"),
    *("o8-p2", "o9-p2", "o10-p4", "o11-p1", "o11-p3", "o15-p2"),
}


def edition(slug: str) -> Edition:
    return Edition.objects.get(strategy__slug=slug)


@pytest.fixture(scope="module")
def loaded(written_once: Any) -> list[shipped.Loaded]:
    """What loading all of them did."""
    done: list[shipped.Loaded] = written_once(shipped.load)
    return done


def test_the_scoran_has_its_three_enjeux_five_defis_fifteen_orientations_and_fifty_three_pistes(loaded: object) -> None:
    tree = edition("scoran-bfc").nodes.filter(tag=False)
    assert [tree.filter(depth=depth).count() for depth in range(5)] == [3, 5, 15, 53, 0]
    found = [tree.filter(parent__key=f"o{number}").count() for number in range(1, 16)]
    assert found == PISTES
    assert sum(PISTES) == 53
    assert [tree.filter(parent__key=f"e{one}").count() for one in (1, 2, 3)] == [1, 3, 1]
    assert [tree.filter(parent__key=f"d{one}").count() for one in range(1, 6)] == [3, 3, 3, 3, 3]


def test_what_is_printed_by_accident_beside_orientation_10_belongs_to_orientation_9(loaded: object) -> None:
    nodes = edition("scoran-bfc").nodes
    assert nodes.get(title__startswith="Actions de sensibilisation à un usage économe").parent.key == "o9"
    assert nodes.filter(parent__key="o10").first().title.startswith("Engager une stratégie d’innovation ouverte")


def test_titles_are_those_of_the_synthesis_and_the_body_is_the_other_wording(loaded: object) -> None:
    nodes = edition("scoran-bfc").nodes
    assert set(nodes.exclude(variant="").values_list("key", flat=True)) == OTHERWISE
    assert nodes.get(key="d3").title == "Favoriser les usages du numérique au quotidien"
    assert nodes.get(key="d3").variant == "Faciliter les usages du numérique au quotidien"


def test_the_three_principles_have_their_themes_and_the_eleven_workshops_are_marks(loaded: object) -> None:
    tags = edition("scoran-bfc").nodes.filter(tag=True)
    assert {one.title: len(one.text.splitlines()) for one in tags.filter(kind="")} == {
        "Éthique": 5,
        "Inclusive": 7,
        "Responsable": 5,
    }
    assert tags.filter(kind="thème d’atelier").count() == 11


def test_the_other_documents_have_their_own_levels_and_counts(loaded: object) -> None:
    assert edition("ppun-bfc").nodes.filter(tag=False).count() == 3
    axes = edition("codex-nfc").nodes
    assert [axes.filter(parent__key=one).count() for one in ("a1", "a2", "a3")] == [6, 5, 5]
    assert set(axes.filter(parent__key="a3").values_list("kind", flat=True)) == {"secteur"}
    cper = edition("cper-2013").nodes
    assert [cper.filter(depth=depth).count() for depth in range(4)] == [3, 9, 5, 6]
    # § 2.1 of the SCORAN and the documents it names further on, the call of 2013 apart.
    assert Strategy.objects.filter(framework=True).exclude(slug__startswith="cper").count() == 13
    assert Strategy.objects.filter(framework=False).count() == 3


def test_what_is_over_says_until_when_and_what_there_is_today(loaded: object) -> None:
    today = date(2026, 11, 22)
    over = {one.slug for one in Strategy.objects.all() if one.validity.closed(today)}
    assert over == {
        *("capeco-bfc", "cper-2013", "cprdfop-bfc", "feuille-de-route-sante-bfc", "srdeii-bfc", "srdtl-bfc")
    }
    contract = Strategy.objects.get(slug="cper-bfc-2021-2027")
    assert contract.validity.words == "En vigueur du 1er janvier 2021 au 31 décembre 2027"
    assert contract.links_out.get().target.slug == "scoran-bfc"
    assert Strategy.objects.get(slug="new-deal-mobile").validity.words.endswith("(à vérifier)")
    assert all(one.dates_from for one in Strategy.objects.all() if one.validity.known)


def test_the_ppun_carries_out_the_scoran_and_says_nothing_of_its_infrastructures(loaded: object) -> None:
    link = Link.objects.get(source__slug="ppun-bfc", target__slug="scoran-bfc")
    assert link.get_sense_display() == "décline"
    assert "infrastructures" in link.note
    assert Link.objects.filter(source__slug="scoran-bfc").count() == 14


def test_loading_again_writes_nothing(loaded: list[shipped.Loaded]) -> None:
    assert sum(one.added for one in loaded) > 150
    changes = Node.history.count()
    again = shipped.load()
    assert [(one.added, one.changed, one.left) for one in again] == [(0, 0, [])] * len(again)
    assert Node.history.count() == changes


def test_what_people_changed_or_removed_is_left_and_said(loaded: object) -> None:
    nodes = edition("scoran-bfc").nodes
    mine = nodes.get(key="o1")
    mine.title = "Notre orientation"
    mine.save()
    nodes.get(key="o3-p3").delete()
    Link.objects.get(source__slug="scoran-bfc", target__slug="sdtan").delete()
    again, *_ = shipped.load(["scoran-bfc"])
    mine.refresh_from_db()
    assert mine.title == "Notre orientation"
    assert not nodes.filter(key="o3-p3").exists()
    assert again.left == [
        "« Notre orientation », changé ici",
        "« Promouvoir les infrastructures de stockage de données sur le », retiré ici",
        "le lien vers SDTAN, retiré ici",
    ]


def test_what_the_package_corrects_is_corrected_where_nobody_touched_it(loaded: object) -> None:
    Node.objects.filter(key="o2", edition=edition("scoran-bfc")).update(title="Ancien titre")
    again, *_ = shipped.load(["scoran-bfc"])
    assert (again.changed, again.left) == (1, [])
    assert edition("scoran-bfc").nodes.get(key="o2").title.startswith("Assurer une meilleure couverture")
