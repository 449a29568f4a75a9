"""What announced dates say of a place, in words: how many were kept, what became of the others, which moved.

Each sentence is tested against its figures: nothing, one, ties.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.period import Period
from maillage.observatory.listed import Sector
from maillage.observatory.slips import Slipped
from maillage.web.words.curve import duration

NEUTRAL = "Les dates annoncées, tenues ou non"
"""What heads the page where no verdict is said."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of the buildings whose date can be judged: kept on their day; connected since; still waiting; given
    up."""

    kept: int
    since: int
    waiting: int
    gone: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.kept + self.since + self.waiting + self.gone


def headline(total: Slipped) -> tuple[str, str]:
    """« 259 dates jugées : » and « 3 tenues »: the second is what matters."""
    if not total.promis:
        return "Aucune date n’est annoncée ici", ""
    if not total.judged:
        return "Rien à juger encore", ""
    head = french.typographic(f"{french.counted(total.judged, 'date jugée', 'dates jugées')} :")
    if total.judged == 1:
        return head, "tenue" if total.tenus else "manquée"
    if total.tenus == total.judged:
        return head, "toutes tenues"
    return head, french.counted(total.tenus, "tenue") if total.tenus else "aucune tenue"


def unjudged(total: Slipped) -> str:
    """Why the others are not judged."""
    if not total.promis:
        return ""
    if not total.indetermines:
        coming = total.promis - total.echus
        return "" if total.judged or not coming else "Aucune des dates annoncées n’est encore passée."
    others = "autres " if total.judged else ""
    if total.indetermines == 1:
        other = "autre " if total.judged else ""
        known = "nous ne savons pas ce qu’était son immeuble"
        return f"Une {other}date était déjà passée quand elle a été publiée, ou {known}."
    passed = (
        f"Les {french.number(total.indetermines)} {others}dates passées l’étaient déjà quand elles ont été publiées"
    )
    return french.typographic(
        f"{passed}, ou nous ne savons pas ce qu’étaient leurs immeubles : nous ne les jugeons pas."
    )


def only_place(judged_by_place: dict[str, int]) -> str:
    """« Toutes dans une seule commune : Ramay. », when it is so and there are several."""
    names = [name for name, count in judged_by_place.items() if count]
    if len(names) != 1 or judged_by_place[names[0]] < 2:
        return ""
    return french.typographic(f"Toutes dans une seule commune : {names[0]}.")


def outcome(judged: Judged) -> str:
    """« 35 immeubles de plus sont arrivés depuis ; 218 attendent encore »."""
    parts = []
    if judged.since:
        many = judged.since > 1
        what = f"{french.counted(judged.since, 'immeuble')} de plus"
        parts.append(f"{what} {'sont arrivés' if many else 'est arrivé'} depuis")
    if judged.waiting:
        attend = "attendent" if judged.waiting > 1 else "attend"
        parts.append(f"{french.number(judged.waiting)} {attend} encore")
    if not parts:
        given_up = french.counted(judged.gone, "immeuble abandonné", "immeubles abandonnés")
        return f"{given_up}, le reste à la date dite" if judged.gone else "Chaque immeuble est arrivé à la date dite"
    return french.typographic(" ; ".join(parts))


def moved_title(sectors: Sequence[Sector], first: Period, last: Period) -> str:
    """« En 9 mois, 13 secteurs repoussés, un seul avancé »."""
    later = sum(sector.last > sector.first for sector in sectors)
    sooner = len(sectors) - later
    span = f"En {duration(first, last)}"
    if not sectors:
        return f"{span}, aucune date n’a bougé"
    if not sooner:
        return f"{span}, {_sectors(later, 'repoussé')}, aucun avancé"
    if not later:
        return f"{span}, {_sectors(sooner, 'avancé')}, aucun repoussé"
    ahead = "un seul avancé" if sooner == 1 else french.counted(sooner, "avancé")
    return f"{span}, {_sectors(later, 'repoussé')}, {ahead}"


def _sectors(count: int, how: str) -> str:
    return f"{french.counted(count, 'secteur')} {french.plural(count, how)}"


def waits(sector: Sector) -> str:
    """« 242 attendent », « tous servis »."""
    if not sector.waiting:
        return "tous servis"
    return f"{french.number(sector.waiting)} {'attend' if sector.waiting == 1 else 'attendent'}"


def names(sectors: Sequence[Sector], communes: dict[str, str]) -> list[str]:
    """What each sector is called: its commune; and its exchange, where two of them are in the same."""
    named = [communes.get(sector.commune, sector.commune) for sector in sectors]
    twice = {name for name in named if named.count(name) > 1}
    return [
        f"{name}, {sector.exchange[-5:].lstrip('_0') or sector.exchange}" if name in twice and sector.exchange else name
        for name, sector in zip(named, sectors, strict=True)
    ]


def alternative(title: str, sectors: Sequence[Sector], named: Sequence[str]) -> str:
    """The drawing in words: its message, then each sector."""
    said = (
        f"{name} : du {french.day(sector.first)} au {french.day(sector.last)}, {waits(sector)}"
        for name, sector in zip(named, sectors, strict=True)
    )
    return french.typographic(". ".join((title, *said)) + ".")
