"""Who sells what at each building, on the networks that reach it: one offer for each operator and technology.

Assumptions: operators come to a whole PM for fibre, to a whole commune for the rest; fewer come to public networks;
every network that comes is sold by someone, at the best class it gives.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maillage.simulation.eligibility import ABSENT, COAX, CU, FO, HDR, RADIO_4G, SAT, TECHNOLOGIES, THDR, Reach
from maillage.simulation.world.buildings import Buildings
from maillage.simulation.world.chance import uniform
from maillage.simulation.world.fibre import AMEL, RIP
from maillage.simulation.world.model import World

NO_OFFER, SATURATED = 255, 16
"""An offer is told by its class, 0 (INEL) to 6 (THD1G), SATURATED more when the network takes nobody in."""
SATURATED_SHARE = 0.04
CODES = ("INEL", "HD05", "HD3", "BHD8", "THD30", "THD100", "THD1G")
UP = {
    FO: "INEL HD05 HD3 BHD8 THD30 THD100 THD1G",
    COAX: "INEL HD05 HD05 HD3 HD3 BHD8 THD30",
    CU: "INEL INEL HD05 HD05 HD3 HD3 HD3",
    RADIO_4G: "INEL HD05 HD05 HD3 HD3 HD3 HD3",
    THDR: "INEL HD05 HD05 HD3 HD3 HD3 HD3",
    HDR: "INEL INEL HD05 HD05 HD3 HD3 HD3",
    SAT: "INEL HD05 HD05 HD05 HD3 BHD8 BHD8",
}
"""The class up that goes with each class down, INEL first: a choice of model, as in the real file."""
WIRED = (FO, COAX, CU)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an operator sells on a technology: share of the places it comes to, on private then public networks, volume
    a month (Go, 0 unlimited), classes below the best one that it gives, class up when it is not that of UP."""

    operator: str
    technology: int
    private: float
    public: float
    volume: str = ""
    slower: int = 0
    up: str = ""


OFFERS = (
    Offer("BOUY", FO, 0.95, 0.86),
    Offer("FREE", FO, 0.95, 0.74),
    Offer("FRTE", FO, 0.98, 0.82),
    Offer("SFR0", FO, 0.95, 0.80),
    Offer("MILK", FO, 0.30, 0.35),
    Offer("NORN", FO, 0.45, 0.60, up="THD100"),
    Offer("SFR0", COAX, 1.0, 1.0),
    Offer("BOUY", COAX, 0.5, 0.5, slower=1),
    Offer("FRTE", CU, 1.0, 1.0),
    Offer("SFR0", CU, 0.7, 0.7),
    Offer("FREE", CU, 0.75, 0.75),
    Offer("BOUY", CU, 0.65, 0.65),
    Offer("FRTE", RADIO_4G, 0.7, 0.7, "300"),
    Offer("BOUY", RADIO_4G, 0.6, 0.6, "0"),
    Offer("FREE", RADIO_4G, 0.5, 0.5, "0"),
    Offer("SFR0", RADIO_4G, 0.5, 0.5, "300"),
    Offer("NUAT", RADIO_4G, 0.4, 0.4, "500", slower=1),
    Offer("NORN", THDR, 1.0, 1.0, "0"),
    Offer("XANK", THDR, 0.4, 0.4, "200"),
    Offer("NORN", HDR, 1.0, 1.0, "0"),
    Offer("STAK", SAT, 1.0, 1.0, "1000"),
    Offer("NORN", SAT, 1.0, 1.0, "0"),
    Offer("NUAT", SAT, 0.8, 0.8, "500", slower=1),
)


def ups(offer: Offer) -> list[str]:
    """The class up of an offer for each class down, INEL first."""
    return [code if not offer.up or code == "INEL" else offer.up for code in UP[offer.technology].split()]


def offers(world: World, some: Buildings, reached: Reach) -> NDArray[np.uint8]:
    """What each building is offered: a row for each of OFFERS, NO_OFFER where there is none."""
    public = np.isin(world.fibre.zone[some.commune], (RIP, AMEL))
    sold = np.full((len(OFFERS), len(some.commune)), NO_OFFER, dtype=np.uint8)
    for technology in range(len(TECHNOLOGIES)):
        best = reached.classes[technology]
        mine = [rank for rank, offer in enumerate(OFFERS) if offer.technology == technology]
        full = np.zeros(len(best), dtype=bool)
        for rank in mine:
            offer = OFFERS[rank]
            where = some.pm if technology == FO else 0 * some.pm
            comes = uniform(world.seed, f"offer {offer.operator} {technology}", some.commune, where)
            there = (best > ABSENT) & (comes < np.where(public, offer.public, offer.private))
            # Below the lowest class, only the network that is everywhere says so.
            there &= (best >= offer.slower) if offer.operator != "FRTE" else True
            sold[rank, there] = _told(world, some, rank, best[there] - offer.slower + 1, there)
            full |= there & (offer.slower == 0)
        alone = (best > ABSENT) & ~full
        sold[mine[0], alone] = _told(world, some, mine[0], best[alone] + 1, alone)
    return sold


def _told(
    world: World, some: Buildings, rank: int, classes: NDArray[np.int64], which: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    """Classes as they are told, with SATURATED where the radio or satellite network of the operator is full."""
    if OFFERS[rank].technology in WIRED:
        return classes.astype(np.uint8)
    draw = uniform(world.seed, f"saturated {rank}", some.commune[which])
    return (classes + SATURATED * (draw < SATURATED_SHARE)).astype(np.uint8)
