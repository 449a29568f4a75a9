"""What was due since the last committee, in words: the finding, the communes that move or do not, what to ask.

Each sentence is tested against its figures: nothing, one, ties, all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maillage.kernel import french
from maillage.kernel.words import alphabetical
from maillage.observatory.due import Due, MovedSector
from maillage.web.words.copper import SOON
from maillage.web.words.fibre_curve import share_words
from maillage.web.words.held import finding

NAMED = 2
"""Communes named in a title; beyond, they are counted."""
FEW = 10
"""Buildings due in a commune, from which none arrived is asked about before smaller ones."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune that had something due: its code, its name, what became of it, the day its copper closes when known."""

    code: str
    name: str
    due: Due
    copper: date | None = None


def headline(total: Due, span: str) -> str:
    """« 18 % de ce qui était dû est arrivé en 3 mois »."""
    if not total.due:
        return f"Rien n’était dû en {span}"
    if total.due == 1:
        return "Le seul immeuble dû est arrivé" if total.arrived else "Le seul immeuble dû n’est pas arrivé"
    if not total.arrived:
        return f"Aucun des {french.number(total.due)} immeubles dus n’est arrivé en {span}"
    if total.arrived == total.due:
        return french.typographic(f"Tout ce qui était dû est arrivé : {french.counted(total.due, 'immeuble')}")
    return f"{french.capital(share_words(100 * total.arrived / total.due))} de ce qui était dû est arrivé en {span}"


def summary(total: Due, first: date, last: date) -> str:
    """What was due and what became of it, in a sentence or two."""
    if not total.due:
        return french.typographic(
            f"Le {french.day(first)}, aucun immeuble sans fibre n’avait de date annoncée pour le {french.day(last)}."
        )
    head = (
        f"Le {french.day(first)}, {french.counted(total.due, 'immeuble')} sans fibre "
        f"{french.plural(total.due, 'avait', 'avaient')} une date annoncée au {french.day(last)} au plus tard"
    )
    already = ""
    if total.late == total.due:
        already = f", déjà passée le {french.day(first)}" if total.due == 1 else ", tous déjà en retard ce jour-là"
    elif total.late:
        already = f", dont {french.number(total.late)} déjà en retard ce jour-là"
    return french.typographic(f"{head}{finding(already)}.")


def left(total: Due) -> str:
    """The few that are neither connected, nor put off, nor missed."""
    parts = []
    if total.given_up:
        parts.append(french.counted(total.given_up, "abandonné"))
    if total.gone:
        parts.append(f"{french.number(total.gone)} {french.plural(total.gone, 'retiré')} de la liste")
    return french.typographic(f"Les autres : {french.listed(parts)}.") if parts else ""


def ranked(communes: Sequence[Commune]) -> list[Commune]:
    """Those where most buildings wait first."""
    return sorted(communes, key=lambda each: (-each.due.missed, -each.due.due, alphabetical(each.name)))


def moving(shown: Sequence[Commune], total: Due) -> str:
    """« Chamet et Seigneux rattrapent, Vernard ne bouge pas »: of the communes drawn."""
    average = total.share or 0.0
    ahead = [each.name for each in shown if each.due.arrived and (each.due.share or 0.0) > average]
    still = [each.name for each in shown if not each.due.arrived and each.due.missed]
    parts = []
    if ahead:
        parts.append(f"{_named(ahead)} {french.plural(len(ahead), 'rattrape', 'rattrapent')}")
    if still:
        parts.append(f"{_named(still)} {french.plural(len(still), 'ne bouge pas', 'ne bougent pas')}")
    if parts:
        return french.capital(", ".join(parts))
    return "Commune par commune"


def _named(names: Sequence[str]) -> str:
    return french.listed(names) if len(names) <= NAMED else french.counted(len(names), "commune")


def asks(communes: Sequence[Commune], today: date) -> list[tuple[Commune, str, str]]:
    """What to ask, most pressing first, a commune each: the commune, the question, the same as a letter asks it."""
    questions: list[tuple[Commune, str, str]] = []
    for choose, words in ((_not_begun, _when), (_copper, _before_copper), (_still, _why)):
        among = [each for each in ranked(communes) if all(each is not asked for asked, *_ in questions)]
        chosen = choose(among, today)
        if chosen is not None:
            questions.append((chosen, *words(chosen, today)))
    return questions


def _not_begun(communes: Sequence[Commune], today: date) -> Commune | None:
    return max((each for each in communes if each.due.not_begun), key=lambda each: each.due.not_begun, default=None)


def _copper(communes: Sequence[Commune], today: date) -> Commune | None:
    soon = [each for each in communes if each.copper and each.copper - today <= SOON and each.due.missed]
    return max(soon, key=lambda each: each.due.missed, default=None)


def _still(communes: Sequence[Commune], today: date) -> Commune | None:
    still = [each for each in communes if not each.due.arrived and each.due.missed]
    many = [each for each in still if each.due.due >= FEW]
    return max(many or still, key=lambda each: each.due.due, default=None)


def waiting(count: int) -> str:
    """« 1 088 immeubles attendent »."""
    return f"{french.counted(count, 'immeuble')} {french.plural(count, 'attend', 'attendent')}"


def _when(commune: Commune, today: date) -> tuple[str, str]:
    due = commune.due
    some = due.not_begun < due.missed
    begun = f"dont {french.number(due.not_begun)} sans travaux commencés" if some else "travaux non commencés"
    many = f"les {french.number(due.not_begun)} immeubles" if due.not_begun > 1 else "l’immeuble"
    dates = "une date de début et de fin de travaux"
    return f"{waiting(due.missed)}, {begun}. Quand ?", f"{commune.name} : {dates} pour {many} où rien n’est commencé"


def _before_copper(commune: Commune, today: date) -> tuple[str, str]:
    closes = "ferme" if commune.copper and commune.copper > today else "a fermé"
    day = french.day(commune.copper)
    return (
        f"le cuivre {closes} le {day}, et {waiting(commune.due.missed)}.",
        f"{commune.name} : ce que vous prévoyez pour ceux qui attendent, quand le cuivre {closes} le {day}",
    )


def _why(commune: Commune, today: date) -> tuple[str, str]:
    due = french.counted(commune.due.due, "immeuble dû", "immeubles dus")
    return f"{due}, aucun arrivé. Pourquoi ?", f"{commune.name} : la raison de l’arrêt, sur {due} aucun n’est arrivé"


def most_of(communes: Sequence[Commune]) -> str:
    """« Trois communes en comptent plus de la moitié : Chamet (1 794), Seigneux (1 327) et Mirandeuil (1 088). »"""
    waits = [each for each in ranked(communes) if each.due.missed]
    whole = sum(each.due.missed for each in waits)
    if len(waits) < 2:
        return ""
    counts = {1: "Une seule commune", 2: "Deux communes", 3: "Trois communes"}
    for count, words in counts.items():
        if 2 * sum(each.due.missed for each in waits[:count]) > whole:
            head = f"{words} en {french.plural(count, 'compte', 'comptent')} plus de la moitié"
            break
    else:
        count, head = 3, "Les plus touchées"
    named = french.listed([f"{each.name} ({french.number(each.due.missed)})" for each in waits[:count]])
    return french.typographic(f"{head} : {named}.")


def moved_title(sectors: Sequence[MovedSector]) -> str:
    """« 3 secteurs repoussés, un seul avancé »."""
    later = sum(sector.now > sector.before for sector in sectors)
    sooner = len(sectors) - later
    parts = [
        f"{french.counted(count, 'secteur')} {french.plural(count, how)}"
        for count, how in ((later, "repoussé"), (sooner, "avancé"))
        if count
    ]
    return french.capital(", ".join(parts)) if parts else "Aucune date n’a changé"


def alternative(words: str, counts: Mapping[str, int]) -> str:
    """A drawing in words: its message, then each of its numbers."""
    numbers = ", ".join(f"{name} : {french.number(count)}" for name, count in counts.items())
    return french.typographic(f"{words} : {numbers}." if numbers else f"{words}.")
