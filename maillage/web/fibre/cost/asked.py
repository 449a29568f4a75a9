"""The assumptions a reader writes in the address of the estimate: their names, their bounds, where they come from."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.observatory.costs import DENSITIES, USUAL_CONNECTION, Assumptions, Cost

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


def _amount(request: HttpRequest, name: str, usual: Decimal, most: Decimal, what: str) -> Decimal:
    text = "".join(request.GET.get(name, "").split()).replace(",", ".")
    if not text:
        return usual
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not (amount.is_finite() and 0 <= amount <= most):
        raise UsageError(
            f"{what} : « {text[:20]} » n’est pas un nombre de 0 à {french.number(float(most))}. "
            "Corrigez-le, ou laissez le champ vide pour reprendre l’hypothèse de départ."
        )
    return amount.quantize(Decimal("0.01")).normalize() if amount else Decimal(0)


def _cost(request: HttpRequest, name: str, words: str, usual: Cost) -> Cost:
    amounts = [
        _amount(request, f"{name}_{side}", amount, MOST, f"{words}, coût {SIDES[side]}")
        for side, amount in zip(SIDES, (usual.low, usual.central, usual.high), strict=True)
    ]
    if amounts != sorted(amounts):
        raise UsageError(
            f"{words} : le coût bas ne peut pas dépasser le central, ni le central le haut. Remettez-les dans l’ordre."
        )
    return Cost(*amounts)


def lines(request: HttpRequest) -> list[Line]:
    """The lines of the form as asked; those of building, then that of connecting. Raises UsageError on nonsense."""
    build = [
        Line(density.name, density.words, _cost(request, density.name, density.words, density.usual), OURS)
        for density in DENSITIES
    ]
    words = "Raccorder un local, du point de branchement à la prise"
    return [*build, Line(CONNECT, words, _cost(request, CONNECT, words, USUAL_CONNECTION), CGE)]


def share(request: HttpRequest) -> Decimal:
    """The share of premises that will be connected, in %."""
    return _amount(request, SHARE, Decimal(100), Decimal(100), "Part des locaux raccordés")


def assumptions(asked: list[Line], connected: Decimal) -> Assumptions:
    """What the arithmetic needs of them."""
    costs = {line.name: line.cost for line in asked}
    return Assumptions(
        {density.name: costs[density.name] for density in DENSITIES}, costs[CONNECT], connected / Decimal(100)
    )
