"""What roll-out says of a place, in words: the answer, what changed since the quarter before, where late buildings are.

Each sentence is tested against its figures: nothing, one, ties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maillage.kernel import french
from maillage.kernel.period import MONTHS, Period
from maillage.observatory.rollout import Counted
from maillage.web.words.curve import duration
from maillage.web.words.fibre_curve import share_words
from maillage.web.words.held import finding

MOST_QUARTERS = 8
"""Quarters drawn, the last ones."""
FEW_PLACES = 5
"""Communes named at most."""
_COUNTS = ("zéro", "une seule commune", "deux communes", "trois communes", "quatre communes", "cinq communes")


@dataclass(frozen=True, slots=True)
class Story:
    """Buildings at each quarter up to the one asked, oldest first; late ones by commune at the last, by its name."""

    quarters: tuple[tuple[Period, Counted], ...]
    late_by_place: Mapping[str, int]

    @property
    def period(self) -> Period:
        """The quarter asked."""
        return self.quarters[-1][0]

    @property
    def now(self) -> Counted:
        """Buildings at that quarter."""
        return self.quarters[-1][1]

    @property
    def drawn(self) -> Sequence[tuple[Period, Counted]]:
        """The quarters that a drawing holds."""
        return self.quarters[-MOST_QUARTERS:]


def month(period: Period) -> str:
    """« juin 2026 »: the last month of a quarter."""
    return f"{MONTHS[period.end.month - 1]}{french.WIDE}{period.end.year}"


def answer(counted: Counted) -> str:
    """« La fibre est là pour 82 % des immeubles. »"""
    if not counted.total:
        return "Aucun immeuble à équiper ici."
    ready = counted.buildings["deploye"]
    if not ready:
        return "La fibre n’est encore là pour aucun immeuble."
    if ready == counted.total:
        return "La fibre est là pour tous les immeubles."
    return french.typographic(f"La fibre est là pour {share(counted)} des immeubles.")


def share(counted: Counted) -> str:
    """« 82 % » of at least one building: it reads 100 only when every one has fibre."""
    ready = counted.buildings["deploye"]
    return share_words(100.0 if ready == counted.total else min(100 * ready / counted.total, 99))


def lateness(counted: Counted) -> str:
    """« 7 931 sont en retard. »; empty when nobody waits."""
    if not counted.total or counted.buildings["deploye"] == counted.total:
        return ""
    if not counted.late:
        return "Aucun n’est en retard."
    return f"{french.number(counted.late)} {'est' if counted.late == 1 else 'sont'} en retard."


def change(story: Story) -> str:
    """« C’est 1 712 de moins qu’en mars 2026. »; empty without a quarter before, or without anything late."""
    if len(story.quarters) < 2:
        return ""
    (before, then), (_, now) = story.quarters[-2:]
    moved = now.late - then.late
    if not now.late and not then.late:
        return ""
    if not moved:
        return f"C’est autant qu’en {month(before)}."
    more = "de plus" if moved > 0 else "de moins"
    return f"C’est {french.number(abs(moved))} {more} qu’en {month(before)}."


def most(late_by_place: Mapping[str, int]) -> tuple[str, ...]:
    """The fewest places that hold half of what is late, the largest first; none when they are many, or when a tie
    would leave one out for nothing."""
    ranked = sorted(((count, name) for name, count in late_by_place.items() if count), key=lambda pair: -pair[0])
    whole, held = sum(count for count, _ in ranked), 0
    if len(ranked) < 2:
        return tuple(name for _, name in ranked)
    for rank, (count, _) in enumerate(ranked[:FEW_PLACES], 1):
        held += count
        if 2 * held >= whole:
            tied = rank < len(ranked) and ranked[rank][0] == count
            return () if tied else tuple(name for _, name in ranked[:rank])
    return ()


def concentration_title(late_by_place: Mapping[str, int]) -> str:
    """« Trois communes portent plus de la moitié des retards »; what is drawn, where no few communes do."""
    names = most(late_by_place)
    if not names:
        return "Où sont les retards"
    if sum(1 for count in late_by_place.values() if count) == 1:
        return french.typographic(f"Une seule commune est en retard : {names[0]}")
    half = 2 * sum(late_by_place[name] for name in names) == sum(late_by_place.values())
    verb = "porte" if len(names) == 1 else "portent"
    return f"{french.capital(_COUNTS[len(names)])} {verb} {'la moitié' if half else 'plus de la moitié'} des retards"


def concentration(late_by_place: Mapping[str, int]) -> str:
    """« Plus de la moitié sont dans trois communes : Chamet, Seigneux et Mirandeuil. »"""
    names = most(late_by_place)
    if not names:
        return ""
    if sum(1 for count in late_by_place.values() if count) == 1:
        return french.typographic(f"Tous sont dans une seule commune : {names[0]}.")
    share = 2 * sum(late_by_place[name] for name in names)
    how = "La moitié" if share == sum(late_by_place.values()) else "Plus de la moitié"
    return french.typographic(f"{how} sont dans {_COUNTS[len(names)]} : {listed(names)}.")


def listed(names: Sequence[str]) -> str:
    """« Chamet, Seigneux et Mirandeuil »."""
    return " et ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def ranked_title(ranked: Sequence[tuple[str, int]], places: int) -> str:
    """« Chamet : le plus d’immeubles en retard », of several communes; a tie names nobody."""
    if ranked[0][1] == ranked[1][1]:
        return f"{french.counted(places, 'commune')} ont des immeubles en retard"
    return french.typographic(f"{ranked[0][0]} : le plus d’immeubles en retard")


def waited(by_year: Mapping[int, int], year: int) -> str:
    """« 6 804 attendaient déjà avant 2025 », of what is late by year of its date."""
    whole, older = sum(by_year.values()), sum(count for each, count in by_year.items() if each < year)
    if not older:
        return f"Aucun n’attendait avant {year}"
    if older == whole:
        return f"{'Tous attendaient' if whole > 1 else 'Il attendait'} déjà avant {year}"
    return f"{french.number(older)} {french.plural(older, 'attendait', 'attendaient')} déjà avant {year}"


def title(story: Story) -> str:
    """The title of the drawing: what it shows, or what is drawn of which date."""
    first, last = (month(story.drawn[rank][0]) for rank in (0, -1))
    when = f"fin {last}" if first == last else f"de {first} à {last}"
    return finding(trend(story), f"Immeubles par état, {when}")


def trend(story: Story) -> str:
    """What the drawing finds: « En 9 mois, les retards ont baissé de 41 % »."""
    (first, then), (last, now) = story.drawn[0], story.drawn[-1]
    ready = now.buildings["deploye"]
    if first == last:
        return f"{french.counted(ready, 'immeuble')} avec la fibre, fin {month(last)}" if ready else "Rien n’est fini"
    span = f"En {duration(first, last)}"
    if then.late and now.late:
        return f"{span}, les retards {_moved(then.late, now.late)}"
    if then.late:
        return f"{span}, il ne reste aucun retard"
    if now.late:
        return f"{span}, {french.counted(now.late, 'immeuble')} {french.plural(now.late, 'a', 'ont')} pris du retard"
    gained = ready - then.buildings["deploye"]
    if not gained:
        return f"{span}, le nombre d’immeubles avec la fibre n’a pas changé"
    return f"{span}, {french.counted(abs(gained), 'immeuble')} de {'plus' if gained > 0 else 'moins'} avec la fibre"


def _moved(then: int, now: int) -> str:
    """« ont baissé de 41 % », « ont plus que doublé », « n’ont pas bougé »."""
    if now == then:
        return "n’ont pas bougé"
    if now > 2 * then:
        return "ont plus que doublé"
    percent = round(100 * abs(now - then) / then)
    if not percent:
        return f"ont {'augmenté' if now > then else 'baissé'} de moins de {french.with_unit(1, '%')}"
    return f"ont {'augmenté' if now > then else 'baissé'} de {french.with_unit(min(percent, 99), '%')}"


def alternative(story: Story, name: str) -> str:
    """The drawing in words: its message, then each quarter."""
    told = [
        f"{french.capital(month(period))} : {french.counted(counted.buildings['deploye'], 'immeuble')} avec la fibre "
        f"sur {french.number(counted.total)}, {french.number(counted.late)} en retard"
        for period, counted in story.drawn
    ]
    return french.typographic(". ".join((f"{name} : {french.initial(title(story))}", *told)) + ".")
