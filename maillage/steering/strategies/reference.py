"""The strategies and framework documents the package ships: official titles only, one file each in `reference/`."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from maillage.kernel.errors import UsageError
from maillage.steering.shipped import Entry, fields_of, read
from maillage.steering.strategies.models import Edition, Link, Node, State, Strategy

AFTER = ()
FOLDER = Path(__file__).with_name("reference")
FIELDS = ("title", "short", "level", "holder", "territories", "summary", "source", "framework")


def catalogue() -> dict[str, dict[str, Any]]:
    """What is shipped, as written in its file, by its short name: the strategies, then the framework documents."""
    shipped = {path.stem: read(path) for path in FOLDER.glob("*.toml")}
    return dict(sorted(shipped.items(), key=lambda pair: (pair[1].get("framework", False), pair[0])))


def described(slug: str, shipped: dict[str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """What is shipped of one. Raises UsageError for an unknown name."""
    shipped = shipped or catalogue()
    if slug not in shipped:
        raise UsageError(f"Pas de stratégie de référence « {slug[:40]} ». Il y a : {', '.join(shipped)}.")
    return shipped[slug]


def nodes_of(strategy: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of a file, parents before children, then its marks."""
    yield from strategy["tree"]["nodes"]
    for kind, tags in strategy.get("tags", {}).items():
        for tag in tags:
            text = "\n".join(tag.get("themes", []))
            yield {**tag, "text": text, "kind": "" if kind == "principe" else kind, "tag": True}


def entries(asked: Sequence[str]) -> Iterator[tuple[str, Entry]]:
    """These strategies, or all; then the links declared between those that are here."""
    shipped = catalogue()
    chosen = {slug: described(slug, shipped) for slug in asked or shipped}
    for slug, strategy in chosen.items():
        yield slug, _strategy(strategy)
    for slug, strategy in shipped.items():
        for link in _links(strategy):
            yield slug if slug in chosen else "", link


def _strategy(strategy: dict[str, Any]) -> Entry:
    def edition(row: Strategy) -> Iterator[Entry]:
        if "edition" in strategy:
            yield _edition(row, strategy)

    key, fields = {"slug": strategy["slug"]}, fields_of(Strategy, strategy, FIELDS)
    first = {"shown": True}
    return Entry(Strategy, key, fields, first, "la fiche", feminine=True, returns=True, children=edition)


def _edition(row: Strategy, strategy: dict[str, Any]) -> Entry:
    edition = strategy["edition"]
    taken = row.editions.filter(state=State.IN_FORCE).exists()
    return Entry(
        Edition,
        {"strategy": row, "name": edition["name"]},
        fields_of(Edition, edition, ("adopted_on", "level_names", "note")),
        {"state": State.DRAFT if taken else State.IN_FORCE},
        f"l’édition {edition['name']}",
        feminine=True,
        children=lambda row: _nodes(row, strategy),
    )


def _nodes(edition: Edition, strategy: dict[str, Any]) -> Iterator[Entry]:
    @cache
    def known(key: str) -> Node | None:
        return edition.nodes.filter(key=key).first()

    for rank, node in enumerate(nodes_of(strategy), start=1):
        under = node.get("under", "")
        parent = known(under) if under else None
        depth = parent.depth + 1 if parent else 0
        yield Entry(
            Node,
            {"edition": edition, "key": node["key"]},
            fields_of(Node, node, ("number", "title", "variant", "text", "kind")),
            first={"parent": parent, "rank": rank, "tag": node.get("tag", False), "depth": depth},
            lost=bool(under) and parent is None,
        )


def _links(strategy: dict[str, Any]) -> Iterator[Entry]:
    """The links one file declares, between strategies that are both here."""
    source = Strategy.objects.filter(slug=strategy["slug"]).first()
    for link in strategy.get("links", []) if source else ():
        for target in Strategy.objects.filter(slug__in=link["to"]):
            key = {"source": source, "target": target, "source_node": None, "target_node": None}
            key["sense"], first = link["sense"], {"note": link.get("note", "")}
            yield Entry(Link, key, {}, first, f"le lien vers {target}")
