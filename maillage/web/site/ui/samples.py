"""What each component of the living page is shown with: the release being read, and a form filled in wrongly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.observatory.door import Observatory
from maillage.steering.versions import Change
from maillage.web.drawing.constellation import WIDTH, frame
from maillage.web.drawing.scale import Scale, Step
from maillage.web.forms.asked import Page
from maillage.web.forms.conflict import Conflict, Difference
from maillage.web.gate.observatory import release_key
from maillage.web.words.portrait import portrait
from maillage.web.words.reading import Figure
from maillage.web.words.series_curve import SeriesCurve, series_curve

Context: TypeAlias = dict[str, Any]
LONG_NAME = "Syndicat mixte du numérique et des territoires ruraux de la région de démonstration"


@dataclass(frozen=True, slots=True)
class Component:
    """A component: its name in the address, what it is, the template that shows it, its heights, at 320 pixels and
    wide."""

    name: str
    title: str
    template: str
    narrow: int
    wide: int
    context: Callable[[Observatory], Context]


def _figures(source: Observatory) -> list[Figure]:
    sections = portrait(source, source.release.region).sections
    return [figure for section in sections for theme in section.themes for figure in theme.figures]


def _figure(source: Observatory) -> Context:
    known = [figure for figure in _figures(source) if figure.said]
    figure = next((figure for figure in known if figure.said and figure.said.drawn), known[0])
    return {
        "figure": figure,
        "curve": _curve(source, figure.name),
        "place": source.release.region,
        "heading": "h2",
        "standing": None,
        "address": reverse("territory", args=["region", "27"]),
    }


def _curve(source: Observatory, name: str) -> SeriesCurve | None:
    region = source.release.region
    return series_curve(source, source.indicator(name).indicator, source.territory(region), source.series(name, region))


def _chart(source: Observatory) -> Context:
    shown = _figure(source)
    return {"curve": shown["curve"], "title": shown["figure"].title, "points": shown["figure"].said.points}


def _scale(source: Observatory) -> Context:
    names = ("0 %", "moins de 20 %", "20 à 40 %", "40 à 60 %", "60 à 80 %", "80 à 100 %", "100 %")
    steps = tuple(Step(rank, rank, french.typographic(words), rank + 1) for rank, words in enumerate(names))
    sheet = frame(source.territory(source.release.region))
    image = {
        "address": reverse("pictures.ground", args=[release_key(source)]),
        "width": WIDTH,
        "height": sheet.height if sheet else 0,
    }
    return {"scale": Scale(steps, 3), "image": image, "words": "La région, un point par commune"}


def _table(source: Observatory) -> Context:
    heads = [
        {"words": "Territoire", "figures": False, "address": "?tri=nom", "sort": ""},
        {"words": "Population", "figures": True, "address": "?tri=population", "sort": "descending"},
        {"words": "Communes", "figures": True, "address": "?tri=communes", "sort": ""},
        {"words": "Population d’il y a dix ans", "figures": True, "address": "", "sort": ""},
    ]
    rows = [
        {
            "head": french.typographic(epci.name),
            "address": reverse("territory", args=[epci.ref.level, epci.ref.code]),
            "cells": [
                "inconnue" if epci.population is None else french.number(epci.population),
                french.number(epci.communes),
                "inconnue",
            ],
        }
        for epci in source.territories(Level.EPCI)[:6]
    ]
    return {"caption": "Les intercommunalités", "heads": heads, "rows": rows}


def _fields(source: Observatory) -> Context:
    usual = {
        "type": "text",
        "help": "",
        "value": "",
        "error": "",
        "autocomplete": "",
        "required": True,
        "enforced": True,
    }
    fields = [
        {**usual, "name": "nom", "label": "Votre nom", "value": "Ada Martin", "autocomplete": "name"},
        {
            **usual,
            "name": "courriel",
            "label": "Votre adresse électronique",
            "type": "email",
            "value": "ada.martin",
            "help": "Pour vous répondre, rien d’autre.",
            "error": "il manque le signe @",
            "autocomplete": "email",
        },
        {
            **usual,
            "name": "sujet",
            "label": "À propos de",
            "choices": [("chiffre", "Un chiffre"), ("carte", "Une carte")],
            "value": "carte",
            "required": False,
            "enforced": False,
        },
    ]
    return {"fields": fields}


def _conflict(source: Observatory) -> Context:
    difference = Difference("nom", "Nom", "Le texte de Bob", "Le texte d’Ada")
    return {"conflict": Conflict(Change("bob@exemple.fr", source.release.published_at), (difference,))}


def _header(source: Observatory) -> Context:
    return {"names": ("", LONG_NAME), "path": reverse("sources"), "release": source.release}


def _footer(source: Observatory) -> Context:
    released_on = french.day(source.release.published_at.date())
    return {"path": reverse("sources"), "release": source.release, "released_on": released_on}


def _tabs(source: Observatory) -> Context:
    words = ("Carte", "Tableau", "Comment c’est compté")
    tabs = [{"address": f"?vue={rank}", "words": word, "current": not rank} for rank, word in enumerate(words)]
    return {"label": "Ce qui est montré", "tabs": tabs}


def _pages(source: Observatory) -> Context:
    return {"listed": Page(2, 50, 3685), "before": "?page=1", "after": "?page=3", "what": "communes"}


def _crumbs(source: Observatory) -> Context:
    region = source.territory(source.release.region)
    steps = [(reverse("territory", args=["region", region.ref.code]), region.name)]
    steps += [
        (reverse("territory", args=["departement", departement.ref.code]), departement.name)
        for departement in source.territories(Level.DEPARTEMENT)[:1]
    ]
    return {"label": "Où se trouve ce territoire", "steps": steps}


def _badges(source: Observatory) -> Context:
    return {
        "badges": (
            ("fresh", "à jour, il y a 2 mois"),
            ("late", "en retard, il y a 3 ans"),
            ("unknown", "date inconnue"),
        )
    }


def _notices(source: Observatory) -> Context:
    return {
        "notices": (
            ("say", "À savoir.", "La méthode a changé en 2024 : la courbe est coupée."),
            ("late", "En retard.", "Le producteur n’a rien publié depuis deux ans."),
            ("error", "Erreur.", "Ce fichier n’a pas pu être lu."),
        )
    }


def _nothing(source: Observatory) -> Context:
    return {
        "title": "Aucune action ici",
        "words": "Personne n’a encore dit ce qui se fait dans ce territoire.",
        "ways": [(reverse("sources"), "Voir d’où viennent les chiffres")],
    }


def _buttons(source: Observatory) -> Context:
    kinds = (("Chercher", "first", ""), ("Voir la carte", "second", reverse("map")), ("Retirer", "end", ""))
    return {"buttons": [{"words": words, "kind": kind, "address": to} for words, kind, to in kinds]}


def _search(source: Observatory) -> Context:
    return {"place": "home", "text": "Besançon"}


def _no_data(source: Observatory) -> Context:
    return {}


COMPONENTS = (
    Component("en-tete", "En-tête", "site/ui/header.html", 300, 260, _header),
    Component("recherche", "Recherche", "parts/search.html", 150, 140, _search),
    Component("fil", "Fil d’Ariane", "parts/crumbs.html", 110, 90, _crumbs),
    Component("chiffre-cle", "Chiffre clé", "site/ui/key.html", 360, 300, _figure),
    Component("chiffre", "Chiffre en entier", "parts/figure.html", 900, 420, _figure),
    Component("tableau", "Tableau", "parts/table.html", 440, 320, _table),
    Component("courbe", "Courbe", "parts/chart.html", 380, 380, _chart),
    Component("cadre", "Carte dessinée", "parts/frame.html", 480, 700, _scale),
    Component("legende", "Légende", "parts/legend.html", 200, 110, _scale),
    Component("fraicheur", "Pastille de fraîcheur", "site/ui/badges.html", 170, 150, _badges),
    Component("vide", "Rien à montrer", "parts/nothing.html", 230, 190, _nothing),
    Component("avis", "Avis", "site/ui/notices.html", 380, 280, _notices),
    Component("formulaire", "Formulaire, champs et erreurs", "site/ui/form.html", 720, 600, _fields),
    Component("conflit", "Deux textes", "parts/conflict.html", 460, 330, _conflict),
    Component("boutons", "Boutons", "parts/buttons.html", 210, 110, _buttons),
    Component("onglets", "Onglets", "parts/tabs.html", 200, 120, _tabs),
    Component("pages", "Pages d’une longue liste", "parts/pages.html", 170, 110, _pages),
    Component("titres", "Titres et texte", "site/ui/text.html", 620, 420, _no_data),
    Component("couleurs", "Couleurs", "site/ui/colours.html", 560, 330, _no_data),
    Component("pied", "Pied de page", "parts/footer.html", 1150, 620, _footer),
)
