"""Lists of the second wing with 2,000 actions and 20,000 values: `python -m bench.steering --home HOME`.

HOME is a home of the demonstration (`maillage up`); it is copied, never changed. Pages are asked for in process by a
member of the strategy's team. The peer, in the same process and on the same database, is a plain Django list of fifty
actions with their strategy and lead: no right, no filter, no weather.
"""

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from copy import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

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
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="a home of the demonstration region")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(shutil.copytree(options.home, Path(folder) / "home", symlinks=True))
        os.environ["MAILLAGE_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.config.settings"
        import django

        django.setup()
        _fill()
        _measure()


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


def _measure() -> None:
    client = _client()

    def ask(path: str) -> Callable[[], None]:
        def once() -> None:
            answer = client.get(path)
            assert answer.status_code == 200, f"{path}: {answer.status_code}"

        return once

    peer = _timed(_plain)
    print(f"{ACTIONS:,} actions, {VALUES:,} values, {ASKED} requests each, in process")
    print(f"{'':30} {'median':>10} {'p95':>10} {'to the peer':>12}")
    for name, times in (("plain Django list", peer), *((path, _timed(ask(path))) for path in PAGES)):
        middle, late = statistics.median(times), sorted(times)[int(0.95 * len(times))]
        print(f"{name:30} {middle:7.1f} ms {late:7.1f} ms {middle / statistics.median(peer):12.1f}")


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
