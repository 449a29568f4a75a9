"""Sixty actions of the demonstration region: fictional, marked so, and of a whole life: done, late, stopped and why.

What they say is in demonstration.toml; dates turn around the day they are entered.
"""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from maillage.directory.models import Kind, Membership, Organisation, Role, User
from maillage.directory.playground import DOMAIN, enter_person
from maillage.kernel.territory import Level, Territory
from maillage.observatory.door import Observatory
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Document, Risk, Status, Step, Synthesis, Visibility
from maillage.steering.actions.standing import months_before
from maillage.steering.strategies.demonstration import MAIN
from maillage.steering.strategies.models import Node, State, Strategy

AFTER = ("strategies",)
STATES = {
    "fini": Status.DONE,
    "cours": Status.RUNNING,
    "retard": Status.RUNNING,
    "prevu": Status.PLANNED,
    "idee": Status.IDEA,
    "suspendu": Status.PAUSED,
    "abandon": Status.DROPPED,
}
PEOPLE = (
    ("camille.roux", "Camille Roux", "directrice du numérique"),
    ("yanis.perrot", "Yanis Perrot", "responsable du numérique"),
    ("louise.garnier", "Louise Garnier", "chargée de l’inclusion numérique"),
    ("malik.bonnet", "Malik Bonnet", "chef de projet données"),
    ("ines.fevre", "Inès Fèvre", "directrice des systèmes d’information"),
    ("paul.chevalier", "Paul Chevalier", "conseiller numérique"),
)
ELECTED = (
    "Marie Valduc, vice-présidente de la Région (fictive)",
    "Jean Sorlin, maire de Hautecombe (fictif)",
    "Awa Delorme, présidente de l’intercommunalité (fictive)",
)
RISKS = (
    ("Le financement d’un partenaire n’est pas confirmé", "Relancer avant le vote du budget"),
    ("Une seule personne porte le projet", "Former un suppléant dans l’organisation partenaire"),
    ("Les usagers visés ne viennent pas", "Aller à eux par les maisons de services"),
)
BEFORE = ("Partenaires d’accord sur le périmètre et le calendrier.", "Le travail avance comme prévu.")
# Silent for long on purpose: some actions of a real portfolio are.
SILENT, UNPILOTED = (8, 31, 46), (12, 28, 43)


class Row(NamedTuple):
    """An action as the file tells it."""

    piste: str
    title: str
    lead: str
    place: str
    kind: str
    start: int
    months: int
    state: str
    weather: str
    visibility: str
    description: str
    done: str
    hindered: str


def described() -> tuple[list[Row], dict[str, str], dict[str, list[str]]]:
    """The actions, the organisations that lead them, the usual steps of each kind."""
    with Path(__file__).with_name("demonstration.toml").open("rb") as file:
        read: dict[str, Any] = tomllib.load(file)
    return [Row(*row) for row in read["actions"]["rows"]], read["leads"], read["kinds"]


def enter(source: Observatory, today: date) -> int:
    """Enter them, and say how many."""
    strategy = Strategy.objects.get(slug=MAIN)
    rows, leads, kinds = described()
    organisations = {key: _organisation(name) for key, name in leads.items()}
    people = _people(list(organisations.values()))
    nodes = {node.key: node for node in Node.objects.filter(edition__strategy=strategy, edition__state=State.IN_FORCE)}
    places = _places(source)
    for rank, row in enumerate(rows, start=1):
        action = _action(rank, row, strategy, organisations, today)
        action.territories = " ".join(_chosen(places, row.place, rank))
        action.pilot = None if rank in UNPILOTED else people[rank % len(people)]
        many: dict[str, list[Any]] = {
            "nodes": _nodes(nodes, row.piste),
            "partners": [
                organisation
                for key, organisation in organisations.items()
                if (rank + len(key)) % 5 == 0 and key != row.lead
            ],
        }
        saving.save(action, None, many=many, today=today)
        _live(action, rank, row, kinds[row.kind], today)
    return len(rows)


def _organisation(name: str) -> Organisation:
    return Organisation.objects.get_or_create(name=name, defaults={"kind": Kind.AUTRE})[0]


def _people(organisations: list[Organisation]) -> list[User]:
    """Pilots, one in each of the first organisations, who can be written to nowhere."""
    people = []
    for rank, (account, name, function) in enumerate(PEOPLE):
        person = enter_person(account, name)
        Membership.objects.get_or_create(
            person=person,
            organisation=organisations[rank % len(organisations)],
            defaults={"role": Role.PILOTE, "function": function},
        )
        people.append(person)
    return people


def _places(source: Observatory) -> dict[str, list[Territory]]:
    biggest = sorted(source.territories(Level.EPCI), key=lambda epci: (-(epci.population or 0), epci.ref.code))
    return {
        "region": [],
        "departements": source.territories(Level.DEPARTEMENT),
        "epci": biggest,
        "communes": source.territories(Level.COMMUNE, biggest[0].ref) if biggest else [],
    }


def _chosen(places: dict[str, list[Territory]], place: str, rank: int) -> list[str]:
    """The territories of an action: some EPCI, some communes, one or two départements, or nothing for all."""
    if place.startswith("epci") and places["epci"]:
        count, every = int(place[4:]), places["epci"]
        return [str(every[(rank * 3 + each * 2) % len(every)].ref) for each in range(count)][: len(every)]
    if place == "local":
        return [str(commune.ref) for commune in places["communes"][rank % 3 : rank % 3 + 8]]
    if place == "departements":
        return [str(departement.ref) for departement in places["departements"][: 1 + rank % 2]]
    return []


def _nodes(nodes: dict[str, Node], piste: str) -> list[Node]:
    """The piste, its orientation, and the principles that mark the orientation."""
    orientation = nodes[piste.split("-")[0]]
    return [orientation, nodes[piste], *orientation.tags.all()] if piste in nodes else [orientation]


def _action(rank: int, row: Row, strategy: Strategy, organisations: dict[str, Organisation], today: date) -> Action:
    starts = months_before(today.replace(day=1), -row.start)
    ends = months_before(starts, -row.months) - timedelta(1)
    status = STATES[row.state]
    action = Action(
        code=f"A{rank:02}",
        title=row.title,
        strategy=strategy,
        description=row.description,
        lead=organisations[row.lead],
        elected=ELECTED[rank % len(ELECTED)] if rank % 3 == 0 else "",
        audience="Habitants" if row.kind in ("service", "animation") else "Collectivités et entreprises",
        starts_on=starts,
        ends_on=ends,
        status=status,
        priority=("haute", "normale", "normale", "basse")[rank % 4],
        visibility=Visibility(row.visibility),
        simulated=True,
    )
    if status in (Status.PAUSED, Status.DROPPED):
        action.status_reason = row.hindered
    if status not in (Status.PLANNED, Status.IDEA):
        action.started_on = min(starts + timedelta(5 * (rank % 9)), today)
    if row.state == "fini":
        action.ended_on = min(ends + timedelta(12 * (rank % 4)), today)
    if row.state == "abandon":
        action.ended_on = min(ends - timedelta(40), today)
    if row.state == "retard":
        # Late of some months, by what was planned.
        action.ends_on = months_before(today, 1 + rank % 4)
    elif status.open and row.start < 0 and ends <= today:
        action.ends_on = months_before(today, -(2 + rank % 7))
    return action


def _live(action: Action, rank: int, row: Row, titles: list[str], today: date) -> None:
    """Steps, syntheses, a risk, a document."""
    _steps(action, rank, titles, today)
    if row.weather:
        _syntheses(action, rank, row, today)
    if rank % 3 == 1:
        title, response = RISKS[rank % len(RISKS)]
        Risk(action=action, title=title, likelihood=1 + rank % 3, gravity=1 + rank % 2, response=response).save()
    if rank % 5 == 0:
        address = f"https://documents.{DOMAIN}/{action.code.lower()}"
        Document(action=action, title="Note de cadrage (fictive)", address=address, visibility=Visibility.PUBLIC).save()


def _steps(action: Action, rank: int, titles: list[str], today: date) -> None:
    if action.status == Status.IDEA or action.starts_on is None or action.ends_on is None:
        return
    whole = (action.ends_on - action.starts_on).days
    for number, title in enumerate(titles, start=1):
        due = action.starts_on + timedelta(whole * number // len(titles))
        done = due + timedelta(7 * ((rank + number) % 5) - 7)
        over = action.status == Status.DONE or (
            done <= today and Status(action.status) in (Status.RUNNING, Status.PAUSED) and (rank + number) % 11 != 0
        )
        if action.late(today) and number == len(titles):
            over = False
        Step(
            action=action,
            title=title,
            starts_on=action.starts_on + timedelta(whole * (number - 1) // len(titles)),
            due_on=due,
            done_on=min(done, action.ended_on or today, today) if over else None,
            milestone=number == 2,
            weight=(1, 2, 4, 1)[number - 1],
            rank=number,
        ).save()


def _syntheses(action: Action, rank: int, row: Row, today: date) -> None:
    """Three, each some months after the one before; the last is recent, unless the action is a silent one."""
    last = action.ended_on or today - timedelta(130 if rank in SILENT else 6 + rank % 60)
    days = [last - timedelta(90 * back) for back in (2, 1, 0)]
    days = [day for day in days if action.started_on is None or day >= action.started_on] or [last]
    for number, day in enumerate(days, start=1):
        final = number == len(days)
        at = datetime.combine(day, time(9, 30), UTC)
        stormy = row.weather in ("couvert", "orage")
        Synthesis(
            action=action,
            weather=row.weather if final else ("soleil", "nuage")[(rank + number) % 2],
            done=row.done if final else BEFORE[(number - 1) % len(BEFORE)],
            hindered=row.hindered if final else "",
            coming="Le bilan est présenté au prochain comité." if final and not stormy else "",
            to_settle="Faut-il continuer ainsi, ou changer de calendrier ?" if final and stormy else "",
            written_at=at,
            author=action.pilot,
        ).save()
        Action.objects.filter(pk=action.pk).update(heard_at=at)
