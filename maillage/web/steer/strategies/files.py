"""Strategies to take away: the list, the tree of an edition, what changed between two, as CSV, XLSX or JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UsageError
from maillage.steering.strategies import editions
from maillage.steering.strategies.models import Edition, Level, State, Strategy
from maillage.web.exports.answer import answer
from maillage.web.exports.table import Cell, Column, Kind, Table, table
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import notice
from maillage.web.steer.strategies.view import links_between
from maillage.web.steer.tree import beside, public_edition, shown
from maillage.web.steer.tree_files import _rows, change_table, tree_table

LIST = (
    Column("nom_court", "Nom court", "Nom de la stratégie dans son adresse", width=20),
    Column("sigle", "Sigle", "Sigle", width=16),
    Column("titre", "Titre", "Titre officiel", width=60),
    Column("niveau", "Niveau", "Qui la porte, de l’Europe à l’EPCI", width=14),
    Column("portee_par", "Portée par", "Qui la porte", width=40),
    Column("document_cadre", "Document cadre", "oui pour un document auquel d’autres se réfèrent", width=10),
    Column("edition", "Édition", "Édition en vigueur", width=12),
    Column("adoptee_le", "Adoptée le", "Jour d’adoption de cette édition", Kind.DATE),
    Column("source", "Document", "Document d’origine", width=50),
    Column("en_vigueur_du", "En vigueur du", "Premier jour, quand il est connu", Kind.DATE),
    Column("en_vigueur_au", "En vigueur au", "Dernier jour, quand il est connu", Kind.DATE),
    Column("remplace_par", "Remplacé par", "Ce qu’il y a aujourd’hui à sa place", width=40),
    Column("dates_verifiees", "Dates vérifiées", "non : ces dates sont à vérifier", width=10),
)
LINKS = (
    Column("de", "De", "Nom court de la stratégie qui déclare le lien", width=20),
    Column("element", "Élément", "Élément de cette stratégie, vide pour elle entière", width=50),
    Column("lien", "Lien", "décline, contribue à, recouvre ou contredit", width=14),
    Column("vers", "Vers", "Nom court de l’autre stratégie", width=20),
    Column("vers_element", "Vers l’élément", "Élément de l’autre, vide pour elle entière", width=50),
    Column("precision", "Précision", "Précision", width=50),
)


@writing
@require_safe
def listed(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every public strategy, as CSV or XLSX."""

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        current = {edition.strategy_id: edition for edition in Edition.objects.filter(state=State.IN_FORCE)}
        for strategy in Strategy.objects.filter(shown=True):
            edition = current.get(strategy.pk)
            yield [
                strategy.slug,
                strategy.short,
                strategy.title,
                str(Level(strategy.level).label),
                strategy.holder,
                "oui" if strategy.framework else "non",
                edition.name if edition else "",
                edition.adopted_on if edition else None,
                strategy.source,
                *(strategy.starts_on, strategy.ends_on, strategy.replaced_by),
                ("non" if strategy.validity.to_check else "oui") if strategy.validity.known else "",
            ]

    return answer(request, table("strategies", "Stratégies numériques", reverse("strategies"), LIST, draw), form)


@writing
@require_safe
def links(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every declared link between public strategies, as CSV or XLSX."""

    def draw(made: Table) -> Iterable[Sequence[Cell]]:
        for link in links_between(Strategy.objects.filter(shown=True)):
            yield [
                link.source.slug,
                str(link.source_node or ""),
                link.get_sense_display(),
                link.target.slug,
                str(link.target_node or ""),
                link.note,
            ]

    made = table("liens_strategies", "Liens entre stratégies", reverse("strategies"), LINKS, draw)
    return answer(request, made, form)


def _asked(slug: str, number: str) -> Edition:
    strategy = shown(slug)
    if number:
        return public_edition(strategy, int(number))
    edition = editions.in_force(strategy)
    if edition is None:
        raise UsageError("Cette stratégie n’a pas d’édition en vigueur : il n’y a pas d’arbre à emporter.")
    return edition


@writing
@require_safe
def branches(request: HttpRequest, slug: str, form: str, number: str = "") -> HttpResponseBase:
    """The tree of an edition, that in force unless its number is given, as CSV, XLSX or JSON."""
    edition = _asked(slug, number)
    if form != "json":
        return answer(request, tree_table(edition, reverse("strategies.strategy", args=[slug])), form)
    return JsonResponse(_document(edition, notice(request)), json_dumps_params={"ensure_ascii": False})


def _document(edition: Edition, mention: str) -> dict[str, Any]:
    strategy = edition.strategy
    return {
        "strategie": strategy.slug,
        "titre": strategy.title,
        "sigle": strategy.short,
        "niveau": strategy.level,
        "portee_par": strategy.holder,
        "source": strategy.source,
        "edition": edition.name,
        "adoptee_le": edition.adopted_on.isoformat() if edition.adopted_on else None,
        "niveaux": edition.level_names,
        "donnees_simulees": strategy.simulated,
        "mention": mention,
        "elements": [
            {
                "cle": node.key,
                "sous": above or None,
                "nature": node.called,
                "principe": node.tag,
                "numero": node.number,
                "titre": node.title,
                "autre_formulation": node.variant,
                "precisions": node.text,
                "principes": [tag.key for tag in tags],
                "actions": count.total,
            }
            for node, above, tags, count in _rows(edition)
        ],
    }


@writing
@require_safe
def changes(request: HttpRequest, slug: str, number: str, form: str) -> HttpResponseBase:
    """What changed since the edition given by `avec`, as CSV or XLSX."""
    edition = _asked(slug, number)
    other = beside(request, edition, editions.public(edition.strategy))
    if other is None:
        raise UsageError("Dites par « avec » à quelle édition comparer celle-ci.")
    return answer(request, change_table(other, edition, reverse("strategies.edition", args=[slug, number])), form)
