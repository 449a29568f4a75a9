"""What is not offered is told with what is, in words that lead there, and never by its codes."""

import re

import pytest
from django.test import Client

from maillage import sources
from tests.web.words import markup, visible, words

FTTH = "taux_locaux_raccordables_ftth"
LINK = re.compile(r'<ul class="choices">\s*<li>\s*<a href="([^"]+)">')
CHOICES = re.compile(r'(?s)<ul class="choices">.*?</ul>')


@pytest.mark.parametrize(
    ("address", "refused", "choice"),
    [
        ("/indicateurs/rien", "Indicateur « rien » inconnu.", "Locaux raccordables à la fibre"),
        ("/sources/rien", "Source « rien » inconnue.", "Observatoire"),
        (f"/indicateurs/{FTTH}?niveau=rien", "Niveau « rien » inconnu.", "commune"),
        (f"/indicateurs/{FTTH}?periode=1999-T1", "Aucune donnée pour la période « 1999-T1 ».", "2018"),
        ("/carte?vue=rien", "Type de carte « rien » inconnu.", "2 dates"),
        ("/carte?classes=rien", "Découpage « rien » inconnu.", "Quantiles"),
        ("/carte?tri=rien", "Tri « rien » inconnu.", "Évolution"),
        ("/carte?calques=rien", "Calque « rien » inconnu.", ""),
        ("/territoires?niveau=rien", "inconnu.", ""),
        ("/territoires?tri=rien", "Tri « rien » inconnu.", "Habitants"),
        ("/sources?colonne=rien", "Colonne « rien » inconnue.", ""),
        ("/integrer?forme=rien", "Forme « rien » inconnue.", "Une courbe"),
        ("/integrer?indicateur=rien", "Indicateur « rien » inconnu ou sans données.", ""),
        ("/territoires/commune/25056?comparer=rien", "Comparaison « rien » inconnue.", "ses voisins"),
        ("/zones-blanches?seuil=12", "Seuil « 12 » inconnu dans les données.", "8 Mbit/s"),
    ],
)
def test_what_is_not_offered_leads_by_its_words_to_what_is(
    site: Client, address: str, refused: str, choice: str
) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert refused in words(answer)
    body = answer.content.decode()
    (listed,) = CHOICES.findall(body)
    assert choice in visible(listed)
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", visible(listed))
    first = LINK.search(body)
    assert first
    assert site.get(first[1].replace("&amp;", "&")).status_code == 200


def test_many_choices_are_folded_and_counted(site: Client) -> None:
    folded = f"<summary>Voir les {len(sources.catalogue())} choix</summary>"
    assert folded in markup(site.get("/sources/rien"))
    assert "Voir les" not in words(site.get("/carte?vue=rien"))


def test_programs_are_told_the_values_they_may_ask(site: Client) -> None:
    told = site.get("/api/v1/indicators/rien").json()["message"]
    assert told.startswith("Indicateur « rien » inconnu. Choisissez parmi : ")
    assert FTTH in told
