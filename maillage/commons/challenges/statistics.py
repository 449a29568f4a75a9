"""How each operator answers: what anybody may know of challenges."""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from maillage.commons.challenges.models import Challenge, State
from maillage.kernel.words import alphabetical


@dataclass(frozen=True, slots=True)
class Record:
    """An operator's: challenges received, waiting for an answer, late, conceded, contested, settled; `days` is the
    median time to answer, None when it answered none."""

    operator: str
    received: int
    waiting: int
    late: int
    conceded: int
    contested: int
    settled: int
    days: float | None


def records() -> list[Record]:
    """Each operator that was ever sent a challenge, by name."""
    by_operator: dict[str, list[Challenge]] = defaultdict(list)
    for one in Challenge.objects.exclude(state=State.FILED).select_related("operator"):
        by_operator[one.operator.name].append(one)
    return [_record(name, by_operator[name]) for name in sorted(by_operator, key=alphabetical)]


def _record(name: str, received: list[Challenge]) -> Record:
    taken = [
        (one.answered_at - one.sent_at).total_seconds() / 86_400
        for one in received
        if one.answered_at is not None and one.sent_at is not None
    ]
    return Record(
        operator=name,
        received=len(received),
        waiting=sum(one.state == State.SENT for one in received),
        late=sum(one.late for one in received),
        conceded=sum(one.verdict == State.CONCEDED for one in received),
        contested=sum(one.verdict == State.CONTESTED for one in received),
        settled=sum(one.state == State.SETTLED for one in received),
        days=median(taken) if taken else None,
    )
