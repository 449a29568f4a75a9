"""A portrait says what to remember, who goes without, how it compares, and can be printed."""

import io
import re

import pypdfium2
import pytest
from django.test import Client

from tests.web.words import entry, visible, words


def section(site: Client, address: str, mark: str) -> str:
    body = site.get(address).content.decode()
    start = body.index(f'id="{mark}"')
    return visible("<" + body[start : body.index("</section>", start)])


def test_who_goes_without_is_listed_from_the_most_people_to_the_least(site: Client) -> None:
    # Territoire de Belfort: 6 800 inhabitants live in communes without a tiers-lieu (Belfort 6 100, Meroux 700);
    # 1 200 without mediation place; FttH is missing for 6 100 × (1 − 3 150/3 500) + … ≈ 920.
    said = section(site, "/territoires/departement/90", "manques")
    assert "6 800 habitants sans tiers-lieu dans leur commune" in said
    assert "1 200 habitants sans lieu de médiation numérique dans leur commune" in said
    assert "Environ 920 habitants sans point de branchement à la fibre près de chez eux" in said
    order = [said.index(one) for one in ("6 800 habitants", "1 200 habitants", "920 habitants")]
    assert order == sorted(order)
    assert "2 communes sur 3" in said


def test_nobody_is_said_to_go_without_what_everybody_has(site: Client) -> None:
    # All have 8 Mbit/s, but for one of the 32 premises only by satellite: samples/arcep_mci_eligibilite.csv.
    told = section(site, "/territoires/commune/25056", "manques")
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
    body = site.get("/territoires/region/27").content.decode()
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
    assert 'id="distances"' not in site.get("/territoires/commune/25547").content.decode()


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
        ("avec=commune:99999", "Territoire « commune:99999 » inconnu"),
    ],
)
def test_a_comparison_that_makes_no_sense_is_refused_in_words(site: Client, query: str, says: str) -> None:
    answer = site.get(f"/territoires/commune/25056?{query}")
    assert answer.status_code == 404
    assert says in words(answer)


def test_sections_follow_the_three_enjeux(site: Client) -> None:
    text = words(site.get("/territoires/region/27"))
    order = [text.index(f"Enjeu {number}") for number in (1, 2, 3)]
    assert order == sorted(order)
    assert (
        order[0] < text.index("Réseaux mobiles") < order[1] < text.index("Médiation et inclusion") < order[2]
    )


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


def test_the_same_portrait_gives_the_same_pdf(site: Client) -> None:
    first, again = (site.get("/territoires/commune/25547.pdf").content for _ in range(2))
    assert first == again
