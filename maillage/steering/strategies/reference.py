"""The strategies and framework documents the package ships: official titles only, one file each in `reference/`.

Loading again brings what is new in the package and leaves alone whatever people changed or removed here: each thing
left is said.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from maillage.kernel.errors import UsageError
from maillage.steering.shipped import REASON, Loaded, removed, write
from maillage.steering.strategies.models import Edition, Link, Node, State, Strategy
from maillage.steering.validity import fields_of

FOLDER = Path(__file__).with_name("reference")
FIELDS = ("title", "short", "level", "holder", "territories", "summary", "source", "framework")


def catalogue() -> list[str]:
    """The short names of what is shipped: the strategies, then the framework documents."""
    told = {path.stem: _read(path.stem) for path in FOLDER.glob("*.toml")}
    return sorted(told, key=lambda slug: (told[slug].get("framework", False), slug))


def _read(slug: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text("utf-8"))


def described(slug: str) -> dict[str, Any]:
    """What is shipped of one, as written in its file. Raises UsageError for an unknown name."""
    known = catalogue()
    if slug not in known:
        raise UsageError(f"Pas de stratégie de référence « {slug[:40]} ». Il y a : {', '.join(known)}.")
    return _read(slug)


@transaction.atomic
def load(slugs: list[str] | None = None) -> list[Loaded]:
    """Load these, or all; then the links declared between those that are here."""
    told = {slug: described(slug) for slug in slugs or catalogue()}
    done = [_load_one(one) for one in told.values()]
    for slug in catalogue():
        _links(_read(slug), next((one for one in done if one.slug == slug), None))
    return done


def _load_one(told: dict[str, Any]) -> Loaded:
    done = Loaded(told["slug"])
    strategy = Strategy.objects.filter(slug=told["slug"]).first() or Strategy(slug=told["slug"], shown=True)
    sheet = {**{name: told.get(name, _blank(name)) for name in FIELDS}, **fields_of(told)}
    write(strategy, sheet, done, "la fiche, changée ici")
    if "edition" not in told:
        return done
    named = told["edition"]
    edition = strategy.editions.filter(name=named["name"]).first()
    if edition is None:
        if removed(Edition, strategy=strategy, name=named["name"]):
            done.left.append(f"l’édition {named['name']}, retirée ici")
            return done
        taken = strategy.editions.filter(state=State.IN_FORCE).exists()
        state = State.DRAFT if taken else State.IN_FORCE
        edition = Edition(strategy=strategy, name=named["name"], state=state)
    fields = {
        "adopted_on": named.get("adopted_on"),
        "level_names": named["level_names"],
        "note": named.get("note", ""),
    }
    write(edition, fields, done, f"l’édition {edition.name}, changée ici")
    _nodes(edition, told, done)
    return done


def _blank(name: str) -> Any:
    return False if name == "framework" else ""


def nodes_of(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of a file, parents before children, then its marks."""
    yield from told["tree"]["nodes"]
    for kind, tags in told.get("tags", {}).items():
        for tag in tags:
            text = "\n".join(tag.get("themes", []))
            yield {**tag, "text": text, "kind": "" if kind == "principe" else kind, "tag": True}


def _nodes(edition: Edition, told: dict[str, Any], done: Loaded) -> None:
    here = {node.key: node for node in edition.nodes.all()}
    for rank, one in enumerate(nodes_of(told), start=1):
        parent = here.get(one.get("under", ""))
        node = here.get(one["key"])
        if node is None:
            if removed(Node, edition=edition, key=one["key"]) or (one.get("under") and parent is None):
                done.left.append(f"« {one['title'][:60]} », retiré ici")
                continue
            node = Node(edition=edition, key=one["key"], parent=parent, rank=rank, tag=one.get("tag", False))
            node.depth = parent.depth + 1 if parent else 0
        fields = {name: one.get(name, "") for name in ("number", "title", "variant", "text", "kind")}
        write(node, fields, done, f"« {node.title[:60]} », changé ici")
        here[node.key] = node


def _links(told: dict[str, Any], done: Loaded | None) -> None:
    """The links one file declares, between strategies that are both here; a link removed here stays so."""
    here = Strategy.objects.filter(slug=told["slug"]).first()
    for one in told.get("links", []) if here else ():
        for other in Strategy.objects.filter(slug__in=one["to"]):
            which = {"source": here, "target": other, "sense": one["sense"]}
            if Link.objects.filter(**which, source_node=None, target_node=None).exists():
                continue
            if removed(Link, **which):
                if done:
                    done.left.append(f"le lien vers {other}, retiré ici")
                continue
            link: Any = Link(**which, note=one.get("note", ""))
            link._change_reason = REASON
            link.save()
            if done:
                done.added += 1
