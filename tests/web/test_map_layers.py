"""The map as an application: its title finds, its legend filters, dates play, layers are laid over it."""

import csv
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from maillage.web import layers
from tests.web.test_map import COMMUNES, FTTH, table
from tests.web.words import visible, words


def title(answer):
    return re.sub(r"\s+", " ", visible(re.search(r"(?s)<h1>.*?</h1>", answer.content.decode())[0])).strip()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "4 communes sur 8 sont à 40 % ou plus, 1 sans mesure"),
        ("&garder=0-2", "3 communes sur 8 sont sous 40 %"),
        ("&garder=2", "2 communes sur 8 sont entre 20 et 40 %"),
        ("&garder=6", "1 commune sur 8 est à 100 % ou plus"),
        ("&garder=0", "0 commune sur 8 est à zéro"),
        ("&vue=deux&avec=2017-T4&garder=0-2", "Toujours 3 communes sous 40 %"),
        ("&vue=difference&avec=2017-T4", "7 communes sur 8 en hausse, 0 en baisse, 1 sans mesure"),
        ("&niveau=region&dans=", "Bourgogne-Franche-Comté : 52,7 %"),
    ],
)
def test_the_title_is_what_the_map_finds(site, query, says):
    address = f"/carte?indicateur={FTTH}&periode=2018-T1{query}"
    assert says in title(site.get(address)), title(site.get(address))


@pytest.mark.parametrize(
    ("indicator", "says"),
    [
        ("sites_4g_par_operateur", "5 communes sur 8 en ont au moins un"),
        ("taux_communes_3500_open_data", "2 communes sur 3 : « oui »"),
    ],
)
def test_the_title_of_a_count_or_of_a_yes_or_no_is_said_in_words(site, indicator, says):
    assert says in title(site.get(f"/carte?indicateur={indicator}&niveau=commune"))


def test_classes_that_are_kept_filter_the_map_the_table_and_the_files(site):
    answer = site.get(f"{COMMUNES}&garder=1-2")
    assert [row[0] for row in table(answer)] == ["Les Auxons", "Meroux-Moval", "Pont-de-Roide-Vermondans"]
    body = answer.content.decode()
    assert '<g class="left">' in body
    # What is behind is what there is to see: ochre, the lower the deeper.
    assert 'class="lack-4"' in site.get(f"{COMMUNES}&garder=0-2").content.decode()
    assert 'class="left"' in site.get(f"{COMMUNES.replace('/carte?', '/carte.svg?')}&garder=1-2").content.decode()
    assert "Tout montrer" in body
    [told] = json.loads(site.get(f"{COMMUNES.replace('/carte?', '/carte/valeurs.json?')}&garder=1-2").content)["cartes"]
    assert told["garder"] == [1, 2]


def rows_of(site, body):
    """The rows of the CSV that the table gives."""
    [address] = re.findall(r'href="(/carte/tableau\.csv[^"]+)"', body)
    answer = site.get(address.replace("&amp;", "&"))
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [(row["territoire"], row["periode"], row["valeur"]) for row in csv.DictReader(io.StringIO(text))]


def test_the_file_of_the_table_has_its_rows_in_its_order(site):
    kept = site.get(f"{COMMUNES}&garder=1-2&tri=nom").content.decode()
    assert [(name, round(float(value), 1)) for name, _, value in rows_of(site, kept)] == [
        ("Les Auxons", 33.3),
        ("Meroux-Moval", 25.0),
        ("Pont-de-Roide-Vermondans", 6.2),
    ]
    # Unknown is a row without value; of two dates, each territory has a row at each.
    every = rows_of(site, site.get(COMMUNES).content.decode())
    assert (len(every), every[-1]) == (8, ("Trévenans", "2018-T1", ""))
    both = rows_of(site, site.get(f"{COMMUNES}&vue=deux&avec=2017-T4&garder=6").content.decode())
    assert [(name, period) for name, period, _ in both] == [("Sochaux", "2017-T4"), ("Sochaux", "2018-T1")]


def test_the_workbook_of_the_table_says_what_the_legend_keeps(site):
    address = COMMUNES.replace("/carte?", "/carte/tableau.xlsx?")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(site.get(f"{address}&garder=1-2"))))
    told = {row[0].value: row[1].value for row in book["À propos"].iter_rows(min_col=1, max_col=2)}
    assert told["Filtre : Classes gardées"] == "Entre 0 et 40\u202f%"
    assert "garder=1-2" in told["Adresse de la vue"]


def test_the_head_of_the_table_counts_what_is_kept_and_lifts_the_filter(site):
    whole, kept = (re.sub(r"\s+", " ", words(site.get(f"{COMMUNES}{more}"))) for more in ("", "&garder=1-2"))
    assert "Tableau 8 communes" in whole
    assert "Lever le filtre" not in whole
    assert "Tableau 3 communes sur 8" in kept
    assert "Entre 0 et 40 % : 3 communes sur 8. Lever le filtre" in kept


def test_places_are_given_to_who_goes_through_the_map_with_the_keys(site):
    address = re.search(r'data-places="([^"]+)"', site.get(COMMUNES).content.decode())[1]
    answer = site.get(address)
    assert "immutable" in answer["Cache-Control"]
    places = json.loads(answer.content)["lieux"]
    assert len(places) == 8
    assert places["25056"][0] == "Besançon"
    assert site.get("/cartes/1-20200101000000/lieux-commune.json").status_code == 404


def test_another_date_may_be_shown_in_the_classes_of_this_one(site):
    answer = site.get(f"{COMMUNES}&echelle=2017-T3&classes=quantiles&nombre=3")
    assert "Couleurs taillées sur le 3e trimestre 2017" in words(answer)
    # Classes that are kept keep their bounds on the way to another date.
    body = site.get(f"{COMMUNES}&garder=1").content.decode()
    stops = re.findall(r'<a href="([^"]+)" tabindex="-1"\s+data-stop="2017-T3"', body)
    assert stops
    assert all("echelle=2018-T1" in stop and "garder=1" in stop for stop in stops)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("garder=x", "Classes à garder « x » illisibles"),
        ("garder=1-2-3", "illisibles"),
        ("garder=9", "Classe « 9 » inconnue"),
        ("echelle=1999", "Aucune donnée pour la période « 1999 »"),
        ("calques=piscines", "Calque « piscines » inconnu"),
    ],
)
def test_what_cannot_be_kept_or_laid_is_said(site, query, says):
    for address in ("/carte", "/carte.svg"):
        answer = site.get(f"{address}?{query}")
        assert answer.status_code == 404
        assert says in words(answer)


@pytest.mark.parametrize("query", ["", "&avec=2017-T4", "&vue=difference&avec=2017-T4"])
def test_one_goes_from_one_date_to_two_to_their_difference_and_back(site, query):
    body = site.get(f"{COMMUNES}{query}").content.decode()
    nav = body[body.index('class="segments" aria-label="Dates"') :].partition("</nav>")[0]
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', nav)]
    drawn = [site.get(link).content.decode().count('class="map" data-plate') for link in links]
    assert drawn == [1, 2, 1]
    assert "en hausse" in title(site.get(links[2]))


def test_the_play_button_gets_every_date_in_the_classes_of_the_one_shown(site):
    told = json.loads(site.get(COMMUNES.replace("/carte?", "/carte/film.json?")).content)
    assert told["echelle"] == "2018-T1"
    assert [image["periode"] for image in told["images"]] == ["2017-T3", "2017-T4", "2018-T1", "2026-T2"]
    [values] = json.loads(site.get(COMMUNES.replace("/carte?", "/carte/valeurs.json?")).content)["cartes"]
    shown = told["images"][2]["rangs"]
    assert {code: int(shown[rank]) for rank, code in enumerate(told["codes"])} == values["rangs"]
    wrong = site.get(f"{COMMUNES.replace('/carte?', '/carte/film.json?')}&vue=difference&avec=2017-T4")
    assert wrong.status_code == 404
    assert "ne se déroule pas" in words(wrong)


def test_the_names_of_communes_are_drawn_and_given_to_the_script(site):
    body = site.get(COMMUNES).content.decode()
    assert ">Besançon</text>" in body
    address = re.search(r'data-names="([^"]+)"', body)[1]
    answer = site.get(address)
    assert "immutable" in answer["Cache-Control"]
    assert json.loads(answer.content)["noms"][0][0] == "Besançon"
    assert ">Besançon</text>" in site.get(COMMUNES.replace("/carte?", "/carte.svg?")).content.decode()
    assert site.get("/cartes/1-20200101000000/noms.json").status_code == 404


def test_every_file_of_the_room_of_layers_is_one_and_no_list_names_them():
    folder = Path(layers.__file__).parent
    files = {path.stem for path in folder.glob("[!_]*.py")}
    assert {layer.name for layer in layers.layers()} == files
    assert files >= {"immeubles", "mediation", "sites_mobiles", "zones_blanches", "cuivre", "actions"}


@pytest.mark.parametrize("layer", [each.name for each in layers.layers()])
def test_every_layer_that_is_offered_says_what_it_shows_of_when_and_whose_it_is(reading, demo_home, layer):
    fictional = reading(demo_home)
    offered = re.findall(r'name="calques" value="(\w+)"', fictional.get("/carte").content.decode())
    if layer not in offered:
        assert layer == "actions"
        return
    told = json.loads(fictional.get(f"/carte/calques/{layer}.json").content)
    assert told["points"] or told["surfaces"] or told["tuiles"] or told["noms"]
    assert len(told["signes"]) == len(told["genres"])
    assert all(each["titre"] and each["obtenu_le"] for each in told["sources"])
    drawn = fictional.get(f"/carte.svg?calques={layer}").content.decode()
    ElementTree.fromstring(drawn)
    assert ("<use" in drawn) == bool(told["points"])
    assert ("laid-area" in drawn.split("</style>")[1]) == bool(told["surfaces"])


def test_places_come_with_their_name_kind_point_source_and_date(site):
    told = json.loads(site.get("/carte/calques/tiers_lieux.json").content)
    assert [point[2] for point in told["points"]] == [
        "L’Atelier & compagnie",
        "La Fabrique d’essai",
        "Le Comptoir partagé",
        "Le Tiers-lieu d’essai",
    ]
    fabrique = told["points"][1]
    assert fabrique[:2] == [6.045, 47.255]
    assert [told["sources"][rank]["nom"] for rank in fabrique[4]] == ["fabriques_territoire", "mednum_bfc"]
    assert told["genres"] == ["Tiers-lieu"]
    assert told["periode"] == "1er juin 2026"
    wrong = site.get("/carte/calques/piscines.json")
    assert wrong.status_code == 404
    assert "Calque « piscines » inconnu" in words(wrong)
