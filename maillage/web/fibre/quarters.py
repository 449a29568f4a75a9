"""The quarter that a list of the fibre is about, the last one when none is asked."""

from collections.abc import Callable

from maillage.kernel.period import Period
from maillage.observatory.door import Observatory
from maillage.web.fibre.where import QUARTER
from maillage.web.forms import asked as address
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.filters import Filter, Options


def quarters(periods: Callable[[Observatory], list[Period]]) -> Filter:
    """The filter of a quarter, among those these periods name, oldest first. Nothing is asked when there is none."""

    def known(asked: Asked) -> list[Period]:
        if "quarters" not in asked.memory:
            asked.memory["quarters"] = periods(observatory(asked.request))
        among: list[Period] = asked.memory["quarters"]
        return among

    def options(asked: Asked) -> Options:
        return [(period.code, period.label) for period in reversed(known(asked))]

    def parse(text: str, asked: Asked) -> Period | None:
        return address.period(text, known(asked)) if known(asked) else None

    def usual(asked: Asked) -> str:
        return known(asked)[-1].code if known(asked) else ""

    return Filter(QUARTER, "Trimestre", options=options, usual=usual, parse=parse, narrows=False, elsewhere=True)
