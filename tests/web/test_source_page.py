"""The page of a source: what its last delivery lacks, in words."""

from django.test import Client

from tests.web.words import words


def test_the_page_of_a_source_says_which_labels_have_no_row(site: Client) -> None:
    shown = words(site.get("/sources/insee_bpe"))
    assert "aucune ligne" in shown
    assert "« Police » (A101 ou A140)" in shown
    assert "tout le fichier" in shown
