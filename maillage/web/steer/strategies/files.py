"""Strategies to take away: the list, their links, the tree of an edition, what changed between two."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from maillage.kernel.errors import UsageError
from maillage.steering.strategies import editions
from maillage.steering.strategies.models import Edition, Level, Link, State, Strategy
from maillage.web.addresses import PK, SLUG
from maillage.web.exports.table import Kind
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import notice
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing
from maillage.web.lists.filters import Field, Filter
from maillage.web.steer.tree import beside, public_edition, shown
from maillage.web.steer.tree_files import (
    CHANGES,
    TREE,
    Branch,
    Change,
    branches,
    changes,
    changes_name,
    changes_title,
    tree_name,
    tree_title,
)


class Line(NamedTuple):
    """A strategy, and its edition in force."""

    strategy: Strategy
    edition: Edition | None


def _strategies(asked: Asked) -> list[Line]:
    """Every public strategy."""
    current = {edition.strategy_id: edition for edition in Edition.objects.filter(state=State.IN_FORCE)}
    return [Line(strategy, current.get(strategy.pk)) for strategy in Strategy.objects.filter(shown=True)]


def _checked(line: Line) -> str:
    validity = line.strategy.validity
    return ("non" if validity.to_check else "oui") if validity.known else ""


STRATEGIES = Listing(
    name="strategies.file",
    address="strategies",
    title="Stratégies numériques",
    file="strategies",
    access=writing,
    paged=False,
    view="strategies",
    rows=_strategies,
    columns=(
        Column("nom_court", "Nom court", "Nom de la stratégie dans son adresse", width=20, cell="strategy.slug"),
        Column("sigle", "Sigle", "Sigle", width=16, cell="strategy.short"),
        Column("titre", "Titre", "Titre officiel", width=60, cell="strategy.title"),
        Column(
            "niveau",
            "Niveau",
            "Qui la porte, de l’Europe à l’EPCI",
            width=14,
            cell=lambda line: str(Level(line.strategy.level).label),
        ),
        Column("portee_par", "Portée par", "Qui la porte", width=40, cell="strategy.holder"),
        Column(
            "document_cadre",
            "Document cadre",
            "oui pour un document auquel d’autres se réfèrent",
            width=10,
            cell=lambda line: "oui" if line.strategy.framework else "non",
        ),
        Column("edition", "Édition", "Édition en vigueur", width=12, cell="edition.name"),
        Column("adoptee_le", "Adoptée le", "Jour d’adoption de cette édition", Kind.DATE, cell="edition.adopted_on"),
        Column("source", "Document", "Document d’origine", width=50, cell="strategy.source"),
        Column(
            "en_vigueur_du", "En vigueur du", "Premier jour, quand il est connu", Kind.DATE, cell="strategy.starts_on"
        ),
        Column(
            "en_vigueur_au", "En vigueur au", "Dernier jour, quand il est connu", Kind.DATE, cell="strategy.ends_on"
        ),
        Column(
            "remplace_par", "Remplacé par", "Ce qu’il y a aujourd’hui à sa place", width=40, cell="strategy.replaced_by"
        ),
        Column("dates_verifiees", "Dates vérifiées", "non : ces dates sont à vérifier", width=10, cell=_checked),
    ),
)


def links_between(strategies: Iterable[Strategy]) -> list[Link]:
    """The declared links whose two ends are among these, nodes of editions in force only."""
    known = [strategy.pk for strategy in strategies]
    wanted = Link.objects.filter(source__in=known, target__in=known)
    for end in ("source_node", "target_node"):
        wanted = wanted.filter(Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__edition__state": State.IN_FORCE}))
    return list(wanted.select_related("source", "target", "source_node", "target_node"))


def _links(asked: Asked) -> list[Link]:
    """Every declared link between public strategies."""
    return links_between(Strategy.objects.filter(shown=True))


LINKS = Listing(
    name="strategies.links_file",
    address="strategies/liens",
    title="Liens entre stratégies",
    file="liens_strategies",
    access=writing,
    paged=False,
    view="strategies",
    rows=_links,
    columns=(
        Column("de", "De", "Nom court de la stratégie qui déclare le lien", width=20, cell="source.slug"),
        Column(
            "element",
            "Élément",
            "Élément de cette stratégie, vide pour elle entière",
            width=50,
            cell=lambda link: str(link.source_node or ""),
        ),
        Column(
            "lien",
            "Lien",
            "décline, contribue à, recouvre ou contredit",
            width=14,
            cell=lambda link: link.get_sense_display(),
        ),
        Column("vers", "Vers", "Nom court de l’autre stratégie", width=20, cell="target.slug"),
        Column(
            "vers_element",
            "Vers l’élément",
            "Élément de l’autre, vide pour elle entière",
            width=50,
            cell=lambda link: str(link.target_node or ""),
        ),
        Column("precision", "Précision", "Précision", width=50, cell="note"),
    ),
)


def _edition(place: dict[str, str]) -> Edition:
    """The edition whose number is given, else that in force. Raises UsageError."""
    strategy = shown(place["slug"])
    if "number" in place:
        return public_edition(strategy, int(place["number"]))
    edition = editions.in_force(strategy)
    if edition is None:
        raise UsageError("Cette stratégie n’a pas d’édition en vigueur : il n’y a pas d’arbre à emporter.")
    return edition


def _read(asked: Asked) -> Edition:
    if "edition" not in asked.memory:
        asked.memory["edition"] = _edition(asked.place)
    return asked.memory["edition"]  # type: ignore[no-any-return]


def _tree(asked: Asked) -> list[Branch]:
    return list(branches(_read(asked)))


def _tree_of(name: str, address: str) -> Listing:
    """The tree of an edition, whose JSON is a document of its own."""
    return Listing(
        name=name,
        address=address,
        title=lambda asked: tree_title(_read(asked)),
        file=lambda asked: tree_name(_read(asked)),
        access=writing,
        paged=False,
        view=lambda asked: reverse("strategies.strategy", args=[asked.place["slug"]]),
        rows=_tree,
        columns=TREE,
    )


IN_FORCE = _tree_of("strategies.strategy_file", rf"strategies/{SLUG}")
EDITION = _tree_of("strategies.edition_file", rf"strategies/{SLUG}/editions/{PK}")


def _former(text: str, asked: Asked) -> Edition:
    """The edition that `avec` names. Raises UsageError for none."""
    edition = _read(asked)
    other = beside(asked.request, edition, editions.public(edition.strategy))
    if other is None:
        raise UsageError("Dites par « avec » à quelle édition comparer celle-ci.")
    return other


def _changes(asked: Asked) -> list[Change]:
    return list(changes(asked["avec"], _read(asked)))


CHANGED = Listing(
    name="strategies.changes_file",
    address=rf"strategies/{SLUG}/editions/{PK}/changements",
    title=lambda asked: changes_title(asked["avec"], _read(asked)),
    file=lambda asked: changes_name(asked["avec"], _read(asked)),
    access=writing,
    paged=False,
    view="strategies.edition",
    filters=(Filter("avec", "Depuis", Field.WORDS, parse=_former, said=lambda asked: asked["avec"].name),),
    rows=_changes,
    columns=CHANGES,
)


@writing
@require_safe
def document(request: HttpRequest, **place: str) -> JsonResponse:
    """The tree of an edition, that in force unless its number is given, as one document."""
    content = _document(_edition(place), notice(request))
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})


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
            for node, above, tags, count in branches(edition)
        ],
    }
