"""What territories say together, by the stated rule only, and how many of them are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from maillage.kernel.french import counted
from maillage.steering.targets.models import Rollup
from maillage.steering.targets.numbers import PLACES


@dataclass(frozen=True, slots=True)
class Rolled:
    """A rolled-up value, from how many territories of how many."""

    value: Decimal
    known: int
    total: int

    @property
    def coverage(self) -> str:
        """« 6 territoires connus sur 8 »."""
        return f"{counted(self.known, 'territoire connu', 'territoires connus')} sur {self.total}"


def rolled(
    rule: str, parts: Mapping[str, Decimal | None], weights: Mapping[str, Decimal | None] | None = None
) -> Rolled | None:
    """The value of the whole; None without rule, without any known part, or with weights that add up to nothing.

    `parts` has every territory expected, None where nothing is known. A part without weight counts as unknown.
    """
    known = {ref: value for ref, value in parts.items() if value is not None}
    if rule == Rollup.SUM and known:
        return Rolled(sum(known.values(), Decimal(0)), len(known), len(parts))
    if rule != Rollup.MEAN or weights is None:
        return None
    weighed = {ref: (value, weight) for ref, value in known.items() if (weight := weights.get(ref))}
    whole = sum((weight for _, weight in weighed.values()), Decimal(0))
    if whole <= 0 or any(weight < 0 for _, weight in weighed.values()):
        return None
    mean = sum((value * weight for value, weight in weighed.values()), Decimal(0)) / whole
    return Rolled(mean.quantize(PLACES), len(weighed), len(parts))
