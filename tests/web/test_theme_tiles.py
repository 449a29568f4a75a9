"""« Tout sur la commune »: a tile a theme, whose drawing adds up to what is published, and that is never empty."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from maillage.kernel import themes
from maillage.kernel.territory import Level, Ref
from maillage.observatory import door
from maillage.observatory.distances import spreads
from maillage.observatory.door import Observatory
from maillage.observatory.rollout import FLOORS
from maillage.steering.actions import published
from maillage.steering.actions.models import Action
from maillage.steering.actions.published import PublicAction
from maillage.steering.strategies.models import Strategy
from maillage.store import published as file
from maillage.web.observe.territory.tile import MOST_SIGNS, Tile, Tiles, stacked
from maillage.web.observe.territory.tiles import by_speed, tiles
from maillage.web.words.figure_address import theme_address
from maillage.web.words.theme import theme_words
from tests.web.words import visible, words

TODAY = date(2026, 11, 30)
BESANCON, TREVENANS, SOCHAUX, DOUBS, REGION = (
    Ref.parse(text) for text in ("commune:25056", "commune:90097", "commune:25547", "departement:25", "region:27")
)
THEMES = ["Réseaux fixes", "Réseaux mobiles", "Se faire aider", "Santé", "Données ouvertes"]
PLANNED = PublicAction("essai", "Stratégie d’essai", "programmee", date(2027, 6, 30), date(2026, 11, 20), (), False)


@pytest.fixture
def source(release_home: Path) -> Observatory:
    return door.current(release_home)


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """Where public actions are published: none yet."""
    settings.MAILLAGE_HOME = tmp_path
    return tmp_path


def shown(source: Observatory, ref: Ref) -> dict[str, Tile]:
    found = tiles(source, ref, TODAY)
    return {tile.theme: tile for tile in found.tiles}


def said(source: Observatory, ref: Ref) -> str:
    found = tiles(source, ref, TODAY)
    return render_to_string("observe/territory/tiles.html", {"tiles": found})


def publish(*actions: PublicAction) -> None:
    file.publish(published.path(), lambda: [published.as_record(action) for action in actions])


@pytest.mark.parametrize("ref", [BESANCON, DOUBS, REGION])
def test_the_bar_of_premises_adds_up_to_those_of_the_derived_table(source: Observatory, ref: Ref) -> None:
    communes = [ref] if ref.level is Level.COMMUNE else [one.ref for one in source.territories(Level.COMMUNE, ref)]
    _, speeds = source.rollout.speeds({commune.code for commune in communes})
    held = [(speed, count) for classes in speeds.values() for speed, (count, _) in classes.items()]
    parts = {part.paint: part.count for part in by_speed(source, ref)}
    assert sum(parts.values()) == sum(count for _, count in held)
    assert parts.get("bad", 0) == sum(count for speed, count in held if FLOORS[speed] < 8)
    assert parts.get("best", 0) == sum(count for speed, count in held if FLOORS[speed] >= 1000)


@pytest.mark.parametrize("ref", [BESANCON, DOUBS, REGION])
def test_the_bar_of_homes_adds_up_to_those_whose_distance_is_known(source: Observatory, ref: Ref) -> None:
    spread = spreads(source, ref)[0]
    parts = {part.paint: part.count for part in shown(source, ref)["Se faire aider"].parts}
    assert sum(parts.values()) == spread.total
    assert parts.get("best", 0) == sum(spread.counts[:2])
    assert parts.get("bad", 0) == sum(spread.counts[3:])


def test_the_parts_of_a_bar_follow_each_other_and_fill_it() -> None:
    parts = stacked((("a", 1, "best"), ("none", 0, "good"), ("b", 3, "bad")))
    assert [(part.words, part.start, part.length) for part in parts] == [("a", 0, 25), ("b", 25, 75)]


def test_each_tile_has_a_number_a_line_a_source_and_its_page(source: Observatory) -> None:
    found = shown(source, BESANCON)
    assert list(found) == THEMES
    # 31 of its 32 premises have 8 Mbit/s without satellite: 96,9 %.
    fixed = found["Réseaux fixes"]
    assert visible(f"{fixed.number} {fixed.unit}") == "97 % à 8 Mbit/s ou plus"
    assert visible(fixed.line) == "Sans compter le satellite. 1 local reste sous ce débit."
    assert fixed.source == "Arcep, 2e trimestre 2026"
    assert fixed.address == "/territoires/commune/25056/reseaux-fixes"
    assert visible(found["Se faire aider"].number) == "0,6 km"
    for tile in found.values():
        assert tile.number
        assert tile.line
        assert tile.source
        assert tile.parts or tile.rows


def test_sites_are_drawn_by_operator_and_add_up(source: Observatory) -> None:
    mobile = shown(source, BESANCON)["Réseaux mobiles"]
    assert sum(row.count for row in mobile.rows) == int(mobile.number) == 5
    assert [row.signs.count("M") for row in mobile.rows] == [row.count or 1 for row in mobile.rows]
    many = shown(source, DOUBS)["Réseaux mobiles"].rows
    assert max(row.length for row in many) == 100
    assert "Aucun opérateur n’a de site 4G ici." in visible(said(source, SOCHAUX))


def test_what_is_unknown_says_so_and_why_and_is_never_zero(source: Observatory) -> None:
    unknown = Tile("Se faire aider", "/", "Inconnu", "", "Nous n’avons pas de mesure ici.", "")
    drawn = render_to_string("observe/territory/tiles.html", {"tiles": Tiles("Tout", (unknown,))})
    assert "tile-hatch" in drawn
    assert "tile-hatch" not in said(source, BESANCON)


def test_where_no_home_is_known_places_of_help_are_counted_and_the_nearest_is_named(source: Observatory) -> None:
    help_ = shown(source, SOCHAUX)["Se faire aider"]
    assert (help_.number, help_.unit) == ("1", "lieu de médiation numérique")
    assert visible(help_.line) == (
        "Le plus proche du centre, à 0,3 km à vol d’oiseau : Espace numérique de Sochaux, Sochaux."
    )


def test_open_data_is_told_only_where_the_question_makes_sense(source: Observatory) -> None:
    assert "Données ouvertes" not in shown(source, TREVENANS)
    assert shown(source, BESANCON)["Données ouvertes"].number == "Oui"
    region = shown(source, REGION)["Données ouvertes"]
    assert visible(f"{region.number} {region.unit}") == "2 sur 3 communes de plus de 3 500 habitants"
    assert [(part.shown, part.signs.count("M")) for part in region.parts] == [
        ("2 ouvrent des données", 2),
        ("1 rien trouvé", 1),
    ]


def test_the_doctors_of_a_commune_are_drawn_beside_wider_places(source: Observatory) -> None:
    # Besançon 4 for 9,200 inhabitants; the Doubs 8 for 17,700; the region 11 for 25,000.
    here = shown(source, BESANCON)["Santé"]
    assert (here.number, here.unit) == ("4", "médecins généralistes")
    assert visible(here.line) == "Un pour 2 300 habitants. Une consultation à distance demande une bonne connexion."
    assert [visible(row.name) for row in here.rows] == ["Ici : 4,3", "Doubs : 4,5", "Bourgogne-Franche-Comté : 4,4"]
    assert [row.length for row in here.rows] == [96.2, 100, 97.4]
    assert here.address == "/territoires/commune/25056/sante"
    none = shown(source, SOCHAUX)["Santé"]
    assert (none.number, visible(none.line).split(".")[0]) == ("0", "Aucun ici")
    assert [bool(row.signs) for row in none.rows] == [True, False, False]


def test_who_lives_without_a_doctor_in_their_commune_is_drawn_of_wider_places(source: Observatory) -> None:
    # Sochaux 1,200, Meroux-Moval 700 and Trévenans 500 have none, of 25,000.
    region = shown(source, REGION)["Santé"]
    assert visible(f"{region.number} {region.unit}") == "4,4 médecins pour 10 000 habitants"
    assert [part.count for part in region.parts] == [22_600, 2_400]


def test_where_no_doctor_was_counted_the_theme_is_nowhere(reading: Any, bfc_home: Path) -> None:
    client = reading(bfc_home)
    for page in ("/territoires/region/27", "/territoires/commune/25056", "/territoires/region/27/reseaux-fixes"):
        assert "Santé" not in words(client.get(page)), page


@pytest.mark.parametrize("theme", [theme for enjeu in themes.ENJEUX for theme in enjeu.themes])
def test_each_theme_has_one_address_which_leads_to_its_page(site: Client, theme: str) -> None:
    answer = site.get(theme_address(DOUBS, theme))
    assert answer.status_code == 200
    assert visible(f"{theme_words(theme)}, Doubs") in words(answer)


def test_no_tile_of_actions_where_none_concerns_the_place(source: Observatory) -> None:
    assert "Actions ici" not in shown(source, BESANCON)
    publish(replace(PLANNED, territories=(Ref.parse("departement:90"),)))
    assert "Actions ici" not in shown(source, BESANCON)
    assert "Actions ici" in shown(source, TREVENANS)


def test_actions_are_counted_by_state_late_before_anything_open(source: Observatory) -> None:
    past = date(2026, 6, 30)
    publish(
        replace(PLANNED, territories=(BESANCON,)),
        replace(PLANNED, status="realisee", ends_on=past, territories=(DOUBS,)),
        replace(PLANNED, status="suspendue", ends_on=past, everywhere=True),
        replace(PLANNED, status="abandonnee", everywhere=True),
        replace(PLANNED, status="en_cours", territories=(TREVENANS,)),
    )
    here = shown(source, BESANCON)["Actions ici"]
    assert (here.number, here.unit) == ("4", "actions")
    assert [part.shown for part in here.parts] == ["1 réalisée", "1 en cours ou à venir", "1 en retard", "1 abandonnée"]
    assert here.line == "1 concerne la commune, 3 un territoire plus large."
    assert here.source == "Stratégie d’essai, mis à jour le 20 novembre 2026"
    assert here.address == "/strategies/essai/suivi?territoire=commune:25056"
    region = shown(source, REGION)["Actions ici"]
    assert region.number == "5"
    assert region.line == "3 concernent seulement une partie, 2 un territoire plus large."


def test_many_actions_are_a_bar_and_not_as_many_signs(source: Observatory) -> None:
    publish(*(replace(PLANNED, everywhere=True) for _ in range(600)))
    body = said(source, BESANCON)
    assert "Actions par état\u202f: en cours ou à venir 600" in body
    assert len(body.encode()) < 9_000


def test_the_title_names_the_level(source: Observatory) -> None:
    for ref, title in ((BESANCON, "Tout sur la commune"), (REGION, "Tout sur la région")):
        assert title in visible(said(source, ref))


def test_as_many_signs_as_a_phone_shows_on_one_line_stay_in_their_drawing() -> None:
    parts = stacked((("a", MOST_SIGNS - 1, "done"), ("b", 1, "late")), signs=True)
    starts = [int(text) for part in parts for text in re.findall(r"M(\d+)", part.signs)]
    assert len(starts) == MOST_SIGNS
    # The drawing is 291 wide, a sign 10.
    assert max(starts) + 10 < 291
    assert stacked((("a", MOST_SIGNS + 1, "done"),), signs=True)[0].signs == ""


@pytest.mark.django_db
def test_the_follow_up_of_a_strategy_keeps_what_concerns_the_territory_asked(site: Client) -> None:
    strategy = Strategy.objects.create(slug="essai", title="Stratégie d’essai", level="region", shown=True)
    for code, territories in (("A01", "commune:25056"), ("A02", "departement:90"), ("A03", "")):
        Action.objects.create(
            code=code, title=f"Action {code}", strategy=strategy, visibility="publique", territories=territories
        )
    asked = words(site.get(f"/strategies/essai/suivi?territoire={BESANCON}"))
    assert "2 actions publiques" in asked
    assert "Seulement ce qui concerne Besançon" in asked
    assert "Action A02" not in asked
    assert "3 actions publiques" in words(site.get("/strategies/essai/suivi"))
    assert site.get("/strategies/essai/suivi?territoire=commune:99999").status_code == 404


def test_a_page_kept_by_caches_is_made_again_when_public_actions_change(site: Client) -> None:
    before = site.get("/territoires/commune/25056")["ETag"]
    publish(replace(PLANNED, everywhere=True))
    try:
        assert site.get("/territoires/commune/25056")["ETag"] != before
    finally:
        published.path().unlink()
