"""The words of fixed networks: states of a building, technologies, classes of speed, zones and what they oblige."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from maillage.kernel import french, schemes
from maillage.kernel.fixed import SPEEDS, TECHNOLOGIES
from maillage.observatory.point.fixed import Building, Offer, Premises, Stage
from maillage.observatory.point.ground import Ground
from maillage.observatory.point.mobile import Site

CONNECTABLE = "deploye"
STATES = {
    "cible": ("Prévu", "L’opérateur a prévu cet immeuble. Les travaux n’ont pas commencé."),
    "signe": ("Accord signé", "Le propriétaire ou le syndic a donné son accord. Les travaux n’ont pas commencé."),
    "en cours de deploiement": ("Travaux en cours", "L’opérateur tire la fibre jusqu’à cet immeuble."),
    "raccordable demande": (
        "Raccordable sur demande",
        "L’opérateur finit la ligne quand un abonné le demande : c’est plus long qu’un raccordement ordinaire.",
    ),
    "deploye": ("Raccordable", "La fibre arrive jusqu’au point de branchement de cet immeuble."),
    "abandonne": ("Abandonné", "L’opérateur a renoncé à équiper cet immeuble, du moins pour l’instant."),
}
CLOSED_EXCHANGE = (
    "Bientôt raccordable",
    "La fibre arrive à cet immeuble, mais l’armoire du quartier (point de mutualisation) n’est pas encore ouverte.",
)
UNKNOWN_STATE = ("État inconnu", "L’état publié n’est pas un de ceux que nous connaissons.")
PLACES = {code: rank for rank, code in enumerate(TECHNOLOGIES)}
WAITING = ("THDR", "4GF", "SAT")
RANKS = {code: rank for rank, code in enumerate(SPEEDS)}
ZONES = {
    "ZTD": (
        "Zone très dense",
        "Plusieurs opérateurs y posent leur propre réseau. Aucun n’est obligé d’équiper un immeuble précis.",
    ),
    "zipri": (
        "Zone d’initiative privée",
        "Un opérateur privé s’y est proposé pour équiper tout le monde (intention AMII ou, à la demande des "
        "collectivités, AMEL).",
    ),
    "zipu": (
        "Zone d’initiative publique",
        "Une collectivité y construit le réseau (réseau d’initiative publique) ou l’a confié à un délégataire.",
    ),
}
COPPER = {
    "ferme": "Le réseau cuivre (téléphone, ADSL) est fermé dans cette commune.",
    "prevue": "La fermeture du réseau cuivre (téléphone, ADSL) est programmée.",
    "pas_encore_prevue": "Aucune date de fermeture du réseau cuivre n’est annoncée pour cette commune.",
}


@dataclass(frozen=True, slots=True)
class OfferWords:
    """What can be subscribed to, in words."""

    operator: str
    technology: str
    down: str
    up: str
    note: str


@dataclass(frozen=True, slots=True)
class StageWords:
    """What was told of a building at a period, in words."""

    period: str
    state: str
    deadline: str


def state_words(building: Building) -> tuple[str, str]:
    """The state of a building: a short name, a sentence."""
    if building.state == CONNECTABLE and building.exchange_state != CONNECTABLE:
        return CLOSED_EXCHANGE
    return STATES.get(building.state, UNKNOWN_STATE)


def is_connectable(building: Building) -> bool:
    """Whether somebody can order fibre there: the building and its exchange are ready."""
    return building.state == CONNECTABLE and building.exchange_state == CONNECTABLE


def distance_words(metres: float) -> str:
    """« moins de 5 m », « 40 m », « 3,4 km »."""
    if metres < 2.5:
        return f"moins de 5{french.WIDE}m"
    if metres < 995:
        return f"{french.number(round(metres / 5) * 5)}{french.WIDE}m"
    return f"{french.number(metres / 1000, 1)}{french.WIDE}km"


def deadline_words(building: Building, today: date) -> str:
    """What the deadline of completeness says, empty when none is published."""
    if building.complete_by is None:
        return ""
    when = french.day(building.complete_by)
    if is_connectable(building):
        return f"L’opérateur devait avoir raccordable tout le quartier avant le {when}."
    if building.complete_by < today:
        return f"Tout le quartier devait être raccordable avant le {when} : ce délai est dépassé."
    return f"Tout le quartier doit être raccordable avant le {when}, au plus tard."


def slip_months(stages: Sequence[Stage]) -> int:
    """By how many months the deadline moved between the first and the last time it was told; below zero when sooner."""
    deadlines = [stage.complete_by for stage in stages if stage.complete_by is not None]
    if len(deadlines) < 2:
        return 0
    return round((deadlines[-1] - deadlines[0]).days / 30.44)


def slip_words(stages: Sequence[Stage]) -> str:
    """The same as a sentence, empty when it did not move."""
    months = slip_months(stages)
    if not months:
        return ""
    moved = "repoussé" if months > 0 else "avancé"
    return f"Ce délai a été {moved} de {french.counted(abs(months), 'mois', 'mois')} depuis qu’il est publié."


def history_words(building: Building) -> list[StageWords]:
    """What was told of a building, the last first; only what changed."""
    return [
        StageWords(
            stage.period.label,
            STATES.get(stage.state, UNKNOWN_STATE)[0],
            french.day(stage.complete_by) if stage.complete_by else "",
        )
        for stage in reversed(building.history)
    ]


def note(offer: Offer) -> str:
    """What to know of an offer: volume, saturation; empty when there is nothing."""
    limit = f"{french.number(offer.limit)}{french.WIDE}Go par mois" if offer.limit else ""
    saturated = "réseau saturé, plus de nouvel abonné" if offer.saturated else ""
    return ", ".join(filter(None, (limit, saturated)))


def offers_words(premises: Sequence[Premises]) -> list[OfferWords]:
    """What can be subscribed to in these premises: the fastest first. An offer of several premises is told once."""
    offers = {offer for building in premises for offer in building.offers}
    order = sorted(
        offers,
        key=lambda offer: (
            -RANKS.get(offer.down, -1),
            -RANKS.get(offer.up, -1),
            PLACES.get(offer.technology, len(PLACES)),
            offer.operator,
        ),
    )
    return [
        OfferWords(
            offer.operator_name,
            TECHNOLOGIES.get(offer.technology, offer.technology),
            SPEEDS.get(offer.down, offer.down),
            SPEEDS.get(offer.up, offer.up),
            note(offer),
        )
        for offer in order
    ]


def zone_words(ground: Ground | None) -> list[str]:
    """What the zone is and what it obliges, a sentence each; none when unknown."""
    if ground is None or ground.zone not in ZONES:
        return []
    name, obliges = ZONES[ground.zone]
    sentences = [f"{name}. {obliges}"]
    if ground.committed:
        sentences.append(
            f"{ground.committed} s’est engagé devant l’Arcep (article L. 33-13) à équiper la commune : un manquement "
            "peut être sanctionné."
        )
    if ground.amel:
        sentences.append(
            f"La commune est dans une zone AMEL : {ground.amel} y a pris des engagements envers la collectivité."
        )
    return sentences


def copper_words(ground: Ground | None) -> str:
    """What becomes of the copper network, in a sentence; empty when unknown."""
    if ground is None or ground.copper not in COPPER:
        return ""
    ends_on = ground.copper_ends_on
    end = f" Arrêt des lignes : {french.day(ends_on)}, au plus tard." if ends_on else ""
    return COPPER[ground.copper] + end


def generation(site: Site) -> str:
    """« 5G », « 4G », « 2G ou 3G »."""
    return "5G" if site.has_5g else "4G" if site.has_4g else "2G ou 3G"


HELP = {"mediation": "Médiation numérique", "france_services": "France Services", "tiers_lieu": "Tiers-lieux"}


AID = schemes.BY_KEY["cohesion-numerique"]


def long(days: int) -> str:
    """« 2 ans et 9 mois », « 3 mois », « 12 jours »."""
    months = round(days / 30.44)
    if not months:
        return french.counted(days, "jour")
    years, rest = divmod(months, 12)
    parts = [french.counted(years, "an") if years else "", french.counted(rest, "mois", "mois") if rest else ""]
    return " et ".join(filter(None, parts))


_WAYS = {
    "all": "allée",
    "av": "avenue",
    "bd": "boulevard",
    "che": "chemin",
    "crs": "cours",
    "fbg": "faubourg",
    "ham": "hameau",
    "imp": "impasse",
    "ld": "lieu-dit",
    "lot": "lotissement",
    "pas": "passage",
    "pl": "place",
    "qu": "quai",
    "res": "résidence",
    "rte": "route",
    "sq": "square",
}
_SMALL = frozenset("d de des du en et l la le les sous sur a au aux".split())


def street(text: str) -> str:
    """An address as operators write it, easier to read: « 142 CHE DE LA LIBERATION » → « 142 chemin de la Liberation ».
    Accents that they leave out stay out."""
    words = text.lower().split()
    way = next((rank for rank, word in enumerate(words) if word[0].isalpha() and len(word) > 1), len(words))
    said = [
        _WAYS.get(word, word) if rank <= way else word if word in _SMALL else _named(word)
        for rank, word in enumerate(words)
    ]
    return french.typographic(" ".join(said))


def _named(word: str) -> str:
    """« l'eglise » → « l’Eglise »."""
    head, mark, rest = word.replace("'", "’").partition("’")
    return f"{head}{mark}{rest.capitalize()}" if mark else word.capitalize()
