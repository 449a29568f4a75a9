"""The assumptions a reader writes in the address of the estimate: their names, their bounds, where they come from."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.observatory.costs import DENSITIES, USUAL_CONNECTION, Assumptions, Cost
from maillage.web.lists.asked import Asked
from maillage.web.lists.filters import Field, Filter

MOST = Decimal(100_000)
"""Euros by premises, beyond which a figure is a slip of the finger."""
SIDES = {"bas": "bas", "central": "central", "haut": "haut"}
CONNECT, SHARE = "raccorder", "part"
OURS = "Hypothèse de travail de Maillage, à remplacer par vos marchés."
CGE = (
    "Rapport du Conseil général de l’économie sur les raccordements complexes, avril 2024, d’après la Banque des "
    "territoires : moins de 200 euros pour la moitié d’entre eux, environ 900 pour presque tous les autres ; "
    "640 millions d’euros pour 1,1 million de prises, soit 580 chacune."
)
EVERYONE = "Hypothèse de travail de Maillage : chaque local finit par être raccordé."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the form: its name in the address, its words, its three amounts, where the usual ones come from."""

    name: str
    words: str
    cost: Cost
    source: str

    @property
    def fields(self) -> tuple[tuple[str, str, str, str], ...]:
        """Each field: its name, its words for who does not see the table, its value, the head of its column."""
        amounts = (self.cost.low, self.cost.central, self.cost.high)
        return tuple(
            (f"{self.name}_{side}", f"{self.words}, {words}", f"{amount:f}".replace(".", ","), words)
            for (side, words), amount in zip(SIDES.items(), amounts, strict=True)
        )

    @property
    def line(self) -> str:
        """The line in a file: « Peu dense : de 30 à 300, 900 / 1 500 / 2 500 euros »."""
        amounts = (self.cost.low, self.cost.central, self.cost.high)
        return f"{self.words} : {' / '.join(french.number(float(amount), 2) for amount in amounts)}{french.WIDE}euros"


def amount(text: str, usual: Decimal, most: Decimal, what: str) -> Decimal:
    """The number typed, the usual one when nothing is. Raises UsageError on nonsense."""
    text = "".join(text.split()).replace(",", ".")
    if not text:
        return usual
    try:
        typed = Decimal(text)
    except InvalidOperation:
        typed = Decimal(-1)
    if not (typed.is_finite() and 0 <= typed <= most):
        raise UsageError(
            f"{what} : « {text[:20]} » n’est pas un nombre de 0 à {french.number(float(most))}. "
            "Corrigez-le, ou laissez le champ vide pour reprendre l’hypothèse de départ."
        )
    return typed.quantize(Decimal("0.01")).normalize() if typed else Decimal(0)


STARTS = (
    *((density.name, density.words, density.usual, OURS) for density in DENSITIES),
    (CONNECT, "Raccorder un local, du point de branchement à la prise", USUAL_CONNECTION, CGE),
)
"""What we start from: name, words, costs and source of each line of the form."""


def _field(name: str, what: str, usual: Decimal, most: Decimal) -> Filter:
    return Filter(
        name, what, Field.WORDS, parse=lambda text, asked: amount(text, usual, most, what), narrows=False, behind=True
    )


FIELDS = (
    *(
        _field(f"{name}_{side}", f"{words}, coût {SIDES[side]}", usual, MOST)
        for name, words, cost, _ in STARTS
        for side, usual in zip(SIDES, (cost.low, cost.central, cost.high), strict=True)
    ),
    _field(SHARE, "Part des locaux raccordés", Decimal(100), Decimal(100)),
)


def lines(asked: Asked) -> list[Line]:
    """The lines of the form as asked; those of building, then that of connecting. Raises UsageError on nonsense."""
    return [Line(name, words, _cost(asked, name, words), source) for name, words, _, source in STARTS]


def _cost(asked: Asked, name: str, words: str) -> Cost:
    amounts = [asked[f"{name}_{side}"] for side in SIDES]
    if amounts != sorted(amounts):
        raise UsageError(
            f"{words} : le coût bas ne peut pas dépasser le central, ni le central le haut. Remettez-les dans l’ordre."
        )
    return Cost(*amounts)


def assumptions(supposed: list[Line], connected: Decimal) -> Assumptions:
    """What the arithmetic needs of them."""
    costs = {line.name: line.cost for line in supposed}
    return Assumptions(
        {density.name: costs[density.name] for density in DENSITIES}, costs[CONNECT], connected / Decimal(100)
    )
