"""The picture of a commune says where fibre is when one half has it and the other has not."""

import pytest

from maillage.observatory.point.within import Dot
from maillage.web.drawing.sides import finding


def _grid(side: int, served: tuple[int, int], ready: int) -> list[Dot]:
    """A square of buildings, `served` on columns and rows of this sign, `ready` of each eight of these served."""
    east, north = served
    dots = []
    for x in range(-side, side + 1):
        for y in range(-side, side + 1):
            here = (x * east > 0 or y * north > 0) and (x + y) % 8 < ready
            dots.append(Dot(5 + x * 0.001, 47 + y * 0.001, "deploye" if here else "cible"))
    return [dot for dot in dots if dot.longitude != 5 and dot.latitude != 47]


@pytest.mark.parametrize(
    ("served", "words"), [((0, -1), "au sud"), ((0, 1), "au nord"), ((1, 0), "à l’est"), ((-1, 0), "à l’ouest")]
)
def test_the_half_that_has_fibre_is_said_with_its_count(served: tuple[int, int], words: str) -> None:
    assert finding(_grid(3, served, 8)).startswith(
        f"La fibre n’est qu’{words}\u202f: 18\u00a0immeubles raccordables, aucun"
    )


def test_both_halves_are_counted_when_both_have_some() -> None:
    dots = [*_grid(3, (0, -1), 8), Dot(5.001, 47.0025, "raccordable demande")]
    assert finding(dots) == "La fibre est surtout au sud\u202f: 18\u00a0immeubles raccordables, contre 1 au nord"


@pytest.mark.parametrize(
    "dots",
    [
        [],
        _grid(1, (0, -1), 8),
        _grid(3, (0, -1), 1),
        [Dot(5.0, 47.0, "deploye" if rank % 2 else "cible") for rank in range(60)],
    ],
    ids=["none", "few", "alike", "all at one point"],
)
def test_nothing_is_said_of_halves_that_are_few_or_alike(dots: list[Dot]) -> None:
    assert finding(dots) == ""
