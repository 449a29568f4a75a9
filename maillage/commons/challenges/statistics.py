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
    for challenge in Challenge.objects.exclude(state=State.FILED).select_related("operator"):
        by_operator[challenge.operator.name].append(challenge)
    return [_record(name, by_operator[name]) for name in sorted(by_operator, key=alphabetical)]


def _record(name: str, received: list[Challenge]) -> Record:
    taken = [
        (challenge.answered_at - challenge.sent_at).total_seconds() / 86_400
        for challenge in received
        if challenge.answered_at is not None and challenge.sent_at is not None
    ]
    return Record(
        operator=name,
        received=len(received),
        waiting=sum(challenge.state == State.SENT for challenge in received),
        late=sum(challenge.late for challenge in received),
        conceded=sum(challenge.verdict == State.CONCEDED for challenge in received),
        contested=sum(challenge.verdict == State.CONTESTED for challenge in received),
        settled=sum(challenge.state == State.SETTLED for challenge in received),
        days=median(taken) if taken else None,
    )
