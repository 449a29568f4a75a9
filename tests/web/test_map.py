"""The map page and its files: a reader without JavaScript gets every figure, and an address for every view."""

import gzip
import json
import re
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest

from maillage.kernel.errors import UsageError
from maillage.observatory.door import current
from maillage.web.drawing import background
from maillage.web.drawing.scale import Method, classes
from tests.web.words import markup, visible, words

FTTH = "taux_locaux_raccordables_ftth"
COMMUNES = f"/carte?indicateur={FTTH}&niveau=commune&periode=2018-T1"
NOTICE = "Territoire fictif, données simulées"


def legend(answer):
    """The classes of the histogram with their numbers, then what has nothing to measure and the unknown."""
    body = markup(answer)
    bars = re.findall(r'data-rank="\d" aria-label="([^"]*?) : ([\d ]+)', body)
    others = re.findall(r"<li><span class=\"swatch.*?</li>", body)
    told = [*(f"{words} {count}" for words, count in bars), *(visible(one) for one in others)]
    return [re.sub(r"\s+", " ", one).strip() for one in told]


def table(answer):
    rows = re.findall(r"<tr data-row=\"\w+\">.*?</tr>", markup(answer))
    return [[visible(cell).strip() for cell in re.findall(r"(?s)<t[hd].*?</t[hd]>", row)] for row in rows]


def test_the_map_draws_each_commune_with_a_link_to_its_portrait(site):
    body = site.get(COMMUNES).content.decode()
    drawn = re.findall(r'<a href="/territoires/commune/(\w+)" tabindex="-1"', body)
    assert sorted(drawn) == ["25035", "25056", "25388", "25463", "25547", "90010", "90068", "90097"]
    assert "<title>Besançon\u202f: 54,5\u202f%</title>" in body
    assert "<title>Trévenans\u202f: inconnu</title>" in body


def test_the_legend_counts_each_class_and_the_unknown_apart_from_zero(site):
    assert legend(site.get(COMMUNES)) == [
        "0 % 0",
        "moins de 20 % 1",
        "20 à 40 % 2",
        "40 à 60 % 2",
        "60 à 80 % 1",
        "80 à 100 % 0",
        "100 % et plus 1",
        "inconnu, ce n’est pas zéro 1",
    ]


def test_a_reader_chooses_bounds_and_finds_them_in_the_legend_and_the_address(site):
    answer = site.get(f"{COMMUNES}&classes=bornes&bornes=20%3B40%3B60")
    assert legend(answer) == [
        "moins de 20 % 1",
        "20 à 40 % 2",
        "40 à 60 % 2",
        "60 % et plus 2",
        "inconnu, ce n’est pas zéro 1",
    ]
    assert "bornes=20%3B40%3B60" in answer.content.decode()
    # 6.25, 25, 33.3, 50, 54.5, 60 and 107.7 in three: from 33 and from 55, bounds rounded to two figures.
    quantiles = legend(site.get(f"{COMMUNES}&classes=quantiles&nombre=3"))
    assert [line.split()[-1] for line in quantiles] == ["2", "3", "2", "1"]


def test_bounds_typed_wrong_are_said_beside_the_field_and_refused_by_the_files(site):
    answer = site.get(f"{COMMUNES}&classes=bornes&bornes=abc")
    assert answer.status_code == 200
    assert "Bornes « abc » illisibles" in words(answer)
    assert "Les classes usuelles sont montrées" in words(answer)
    assert site.get(f"/carte.svg?indicateur={FTTH}&classes=bornes&bornes=abc").status_code == 404


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("niveau=canton", "Niveau « canton » inconnu"),
        ("periode=1999", "Aucune donnée pour la période « 1999 »"),
        ("avec=1999", "Aucune donnée pour la période « 1999 »"),
        ("vue=relief", "Type de carte « relief » inconnu"),
        ("classes=hasard", "Découpage « hasard » inconnu"),
        ("nombre=9", "Choisissez de 3 à 7"),
        ("nombre=²", "Nombre de classes « ² » impossible"),
        ("tri=rang", "Tri « rang » inconnu"),
        ("dans=departement:99", "Territoire « département 99 » inconnu"),
        ("indicateur=bonheur", "Indicateur « bonheur » inconnu"),
    ],
)
def test_what_cannot_be_asked_of_the_map_is_said(site, query, says):
    for address in ("/carte", "/carte/morceau", "/carte/valeurs.json", "/carte.svg"):
        answer = site.get(f"{address}?{query}")
        assert answer.status_code == 404
        assert says in words(answer)


def test_the_table_says_the_same_values_sorted_as_asked(site):
    first = table(site.get(COMMUNES))
    assert [(row[0], row[1]) for row in first] == [
        ("Sochaux", "107,7"),
        ("Belfort", "60,0"),
        ("Besançon", "54,5"),
        ("Montbéliard", "50,0"),
        ("Les Auxons", "33,3"),
        ("Meroux-Moval", "25,0"),
        ("Pont-de-Roide-Vermondans", "6,2"),
        ("Trévenans 0 commune sur 1" if "0 commune" in first[-1][0] else "Trévenans", "inconnu"),
    ]
    assert [row[0] for row in table(site.get(f"{COMMUNES}&tri=nom"))][:3] == ["Belfort", "Besançon", "Les Auxons"]
    assert table(site.get(f"{COMMUNES}&tri=-valeur"))[0][0] == "Pont-de-Roide-Vermondans"
    changed = table(site.get(f"{COMMUNES}&tri=evolution"))
    assert (changed[0][0], changed[0][2]) == ("Meroux-Moval", "+25")
    assert '<th scope="col" aria-sort="ascending">' in markup(site.get(f"{COMMUNES}&tri=nom"))


def test_a_part_of_the_region_shows_its_territories_only(site):
    answer = site.get(f"{COMMUNES}&dans=departement:90")
    assert [row[0].split(" 0")[0] for row in table(answer)] == ["Belfort", "Meroux-Moval", "Trévenans"]
    assert sorted(re.findall(r'data-code="(\w+)"', answer.content.decode())) == ["90010", "90068", "90097"]


def test_two_dates_stand_side_by_side_in_the_same_classes(site):
    answer = site.get(f"{COMMUNES}&avec=2017-T4&classes=bornes&bornes=20;40")
    assert legend(answer) == ["moins de 20 % 1", "20 à 40 % 2", "40 % et plus 4", "inconnu, ce n’est pas zéro 1"]
    body = answer.content.decode()
    assert body.count('class="bar-before"') == 3
    assert [len(re.findall("<title>[^<]*</title><path d=", part)) for part in body.split("<figure")[1:]] == [8, 8]
    assert table(answer)[0][1:] == ["92,3", "107,7", "+15,4"]


def test_the_difference_of_two_dates_is_a_map_in_points(site):
    answer = site.get(f"{COMMUNES}&avec=2017-T4&vue=difference&classes=egales&nombre=3")
    assert legend(answer) == ["en baisse 0", "stable 0", "en hausse 7", "inconnu, ce n’est pas zéro 1"]
    assert "<title>Besançon\u202f: +9\xa0points</title>" in answer.content.decode()
    assert 'class="gap-6"' in answer.content.decode()


def test_two_sides_of_a_break_of_series_are_not_subtracted(site):
    answer = site.get(f"/carte?indicateur={FTTH}&periode=2026-T2&avec=2018-T1&vue=difference")
    assert "Ces deux périodes ne se comparent pas" in words(answer)
    assert "choropleth" not in answer.content.decode()
    assert [len(row) for row in table(answer)] == [3] * 8
    wrong = site.get(f"/carte.svg?indicateur={FTTH}&periode=2026-T2&avec=2018-T1&vue=difference")
    assert wrong.status_code == 404
    assert "ne se comparent pas" in words(wrong)
    assert (
        json.loads(
            site.get(f"/carte/valeurs.json?indicateur={FTTH}&periode=2026-T2&avec=2018-T1&vue=difference").content
        )["cartes"]
        == []
    )


def test_where_there_is_nothing_to_measure_is_neither_zero_nor_unknown(site):
    answer = site.get("/carte?indicateur=taux_communes_3500_open_data&niveau=commune")
    told = legend(answer)
    assert "sans objet : rien à mesurer 5" in told
    assert not [line for line in told if line.startswith("inconnu")]
    assert "<title>Sochaux\u202f: sans objet</title>" in answer.content.decode()
    assert 'fill="url(#carte-1-sans-objet)"' in answer.content.decode()


@pytest.mark.parametrize("level", ["commune", "epci", "groupement", "departement", "region"])
def test_every_level_has_its_map_and_its_table(site, level):
    answer = site.get(f"/carte?indicateur={FTTH}&niveau={level}")
    body = answer.content.decode()
    assert len(table(answer)) == len(set(re.findall(r'data-code="(\w+)"', body))) > 0


def test_all_the_periods_are_links_and_the_choices_stay_in_the_address(site):
    body = site.get(f"{COMMUNES}&classes=egales&dans=departement:25").content.decode()
    nav = body[body.index('class="periods"') :]
    links = re.findall(r'<a href="(/carte\?[^"]+)"', nav[: nav.index("</nav>")])
    assert [re.search(r"periode=([\w-]+)", link)[1] for link in links] == ["2017-T3", "2017-T4", "2018-T1", "2026-T2"]
    assert all("classes=egales" in link and "dans=departement%3A25" in link for link in links)
    assert site.get(links[0].replace("&amp;", "&")).status_code == 200


def test_the_sheet_to_take_away_says_all_that_must_be_known_of_it(site):
    answer = site.get(f"/carte.svg?indicateur={FTTH}&niveau=commune&periode=2018-T1")
    told = " ".join(re.sub(r"\s", " ", text) for text in ElementTree.fromstring(answer.content).itertext())
    assert "Locaux raccordables à la fibre (FttH)" in told
    assert "Bourgogne-Franche-Comté, par commune, 1er trimestre 2018, en %" in told
    assert "moins de 20 % · 1" in told
    assert "inconnu · 1" in told
    assert "Arcep, Licence Ouverte" in told
    assert "obtenues le 5 juin 2018" in told
    assert "Publication n° 1" in told
    assert "http://localhost/carte?indicateur=taux_locaux_raccordables_ftth&niveau=commune&periode=2018-T1" in told
    assert "script" not in answer["Content-Security-Policy"]
    assert NOTICE not in told


def test_the_sheet_comes_as_a_picture_and_as_a_page_to_print(site):
    query = f"indicateur={FTTH}&niveau=departement"
    assert site.get(f"/carte.png?{query}").content.startswith(b"\x89PNG")
    assert site.get(f"/carte.pdf?{query}").content.startswith(b"%PDF")
    assert (
        "maillage-carte-taux_locaux_raccordables_ftth-departement-2026-T2.png"
        in site.get(f"/carte.png?{query}")["Content-Disposition"]
    )


def test_the_light_picture_is_kept_for_ever_under_its_release(site):
    body = site.get(COMMUNES).content.decode()
    release = re.search(r"/tuiles/([\d-]+)/", body)[1]
    answer = site.get(f"/cartes/{release}/carte.svg?indicateur={FTTH}&niveau=commune")
    assert "immutable" in answer["Cache-Control"]
    assert "prefers-color-scheme:dark" in answer.content.decode()
    ElementTree.fromstring(answer.content)
    assert site.get(f"/cartes/1-20200101000000/carte.svg?indicateur={FTTH}").status_code == 404


def test_the_script_is_told_the_class_and_the_words_of_each_territory(site):
    [told] = json.loads(site.get(COMMUNES.replace("/carte?", "/carte/valeurs.json?")).content)["cartes"]
    assert told["genres"][-2:] == ["sans-objet", "inconnu"]
    assert told["genres"][told["rangs"]["90097"]] == "inconnu"
    assert told["genres"][told["rangs"]["25547"]] == "ramp-6"
    assert told["mots"]["25056"] == "54,5\u202f%"


def test_an_indicator_without_data_says_which_source_is_missing(site):
    answer = site.get("/carte?indicateur=taux_locaux_eligibles_1gbits")
    assert answer.status_code == 200
    if "Données non chargées" in words(answer):
        assert site.get("/carte.svg?indicateur=taux_locaux_eligibles_1gbits").status_code == 404


def test_the_page_of_an_indicator_shows_its_map_and_leads_to_it(site):
    body = markup(site.get(f"/indicateurs/{FTTH}?niveau=commune&periode=2018-T1&dans=departement:25"))
    [picture] = re.findall(r'<img class="choropleth" src="([^"]+)"', body)
    assert site.get(picture.replace("&amp;", "&")).status_code == 200
    link = f"/carte?indicateur={FTTH}&amp;niveau=commune&amp;periode=2018-T1&amp;dans=departement%3A25"
    assert link in body
    assert "data-maplibre" not in body


def test_a_fictional_territory_says_so_on_its_maps_and_calques(reading, demo_home):
    fictional = reading(demo_home)
    page = fictional.get("/carte?niveau=epci").content.decode()
    release = re.search(r"/tuiles/([\d-]+)/", page)[1]
    assert NOTICE in fictional.get("/carte/morceau?niveau=epci").content.decode()
    for address in (
        "/carte.svg",
        "/carte/valeurs.json",
        "/carte/calques/mediation.json",
        f"/cartes/{release}/carte.svg",
    ):
        assert NOTICE in fictional.get(address).content.decode()
    assert "donnees-simulees" in fictional.get("/carte.svg")["Content-Disposition"]


def test_the_drawing_of_four_hundred_communes_is_light(reading, public_demo_home):
    fictional = reading(public_demo_home)
    assert len(gzip.compress(fictional.get("/carte.svg").content, 6)) < 40_000
    assert len(gzip.compress(fictional.get("/carte").content, 6)) < 60_000


def test_the_drawing_of_a_real_region_of_3700_communes_is_light(reading, bfc_home):
    region = reading(bfc_home)
    assert len(gzip.compress(region.get("/carte.svg").content, 6)) < 150_000
    page = region.get("/carte").content.decode()
    [picture] = re.findall(r'<img class="choropleth" src="([^"]+)"', page)
    assert len(gzip.compress(region.get(picture.replace("&amp;", "&")).content, 6)) < 150_000


def test_by_default_no_other_host_may_be_called_and_the_operator_may_open_the_one_of_the_ign(site, settings):
    assert "geopf" not in site.get("/carte")["Content-Security-Policy"]
    assert 'data-background=""' in site.get("/carte").content.decode()
    settings.MAILLAGE_BACKGROUND = background.chosen({"MAILLAGE_BACKGROUND": "ign"}, Path())
    body = site.get("/carte").content.decode()
    assert 'data-background="https://data.geopf.fr/wmts?' in body
    assert "© IGN" in body
    with pytest.raises(UsageError, match="MAILLAGE_BACKGROUND vaut « osm »"):
        background.chosen({"MAILLAGE_BACKGROUND": "osm"}, Path())


@pytest.mark.parametrize("name", ["demo_home", pytest.param("bfc_home", marks=pytest.mark.more)])
def test_every_map_puts_each_value_in_one_class_with_words_of_its_own(request, name):
    """Every indicator at every level, whichever way its classes are chosen."""
    source = current(request.getfixturevalue(name))
    alone = []
    for sheet in (one for one in source.indicators() if one.loaded):
        for level, method in product(source.levels, (Method.USUAL, Method.QUANTILES, Method.EQUAL)):
            values = [
                one for one in source.layer(sheet.indicator.name, level, sheet.periods[-1]).values() if one is not None
            ]
            scale = classes(sheet.indicator, values, method, 5)
            told = [step.words for step in scale.steps]
            where = (sheet.indicator.name, level, method, told)
            assert len(set(told)) == len(told), where
            assert all(one.strip() for one in told), where
            assert not any(re.match(r"0[\s\u202f]*(%|km)? et plus|moins de 0\b(?!,)", one) for one in told), where
            assert sum(step.count for step in scale.steps) == len(values), where
            lows = [step.low for step in scale.steps]
            assert lows == sorted(set(lows)), where
            assert bool(scale.why_one) == (len(told) == 1), where
            if len(set(values)) > 1:
                assert sum(step.count > 0 for step in scale.steps) > 1 or method is Method.USUAL, where
            elif told:
                alone.append(where)
    assert alone


def test_quantiles_of_the_fibre_of_the_real_region_are_not_one_colour(reading, bfc_home):
    site = reading(bfc_home)
    told = legend(site.get("/carte?indicateur=taux_locaux_raccordables_ftth&niveau=commune&classes=quantiles"))
    assert told[0] == "0 % 3\u202f540" or told[0].replace("\u202f", " ") == "0 % 3 540"
    assert [int(one.split()[-1]) for one in told[1:]] == [36, 38, 35, 36]


def test_the_only_region_of_the_map_is_shown_by_its_value_and_the_page_says_why_one_class(reading, demo_home):
    answer = reading(demo_home).get("/carte?indicateur=distance_moyenne_mediation&niveau=region")
    [told] = legend(answer)
    assert re.fullmatch(r"\d+(,\d)? km 1", told)
    assert "Une seule classe : une seule valeur est connue." in words(answer)


def test_a_yes_or_no_is_mapped_as_such(site):
    address = "/carte?indicateur=taux_communes_3500_open_data&niveau=commune"
    assert [one.split()[0] for one in legend(site.get(address))[:2]] == ["non", "oui"]
    assert {row[1] for row in table(site.get(address))} <= {"oui", "non", "sans objet", "inconnu"}


def test_an_epci_across_the_border_is_marked_on_the_map_and_in_its_table(site):
    answer = site.get("/carte?indicateur=taux_locaux_raccordables_ftth&niveau=epci&periode=2018-T1")
    assert "partie dans la région : 3 communes sur 4" in words(answer)
    body = answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    assert re.search(r"<title>CA Grand Belfort : [^<]*\(partie dans la région : 3 communes sur 4\)</title>", body)
    assert "Calculé sur les périmètres d’aujourd’hui (code officiel géographique 2026)" in words(answer)
