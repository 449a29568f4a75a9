"""Lists of the second wing with 2,000 actions and 20,000 values: `python -m bench.steering`.

`--home HOME` gives a home of the demonstration (`maillage up`), else one is built; it is copied, never changed. Pages
are asked for in process by a member of the strategy's team. The peer, in the same process and on the same database, is
a plain Django list of fifty actions with their strategy and lead: no right, no filter, no weather.
"""

import os
import shutil
import statistics
import time
from collections.abc import Callable
from copy import copy
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import table
from bench.serving import demonstration
from bench.table import Row, Sheet, figure, grid, medians

MEASURES = (
    "maillage/directory",
    "maillage/steering",
    "maillage/web/gate",
    "maillage/web/lists",
    "maillage/web/steer",
    "maillage/web/ui",
)

ACTIONS, VALUES, ASKED, ROWS = 2_000, 20_000, 60, 50
PAGES = (
    "/piloter/actions",
    "/piloter/actions?page=20",
    "/piloter/actions?q=fibre",
    "/piloter/calendrier",
    "/piloter/indicateurs",
    "/piloter/budget",
    "/piloter/comites",
    "/piloter/decisions",
    "/piloter",
)


def main() -> None:
    """Run the bench, print its table and write it."""
    parser = table.parser("bench.steering", __doc__)
    parser.add_argument("--home", type=Path, help="a home of the demonstration region")
    asked = table.asked(parser)
    sheet = Sheet(asked, "steering", "Lists of the second wing", MEASURES, ("Django",))
    with demonstration(asked.options.home) as built, TemporaryDirectory() as folder:
        home = Path(shutil.copytree(built, Path(folder) / "home", symlinks=True))
        os.environ["MAILLAGE_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.config.settings"
        import django

        django.setup()
        _fill()
        client = _client()
        rows = medians([_measured(client) for _ in range(asked.runs)])
    peer = rows[0][1][0] or 1
    sheet.write(
        f"{ACTIONS:,} actions and {VALUES:,} values, {ASKED} requests each, in process.",
        grid(
            ("page", "median, ms", "p95, ms", f"to a plain Django list of {ROWS} actions"),
            [
                (label, figure(middle, 1), figure(late, 1), figure((middle or 0) / peer, 1))
                for label, (middle, late) in rows
            ],
        ),
    )


def _fill() -> None:
    from maillage.steering.actions.models import Action, Step
    from maillage.steering.targets.models import Entry

    models = list(Action.objects.order_by("pk"))
    made = []
    for rank in range(ACTIONS - len(models)):
        one = copy(models[rank % len(models)])
        one.pk, one.code, one._state.adding = None, f"B{rank:04}", True
        made.append(one)
    Action.objects.bulk_create(made)
    steps = list(Step.objects.order_by("pk")[:4])
    Step.objects.bulk_create(
        Step(action=action, title=step.title, due_on=step.due_on, done_on=step.done_on, rank=step.rank)
        for action in Action.objects.filter(code__startswith="B")
        for step in steps
    )
    values = list(Entry.objects.order_by("pk"))
    grown = []
    for rank in range(VALUES - len(values)):
        entry = copy(values[rank % len(values)])
        entry.pk, entry._state.adding = None, True
        entry.source = f"source {rank}"
        entry.at += timedelta(seconds=rank)
        grown.append(entry)
    Entry.objects.bulk_create(grown)


def _client() -> Any:
    from django.test import Client

    from maillage.directory.models import Kind, Membership, Organisation, Role, User

    person = User.objects.create_user("bench@exemple.fr")
    team = Organisation.objects.filter(kind=Kind.EQUIPE).first()
    Membership.objects.create(person=person, organisation=team, role=Role.EQUIPE)
    client = Client(headers={"host": "localhost"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _plain() -> None:
    from django.template import engines

    from maillage.steering.actions.models import Action

    page = engines["django"].from_string(
        "<table>{% for one in rows %}<tr><td>{{ one.code }}</td><td>{{ one.title }}</td><td>{{ one.strategy }}</td>"
        "<td>{{ one.lead }}</td><td>{{ one.get_status_display }}</td></tr>{% endfor %}</table>"
    )
    page.render({"rows": Action.objects.select_related("strategy", "lead")[:ROWS]})


def _measured(client: Any) -> list[Row]:
    """The median and 95th percentile, in milliseconds, of the plain list, then of each page."""

    def ask(path: str) -> Callable[[], None]:
        def get() -> None:
            answer = client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"

        return get

    asked = [("Plain Django list", _plain), *((path, ask(path)) for path in PAGES)]
    return [(label, _spread(_timed(action))) for label, action in asked]


def _spread(times: list[float]) -> tuple[float, float]:
    return statistics.median(times), sorted(times)[int(0.95 * len(times))]


def _timed(ask: Callable[[], None]) -> list[float]:
    ask()
    times = []
    for _ in range(ASKED):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    return times


if __name__ == "__main__":
    main()
