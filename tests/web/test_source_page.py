"""What is missing, in words: labels without a row on the page of a source, what to load where a figure would be."""

import json

from django.template.loader import get_template
from django.test import Client
from django.utils.html import strip_tags

from maillage.observatory.sheets import WantedSource
from tests.web.words import words


def test_the_page_of_a_source_says_which_labels_have_no_row(site: Client) -> None:
    shown = words(site.get("/sources/insee_bpe"))
    assert "aucune ligne" in shown
    assert "« Police » (A101 ou A140)" in shown
    assert "tout le fichier" in shown


def test_the_page_of_a_source_says_file_line_and_reason_of_each_row_set_aside(site: Client) -> None:
    [first, *_] = json.loads(
        b"".join(site.get("/sources/arcep_ftth_2018/lignes.json?effet=refusees").streaming_content)
    )["rows"]
    shown = words(site.get("/sources/arcep_ftth_2018?effet=refusees"))
    assert f"{first['fichier']} {first['ligne']}" in shown
    assert first["motif"] in shown
    assert site.get("/sources/arcep_ftth_2018?effet=rien").status_code == 404
    by_api = site.get("/api/v1/lists/sources/arcep_ftth_2018/lignes?effet=refusees").json()
    assert by_api["rows"][0] == first


def test_what_to_load_is_one_instruction_in_titles_and_no_choice() -> None:
    part = get_template("parts/wanted.html")
    both = (WantedSource("a_b", "Immeubles et maisons"), WantedSource("c_d", "Offres par immeuble"))
    shown = " ".join(strip_tags(part.render({"wanted": both})).split()).replace("&#8239;", "\u202f")
    assert shown == "À charger\u202f: Immeubles et maisons et Offres par immeuble"
    assert 'href="/sources/c_d"' in part.render({"wanted": both})
    assert "n’en disent rien" in part.render({"wanted": ()})
