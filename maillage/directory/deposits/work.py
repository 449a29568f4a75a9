"""What the worker does with a deposit, each in a process of its own: the pipeline is not in the one that answers."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from typing import IO, Any

from django.conf import settings

from maillage.directory.deposits import files
from maillage.directory.deposits.compared import against
from maillage.directory.deposits.models import Deposit, State
from maillage.directory.jobs.registry import Arguments, Progress, work
from maillage.kernel.errors import DataError
from maillage.kernel.period import Period
from maillage.observatory import door

KEPT = timedelta(days=30)
PROGRAM = "maillage.pipeline.deposit"
ABSENT = "Ce dépôt, ou son fichier, n’est plus là : donnez-le de nouveau."


@work("deposits.check", kept=KEPT, lasting=False, leads_back=True)
def check(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Try a deposit line by line, and keep what was found for its page."""
    deposit = _deposit(arguments, State.CHECKING)
    compared = against(door.current(settings.MAILLAGE_HOME), deposit.source)
    answer = _run(deposit, progress, publish=False)
    problems = answer.get("report", answer).get("problems", [])
    content = json.dumps(answer.get("report", {"problems": problems, "marks": []}), ensure_ascii=False).encode()
    deposit.report.write_bytes(content)
    out.write(content)
    if "failure" in answer:
        _end(deposit, State.REFUSED, failure=answer["failure"][:600], summary={"problems_total": len(problems)})
    else:
        found = {key: value for key, value in answer["report"].items() if key not in ("problems", "marks")}
        _end(deposit, State.CHECKED, summary=found, against=compared, failure="")
    files.purge()
    return f"verification-{deposit.pk}.json"


@work("deposits.publish", kept=KEPT, lasting=False, leads_back=True)
def publication(progress: Progress, arguments: Arguments, out: IO[bytes]) -> str:
    """Load a deposit, compute the release, publish it."""
    deposit = _deposit(arguments, State.PUBLISHING)
    answer = _run(deposit, progress, publish=True)
    if "failure" in answer:
        # What was checked can be tried again once what is wrong is mended.
        _end(deposit, State.CHECKED, failure=answer["failure"][:600])
        raise DataError(answer["failure"])
    _end(deposit, State.PUBLISHED, release=answer["report"]["release"])
    files.purge()
    out.write(json.dumps(answer["report"]).encode())
    return f"publication-{deposit.pk}.json"


def _deposit(arguments: Arguments, state: State) -> Deposit:
    deposit = Deposit.objects.filter(pk=arguments["deposit"], state=state).first()
    if deposit is None or not deposit.path.is_file():
        raise DataError(ABSENT)
    return deposit


def _end(deposit: Deposit, state: State, **fields: Any) -> None:
    Deposit.objects.filter(pk=deposit.pk, state=deposit.state).update(state=state, **fields)


def _run(deposit: Deposit, progress: Progress, *, publish: bool) -> dict[str, Any]:
    """What the process answers: a report, or a failure and the problems found. Raises DataError when it is lost."""
    period = Period.parse(deposit.period)
    request = {
        "home": str(settings.MAILLAGE_HOME),
        "source": deposit.source,
        "file": str(deposit.path),
        "period": period.code,
        "day": "",
        "publish": publish,
        "accept_fewer": publish,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, process_group=0
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(request))
        process.stdin.close()
        for line in process.stdout:
            answer: dict[str, Any] = json.loads(line)
            if "share" not in answer:
                return answer
            progress(answer["share"], answer["words"])
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM if process.poll() is None else 0)
        process.wait()
        process.stdout.close() if process.stdout else None
    raise DataError("Ce travail a été interrompu avant la fin. Recommencez ; ce qui était publié le reste.")
