"""A territory's portrait: each figure with its unit, date, source, what is missing and how it compares."""

import pytest
from django.test import Client

from tests.web.words import entry, words


def test_a_figure_says_its_value_date_source_and_what_it_is_made_of(site: Client) -> None:
    said = entry(site, "/territoires/departement/25", "taux_locaux_raccordables_ftth")
    assert "95,0 % des locaux peuvent être raccordés à la fibre" in said
    assert "2e trimestre 2026" in said
    assert "Déploiement de la fibre par commune" in said
    assert "obtenu le" in said
    assert "Locaux raccordables : 10 150" in said


def test_a_figure_that_misses_a_commune_says_so(site: Client) -> None:
    said = entry(site, "/territoires/departement/90", "taux_locaux_eligibles_8mbits")
    assert "2 communes sur 3" in said
    whole = entry(site, "/territoires/departement/25", "taux_locaux_raccordables_ftth")
    assert "communes sur" not in whole


def test_a_figure_compares_with_the_level_above_and_tells_its_rank(site: Client) -> None:
    said = entry(site, "/territoires/departement/90", "taux_locaux_raccordables_ftth")
    assert "4,9 points de moins que la région (Bourgogne-Franche-Comté : 93,1 %)" in said
    assert "2e sur 2 départements" in said


def test_a_count_recalls_the_one_above_and_shows_its_parts(site: Client) -> None:
    said = entry(site, "/territoires/departement/25", "sites_4g_par_operateur")
    assert "dans la région (Bourgogne-Franche-Comté)" in said
    assert "Orange" in said
    assert "en hausse" in said or "stable" in said or "en baisse" in said


def test_a_curve_comes_with_its_words_and_its_table_and_is_cut_at_the_break(site: Client) -> None:
    body = site.get("/territoires/departement/25/reseaux-fixes").content.decode()
    assert 'class="curve-drawing curve-narrow"' in body
    said = entry(site, "/territoires/departement/25", "taux_locaux_raccordables_ftth")
    assert "Rupture de série : la suite ne se compare pas avec ce qui précède." in said
    assert "3e trimestre 2017" in said


def test_an_epci_across_the_border_says_which_part_is_counted(site: Client) -> None:
    text = words(site.get("/territoires/epci/200069052"))
    assert "Ce territoire déborde de la région" in text
    assert "les chiffres ne comptent que sa partie dans la région : 3 communes sur 4." in text
    assert "déborde" not in words(site.get("/territoires/epci/200065647"))


def test_a_numerator_above_its_denominator_is_shown_and_flagged(site: Client) -> None:
    said = entry(site, "/territoires/commune/25547", "taux_locaux_raccordables_ftth")
    assert "107,7 %" in said


def test_what_does_not_concern_a_commune_is_said_so(site: Client) -> None:
    said = entry(site, "/territoires/commune/25547", "taux_communes_3500_open_data")
    assert "Sans objet" in said
    assert "3 500 habitants" in said
    assert "0 %" not in said
    assert "Oui pour cette commune" in entry(site, "/territoires/commune/25056", "taux_communes_3500_open_data")


def test_what_is_not_known_here_is_never_zero(site: Client) -> None:
    body = words(site.get("/territoires/commune/90097/reseaux-fixes"))
    assert "Ce que nous ne savons pas encore" in body
    assert "Nous n’avons pas de mesure ici" in body


@pytest.mark.parametrize(
    ("address", "above", "below"),
    [
        ("/territoires/commune/25056", "CU Grand Besançon Métropole", None),
        ("/territoires/epci/200065647", "Bourgogne-Franche-Comté", "Sochaux"),
        ("/territoires/departement/25", "Bourgogne-Franche-Comté", "CA Pays de Montbéliard"),
        ("/territoires/region/27", None, "Territoire de Belfort"),
    ],
)
def test_a_page_links_to_the_levels_around_it(site: Client, address: str, above: str | None, below: str | None) -> None:
    text = words(site.get(address))
    assert above is None or above in text
    assert below is None or below in text
