"""Strategies of the demonstration region: fictional, modelled on the SCORAN's tree, and marked so.

`MAIN` is the one whose actions are followed; its nodes have the keys of the SCORAN (`o1`…`o15`, `o4-p2`…).
"""

from datetime import date

from maillage.directory.models import Kind, Organisation
from maillage.observatory.door import Observatory
from maillage.steering.strategies import editions, reference, shaping
from maillage.steering.strategies.models import Edition, Level, Link, Node, Sense, Strategy

AFTER = ()
MAIN, USES, LOCAL = "scoran-vb", "usages-vb", "cc-deux-vallons"
REGION, TEAM, EPCI = "Région Vallées-et-Brumes", "Équipe projet numérique", "Communauté des Deux Vallons"
SUMMARIES = {
    MAIN: "Faire du numérique un atout pour chaque vallée : des réseaux partout, des habitants à l’aise, des données "
    "utiles à tous.",
    USES: "Ce que la Région fait elle-même de la stratégie commune, réseaux mis à part.",
    LOCAL: "Ce que dix communes de montagne ont choisi de faire ensemble.",
}
# The wording of the region, where the SCORAN names things that are its own.
OWN = {
    "o1": "Un territoire entièrement fibré, jusqu’au dernier hameau",
    "o1-p5": "Poursuivre l’interconnexion avec la dorsale des Brumes",
    "o3": "Impulser des projets innovants de connectivité (objets connectés, Wi-Fi public, hébergement)",
    "o9-p1": "Inciter les habitants à des usages du numérique plus sobres",
    "o11": "Accélérer la transformation numérique de tous les acteurs (collectivités, entreprises, associations)",
}
BEFORE = {"o9-p1": "Inciter les citoyens à des comportements numériques responsables"}
# What the orientations are marked with.
MARKS = {
    "ethique": ("o5", "o13", "o14", "o15"),
    "inclusive": ("o1", "o2", "o4", "o7", "o8", "o12"),
    "responsable": ("o3", "o9", "o10", "o11", "o12"),
}
PRIORITIES = (
    ("Accompagner chaque habitant vers l’autonomie", "o4"),
    ("Aider les entreprises et les associations à se transformer", "o11"),
    ("Faire de chaque collectivité un territoire intelligent et sobre", "o15"),
)
AXES = (
    ("Rapprocher les services de chaque village", ("Une permanence numérique dans chaque bourg", "Un bus numérique")),
    ("Relier les exploitations et les ateliers", ("Un tiers-lieu par vallon", "Des capteurs partagés pour l’eau")),
)


def enter(source: Observatory, today: date) -> int:
    """Enter them, and say how many: none where somebody entered one."""
    if Strategy.objects.exists():
        return 0
    region = _organisation(REGION, Kind.COLLECTIVITE, "region", "99")
    team = _organisation(TEAM, Kind.EQUIPE, "region", "99")
    local = _organisation(EPCI, Kind.COLLECTIVITE, "", "")
    main = _strategy(
        MAIN, "Stratégie numérique de Vallées-et-Brumes", "SCORAN V&B", Level.REGION, region, SUMMARIES[MAIN]
    )
    main.holder = f"{REGION} et préfecture de région, animée par l’{team.name[0].lower()}{team.name[1:]}"
    main.save()
    current = _main_tree(main, today)
    _uses(region, main, current, today)
    _local(local, main, current, today)
    return Strategy.objects.count()


def _organisation(name: str, kind: Kind, level: str, code: str) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind, "level": level, "code": code})[0]


def _strategy(slug: str, title: str, short: str, level: Level, held_by: Organisation, summary: str) -> Strategy:
    strategy = Strategy(
        slug=slug,
        title=f"{title} (fictive)",
        short=short,
        level=level,
        holder=held_by.name,
        organisation=held_by,
        territories=f"{held_by.level}:{held_by.code}" if held_by.level else "",
        summary=summary,
        source="Document fictif, écrit pour la démonstration.",
        shown=True,
        simulated=True,
    )
    strategy.save()
    return strategy


def _main_tree(main: Strategy, today: date) -> Edition:
    """Three editions: a past one, the one in force, which is given back, and one in preparation."""
    past = _edition(main, today.year - 5)
    _fill(past, without=("o2-p2", "o15-p3"), under={"o12-p4": "o11"}, words=BEFORE)
    editions.put_in_force(past, date(today.year - 5, 6, 28), None)
    current = _edition(main, today.year - 3)
    nodes = _fill(current, without=(), under={}, words=OWN)
    for key, marked in MARKS.items():
        for orientation in marked:
            nodes[orientation].tags.add(nodes[key])
    editions.put_in_force(current, date(today.year - 3, 6, 30), None)
    coming = editions.copied(current, f"projet {today.year + 1}", None)
    drafted = {node.key: node for node in coming.nodes.all()}
    wording = shaping.Wording("Ouvrir un atelier de réparation dans chaque bourg", "9.7", parent=drafted["o9"])
    shaping.add(coming, wording, None)
    title = "Un accès mobile de qualité partout, routes et trains compris"
    shaping.change(drafted["o2"], shaping.Wording(title, "2", parent=drafted["d1"]), None)
    shaping.remove(drafted["o3-p3"], None)
    return current


def _edition(main: Strategy, year: int) -> Edition:
    names = reference.described("scoran-bfc")["edition"]["level_names"]
    edition = Edition(strategy=main, name=str(year), level_names=names)
    edition.save()
    return edition


def _fill(edition: Edition, without: tuple[str, ...], under: dict[str, str], words: dict[str, str]) -> dict[str, Node]:
    """The SCORAN's tree, without some nodes, with others moved or said in the region's words; every node by its key."""
    nodes: dict[str, Node] = {}
    for rank, entry in enumerate(reference.nodes_of(reference.described("scoran-bfc")), start=1):
        key = entry["key"]
        if key in without or entry.get("kind"):
            continue
        parent = nodes.get(under.get(key, entry.get("under", "")))
        nodes[key] = Node(
            edition=edition,
            parent=parent,
            key=key,
            number=entry.get("number", ""),
            title=words.get(key, entry["title"]),
            text=entry.get("text", ""),
            depth=parent.depth + 1 if parent else 0,
            rank=rank,
            tag=entry.get("tag", False),
        )
        nodes[key].save()
    return nodes


def _uses(region: Organisation, main: Strategy, current: Edition, today: date) -> None:
    """What the Region does of it by itself, as the PPUN is to the SCORAN."""
    strategy = _strategy(
        USES, "Politique régionale des usages numériques", "PRUN", Level.REGION, region, SUMMARIES[USES]
    )
    edition = Edition(strategy=strategy, name=str(today.year - 2), level_names=[["priorité", "priorités"]])
    edition.save()
    Link(source=strategy, target=main, sense=Sense.CARRIES, note="Sauf les infrastructures (enjeu 1).").save()
    for number, (title, key) in enumerate(PRIORITIES, start=1):
        node = shaping.add(edition, shaping.Wording(title, str(number)), None)
        goal = current.nodes.get(key=key)
        Link(source=strategy, target=main, source_node=node, target_node=goal, sense=Sense.CARRIES).save()
    editions.put_in_force(edition, date(today.year - 2, 11, 20), None)


def _local(local: Organisation, main: Strategy, current: Edition, today: date) -> None:
    """What a group of communes does, which helps the main one."""
    strategy = _strategy(LOCAL, "Feuille de route numérique des Deux Vallons", "", Level.EPCI, local, SUMMARIES[LOCAL])
    names = [["axe", "axes"], ["mesure", "mesures"]]
    edition = Edition(strategy=strategy, name=str(today.year - 1), level_names=names)
    edition.save()
    for number, (title, measures) in enumerate(AXES, start=1):
        axis = shaping.add(edition, shaping.Wording(title, str(number)), None)
        for rank, measure in enumerate(measures, start=1):
            shaping.add(edition, shaping.Wording(measure, f"{number}.{rank}", parent=axis), None)
    Link(source=strategy, target=main, sense=Sense.HELPS, note="Deux axes sur ses quinze orientations.").save()
    Link(
        source=strategy,
        target=main,
        source_node=edition.nodes.get(number="2.1"),
        target_node=current.nodes.get(key="o8-p2"),
        sense=Sense.OVERLAPS,
    ).save()
    editions.put_in_force(edition, date(today.year - 1, 3, 12), None)
