"""A portrait says what to remember, who goes without, how it compares, and can be printed."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from maillage.kernel.period import MONTHS
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import current
from maillage.web.observe.territory.answer import answer
from maillage.web.words.portrait import portrait
from tests.web.words import entry, visible, words

# The search finds what people write, too.
pytestmark = pytest.mark.django_db


def section(site: Client, address: str, mark: str) -> str:
    body = site.get(address).content.decode()
    start = body.index(f'id="{mark}"')
    return visible("<" + body[start : body.index("</section>", start)])


def test_who_goes_without_is_listed_from_the_most_people_to_the_least(site: Client) -> None:
    # Territoire de Belfort: 6 800 inhabitants live in communes without a tiers-lieu (Belfort 6 100, Meroux 700);
    # 1 200 without mediation place; FttH is missing for 6 100 × (1 − 3 150/3 500) + … ≈ 920.
    said = section(site, "/territoires/departement/90/mediation-et-inclusion", "manques")
    assert "6 800 habitants sans tiers-lieu dans leur commune" in said
    assert "1 200 habitants sans lieu de médiation numérique dans leur commune" in said
    assert said.index("6 800 habitants") < said.index("1 200 habitants")
    fixed = section(site, "/territoires/departement/90/reseaux-fixes", "manques")
    assert "Environ 920 habitants sans point de branchement à la fibre près de chez eux" in fixed
    assert "2 communes sur 3" in fixed


def test_nobody_is_said_to_go_without_what_everybody_has(site: Client) -> None:
    # All have 8 Mbit/s, but for one of the 32 premises only by satellite: samples/arcep_mci_eligibilite.csv.
    told = section(site, "/territoires/commune/25056/reseaux-fixes", "manques")
    assert re.search(r"sans 8 Mbit/s(?! hors satellite)", told) is None
    assert "sans 8 Mbit/s hors satellite" in told


def test_a_figure_says_what_it_means_and_how_far_the_target_is(site: Client) -> None:
    said = entry(site, "/territoires/departement/25", "taux_locaux_raccordables_ftth")
    assert "Il en reste 530 sur 10 680" in said
    assert "Cible : 100 % en 2025 (SCORAN 2019), il manque 5 points" in said
    places = entry(site, "/territoires/commune/25056", "lieux_mediation_pour_10000_habitants")
    assert "Un pour 4 600 habitants" in places
    none = entry(site, "/territoires/commune/25056", "france_services_pour_10000_habitants")
    assert "Aucun ici, pour 9 200 habitants" in none


def test_a_distance_reads_in_kilometres_wherever_it_is_compared(site: Client) -> None:
    # Les Auxons: one premises, 539 m from its nearest place of mediation; Besançon: 18 427.5 m for 32.
    said = entry(site, "/territoires/commune/25035", "distance_moyenne_mediation")
    assert "0,5 km en moyenne jusqu’au lieu de médiation numérique le plus proche" in said
    assert "Soit 1 km aller et retour, à vol d’oiseau : davantage par la route." in said
    assert "0,1 km de moins que l’EPCI" in said
    assert "0,6 km)" in said


def test_the_portrait_says_how_many_homes_are_at_each_distance_of_help(site: Client) -> None:
    body = site.get("/territoires/region/27/mediation-et-inclusion").content.decode()
    said = visible(body[body.index('id="distances"') : body.index("</table>", body.index('id="distances"'))])
    assert "Part des 166 locaux selon la distance, à vol d’oiseau, du lieu le plus proche" in said
    assert "7 communes sur 8" in said
    # Each list has its own day; none is that of the premises, the 2nd quarter of 2026.
    heads = re.search(r"Médiation numérique (.+?) France Services (.+?) Tiers-lieu (.+?) Jusqu’à 1", said)
    assert heads
    assert not [day for day in heads.groups() if "trimestre" in day], heads.groups()
    # Of 166 premises, 162 are within 1 km of mediation, 10 of a France Services, 120 of a tiers-lieu.
    assert "Jusqu’à 1 km 98 % 6 % 72 %" in said
    assert "En moyenne 0,7 km 12,2 km 1,4 km" in said
    assert 'id="distances"' not in site.get("/territoires/commune/25547/mediation-et-inclusion").content.decode()


def test_a_figure_is_placed_among_the_territories_the_reader_chooses(site: Client) -> None:
    asked = "/territoires/commune/25056?avec=commune:25388&avec=commune:90010"
    said = entry(site, asked, "taux_locaux_raccordables_ftth")
    assert "sur 3 parmi ceux choisis, médiane" in said
    neighbours = section(site, "/territoires/commune/25547?comparer=voisins", "comparaison")
    assert "2 autres communes (CA Pays de Montbéliard Agglomération)" in neighbours


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("comparer=ennemis", "Comparaison « ennemis » inconnue"),
        ("population=12", "Facteur « 12 » inconnu"),
        ("avec=departement:25", "ne se compare qu’à ceux de son niveau"),
        ("avec=commune:99999", "Territoire « commune 99999 » inconnu"),
    ],
)
def test_a_comparison_that_makes_no_sense_is_refused_in_words(site: Client, query: str, says: str) -> None:
    answer = site.get(f"/territoires/commune/25056?{query}")
    assert answer.status_code == 404
    assert says in words(answer)


def test_themes_follow_the_three_enjeux_each_on_its_page_and_tell_what_they_hold(site: Client) -> None:
    text = words(site.get("/territoires/region/27"))
    order = [text.index(theme) for theme in ("Réseaux fixes", "Réseaux mobiles", "Se faire aider")]
    assert order == sorted(order)
    mobile = words(site.get("/territoires/region/27/reseaux-mobiles"))
    assert "Sites 4G par opérateur" in mobile
    assert "Locaux raccordables à la fibre" not in mobile
    assert "Thème « beaux-arts » inconnu" in words(site.get("/territoires/region/27/beaux-arts"))


def test_key_figures_are_those_that_open_an_enjeu_before_the_others(release_home: Path) -> None:
    keys = portrait(current(release_home), Ref(Level.REGION, "27")).keys
    assert [figure.theme for figure in keys] == [
        "Réseaux fixes",
        "Réseaux mobiles",
        "Médiation et inclusion",
        "Données ouvertes",
    ]


def test_a_portrait_opens_with_how_much_fibre_and_what_is_treated_first(site: Client) -> None:
    text = words(site.get("/territoires/departement/25"))
    assert "La fibre dessert 95 % des locaux" in text
    assert text.index("La fibre dessert") < text.index("À traiter") < text.index("Tout sur le département")
    assert "Arcep" in text
    assert "obtenu le" in text


def test_a_share_counted_long_ago_is_said_of_its_date_and_of_no_one_today(site: Client, release_home: Path) -> None:
    source = current(release_home)
    place = source.territory(Ref(Level.DEPARTEMENT, "25"))
    last = source.series("taux_locaux_raccordables_ftth", place.ref)[-1].period
    said = answer(source, place, last.end + timedelta(days=549))
    assert "".join(part for part, _ in said.sentence).startswith(
        f"Fin {MONTHS[last.end.month - 1]} {last.end.year}, la"
    )
    assert " desservait " in said.sentence[0][0]
    assert said.copper is None or "pas encore la fibre" not in "".join(part for part, _ in said.copper.words)
    assert answer(source, place, last.end + timedelta(days=548)).sentence[0][0] == "La fibre dessert "


def test_an_address_kept_with_a_figure_still_leads_to_it(site: Client) -> None:
    body = site.get("/territoires/departement/25").content.decode()
    assert '<span id="taux_locaux_raccordables_ftth"></span>' in body
    said = entry(site, "/territoires/departement/25", "taux_locaux_raccordables_ftth")
    assert "95,0 % des locaux peuvent être raccordés" in said


def test_an_address_is_looked_for_in_the_commune_one_is_reading(site: Client) -> None:
    body = site.get("/territoires/commune/25056").content.decode()
    assert 'name="lieu" value="Besançon"' in body
    # The samples hold no address of Besançon: the commune answers.
    answer = site.get("/recherche?q=12+rue+Imaginaire&lieu=Besan%C3%A7on")
    assert answer["Location"] == "/territoires/commune/25056"


def test_the_portrait_prints_as_a_tagged_pdf_with_the_same_words(site: Client) -> None:
    answer = site.get("/territoires/departement/90.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    content = answer.content
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    tagged = document.get_metadata_dict()
    document.close()
    plain = "".join(text.split())
    assert "Territoire de Belfort" in tagged["Title"]
    assert b"pdfuaid" in content
    assert "88,2%" in plain
    assert "6800habitantssanstiers-lieudansleurcommune" in plain
    assert "Déploiementdelafibreparcommune(Macartefibre),Arcep,décrit2etrimestre2026" in plain
    assert "http://localhost/territoires/departement/90" in plain


def test_a_portrait_with_a_yes_or_no_of_several_years_prints(reading: Any, demo_home: Path) -> None:
    """A figure that answers by a word has values of several years and no curve, in PDF neither: it was a 500."""
    source = current(demo_home)
    values = "taux_communes_3500_open_data"
    towns = [one for one in source.territories(Level.COMMUNE) if len(source.series(values, one.ref)) > 1]
    assert towns
    answer = reading(demo_home).get(f"/territoires/commune/{towns[0].ref.code}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_the_same_portrait_gives_the_same_pdf(site: Client) -> None:
    first, again = (site.get("/territoires/commune/25547.pdf").content for _ in range(2))
    assert first == again


PART = "partie dans la région : 3 communes sur 4"


@pytest.mark.parametrize(
    "address",
    [
        "/indicateurs/taux_locaux_raccordables_ftth?niveau=epci&periode=2018-T1",
        "/comparer?t=epci:200069052&t=epci:200065647&i=taux_locaux_raccordables_ftth",
        "/territoires/departement/90",
        "/territoires/epci/200065647",
        "/recherche?q=belfort",
        "/territoires/epci/200069052/taux_locaux_raccordables_ftth?periode=2018-T1",
        "/api/v1/indicators/taux_locaux_raccordables_ftth/values?level=epci&period=2018-T1",
        "/api/v1/indicators/taux_locaux_raccordables_ftth/layer?level=epci&period=2018-T1",
        "/api/v1/territories/epci/200069052",
        "/indicateurs/taux_locaux_raccordables_ftth/classement.csv?niveau=epci&periode=2018-T1",
        "/territoires/epci/200069052.csv",
        "/territoires.csv?niveau=epci",
        "/comparer.csv?t=epci:200069052&t=epci:200065647&i=taux_locaux_raccordables_ftth",
        "/indicateurs/taux_locaux_raccordables_ftth.geojson?niveau=epci&periode=2018-T1",
        "/integrer/territoire/epci/200069052",
    ],
)
def test_an_epci_across_the_border_is_marked_wherever_it_is_shown(site: Client, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = visible(body.decode().encode().decode("utf-8"))
    if "api" in address or "geojson" in address:
        text = json.dumps(json.loads(body), ensure_ascii=False)
    assert PART in re.sub("[\u202f\xa0]", " ", text).replace("Partie", "partie")


def test_every_figure_of_an_epci_says_the_part_it_counts_and_that_its_perimeter_is_todays(site: Client) -> None:
    said = entry(site, "/territoires/epci/200069052", "taux_locaux_raccordables_ftth")
    assert PART.replace("partie", "Partie") in said
    body = words(site.get("/indicateurs/taux_locaux_raccordables_ftth?niveau=epci&periode=2018-T1"))
    assert "Calculé sur les périmètres d’aujourd’hui (code officiel géographique 2026)" in body
    [flags] = [
        one["flags"]
        for one in site.get("/api/v1/indicators/taux_locaux_raccordables_ftth/epci/200065647?period=2018-T1").json()[
            "values"
        ]
    ]
    assert "perimetre_actuel" in flags


@pytest.mark.parametrize(
    "address",
    [
        "/territoires/commune/25056",
        "/recherche?q=besancon",
        "/comparer?t=commune:25056&i=taux_locaux_raccordables_ftth",
        "/integrer/territoire/commune/25056",
    ],
)
def test_a_population_says_its_vintage(site: Client, address: str) -> None:
    text = words(site.get(address)).replace("\xa0", " ")
    assert re.search(r"9.200 habitants \((population municipale, code officiel géographique|COG) 2026\)", text)


def test_the_population_of_the_api_says_its_vintage(site: Client) -> None:
    told = site.get("/api/v1/territories/commune/25056").json()
    assert (told["population"], told["vintage"]) == (9200, "code officiel géographique 2026")


def test_a_list_of_territories_says_the_vintage_of_populations(site: Client) -> None:
    answer = site.get("/territoires.csv?niveau=commune")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].endswith(",partie,millesime,mention")
    assert all(",2026," in line for line in lines[1:])


def test_those_that_share_a_rank_read_ex_aequo_and_nobody_is_ranked_where_all_are_equal(site: Client) -> None:
    """Of seven communes, three have no place of mediation; all have 4G sites or none: samples/."""
    ranked = site.get("/api/v1/indicators/lieux_mediation_pour_10000_habitants/values?level=commune").json()["values"]
    shared = [one for one in ranked if [each["rank"] for each in ranked].count(one["rank"]) > 1]
    assert shared
    for one in shared:
        assert "ex\xa0æquo sur" in one["rank_words"]
    code = shared[0]["territory"].split(":")[1]
    said = entry(site, f"/territoires/commune/{code}", "lieux_mediation_pour_10000_habitants")
    assert "ex æquo sur" in said
    page = words(site.get("/indicateurs/lieux_mediation_pour_10000_habitants?niveau=commune"))
    assert "ex æquo" in page


def test_a_yes_or_no_says_yes_or_no(site: Client) -> None:
    said = entry(site, "/territoires/commune/25388", "taux_communes_3500_open_data")
    assert "Non pour cette commune" in said
    assert "%" not in said.split("Rien")[0].split("Ce n’est pas")[0]
    compared = words(site.get("/comparer?t=commune:25388&t=commune:25056&i=taux_communes_3500_open_data"))
    assert "non" in compared
    assert "oui" in compared


def test_one_commune_is_never_said_in_the_plural(site: Client) -> None:
    counted = "communes|habitants|jours|territoires|lignes|sources|indicateurs|départements|actions|locaux|sites|points"
    wrong = re.compile(rf"(?<![\d,.\u202f\xa0 ])[01][\s\u202f\xa0]+({counted})\b")
    levels = {"epci": "200065647 200069052", "departement": "25 90", "region": "27", "commune": "25035 90097"}
    for level, codes in levels.items():
        for code in codes.split():
            text = words(site.get(f"/territoires/{level}/{code}"))
            assert not wrong.search(text), wrong.search(text)
    for address in ("/", "/indicateurs/taux_locaux_raccordables_ftth?niveau=departement", "/carte", "/sources"):
        text = words(site.get(address))
        assert not wrong.search(text), wrong.search(text)


def test_the_number_below_is_called_as_it_was_at_its_period(site: Client) -> None:
    # The samples end in 2018: then, premises were dwellings and establishments.
    said = entry(site, "/territoires/departement/25", "taux_locaux_raccordables_ftth")
    assert "Logements et établissements" in said or "Locaux : " in said
    assert "jusqu’en 2018" not in said


def test_what_concerns_open_data_tells_no_duty_to_an_epci(site: Client) -> None:
    page = words(site.get("/indicateurs/taux_communes_3500_open_data"))
    assert "article L. 312-1-1" in page
    assert "50 agents" in page
    assert "l’obligation d’ouvrir ses données ne vise que les communes" not in page
