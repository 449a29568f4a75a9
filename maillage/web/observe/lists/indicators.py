"""The list of indicators. Somebody comes to know what is measured here; they leave on the definition of one."""

from collections.abc import Sequence

from django.urls import reverse

from maillage.kernel import french
from maillage.kernel.words import alphabetical
from maillage.observatory.sheets import IndicatorSheet
from maillage.web.declared import Line, Page, Question
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, Options, every
from maillage.web.observe.publication import publication
from maillage.web.words.theme import theme_words

PAGE = Page(lines=(Line(Question.WHERE, 5, "Les indicateurs", "Avec leur méthode"),), indexed=True)


def _themes(asked: Asked) -> Options:
    themes = {sheet.indicator.theme for sheet in observatory(asked.request).indicators()}
    return every("Tous", ((theme, theme_words(theme)) for theme in sorted(themes, key=_by_name)))


def _rows(asked: Asked) -> Sequence[IndicatorSheet]:
    """The indicators, those without data too."""
    sheets = observatory(asked.request).indicators()
    return [sheet for sheet in sheets if asked["theme"] in ("", sheet.indicator.theme)]


def _order(sheet: IndicatorSheet) -> tuple[tuple[str, str], ...]:
    return _by_name(sheet.indicator.theme), alphabetical(sheet.indicator.title)


def _by_name(theme: str) -> tuple[str, str]:
    return alphabetical(theme_words(theme))


def _title(sheet: IndicatorSheet) -> Shown:
    indicator = sheet.indicator
    return Shown(indicator.title, reverse("indicator", args=[indicator.name]), (Shown(indicator.definition),))


def _periods(sheet: IndicatorSheet) -> Shown:
    if not sheet.loaded:
        return Shown("Données non chargées", tone="missing")
    first, last, good = sheet.periods[0], sheet.periods[-1], Shown(sheet.indicator.good.value)
    return Shown(last.label if first == last else f"{first.label} → {last.label}", under=(good,))


COLUMNS = (
    Column(
        "indicateur",
        "Indicateur",
        "Nom de l’indicateur, celui de son adresse",
        width=36,
        cell="indicator.name",
        first=False,
    ),
    Column("titre", "Titre", "Titre de l’indicateur", width=46, cell="indicator.title", show=_title, head="Indicateur"),
    Column(
        "theme",
        "Thème",
        "Thème",
        width=24,
        cell="indicator.theme",
        show=lambda sheet: theme_words(sheet.indicator.theme),
        first=False,
    ),
    Column("unite", "Unité", "Unité de la valeur", width=18, cell="indicator.unit"),
    Column("sens", "Sens", "Ce qui vaut mieux", width=20, cell="indicator.good.value", first=False),
    Column("definition", "Définition", "Ce que dit le chiffre", width=60, cell="indicator.definition", first=False),
    Column("numerateur", "Numérateur", "Ce qui est compté", width=40, cell="indicator.numerator", first=False),
    Column(
        "denominateur",
        "Dénominateur",
        "Sur combien ; vide pour un décompte",
        width=40,
        cell="indicator.denominator",
        first=False,
    ),
    Column(
        "premiere_periode",
        "Première période",
        "Vide : données non chargées",
        width=12,
        cell=lambda sheet: sheet.periods[0].code if sheet.loaded else "",
        show=_periods,
        head="Périodes connues",
    ),
    Column(
        "derniere_periode",
        "Dernière période",
        "Vide : données non chargées",
        width=12,
        cell=lambda sheet: sheet.periods[-1].code if sheet.loaded else "",
        show=lambda sheet: sheet.periods[-1].label if sheet.loaded else "",
        first=False,
    ),
    Column(
        "sources",
        "Sources",
        "Sources qui peuvent le nourrir",
        width=40,
        cell=lambda sheet: " | ".join(sheet.sources),
        show=lambda sheet: french.counted(len(sheet.sources), "source"),
        first=False,
    ),
)
LISTING = Listing(
    name="indicators",
    address="indicateurs",
    title="Les indicateurs",
    what="indicateur",
    file="maillage-indicateurs",
    lead="Ce que nous mesurons. Chaque indicateur répond à une demande écrite, dit ce qu’il compte et ce qu’il ne dit "
    "pas.",
    filters=(Filter("theme", "Thème", options=_themes),),
    rows=_rows,
    order=_order,
    group=lambda sheet: theme_words(sheet.indicator.theme),
    columns=lambda asked: (*COLUMNS, publication(asked)),
    size=200,
)
