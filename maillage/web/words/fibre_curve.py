"""What the curve of fibre of a place says: its title is what is found, by rules; then what is drawn, in one line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from maillage.kernel import french
from maillage.kernel.indicator import Target
from maillage.kernel.period import MONTHS, Period
from maillage.observatory.forecasts import FORECAST, Forecast, Interval
from maillage.web.drawing.curve import Spread
from maillage.web.words.curve import duration
from maillage.web.words.forecast import CHANCES, DONE, UNCHECKED
from maillage.web.words.held import finding

QUARTERS = 4
"""How far back one looks to say that fibre stopped."""
MOVING = 0.5
"""Points gained in a year under which fibre does not move."""
SOON = 730
"""Days before the end of copper from which a title speaks of it, where nothing is forecast."""
_SHORT = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_NUMBERS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_PARTS = (
    (10.0, "un local sur dix environ aura"),
    (20.0, "un local sur cinq environ aura"),
    (25.0, "un local sur quatre environ aura"),
    (100 / 3, "un local sur trois environ aura"),
    (40.0, "deux locaux sur cinq environ auront"),
    (50.0, "un local sur deux environ aura"),
    (60.0, "trois locaux sur cinq environ auront"),
    (200 / 3, "deux locaux sur trois environ auront"),
    (75.0, "trois locaux sur quatre environ auront"),
    (80.0, "quatre locaux sur cinq environ auront"),
    (90.0, "neuf locaux sur dix environ auront"),
)
_NO_FORECAST = {
    "pas_commencee": "rien n’a commencé ici",
    "arretee": "rien n’avance depuis un an",
    "sans_semblable": "trop peu de communes sont passées par là",
    "locaux_changes": "les locaux ont été recomptés",
    "historique_court": "trop peu de trimestres connus",
    "pas_eprouvee": "pas assez d’histoire pour l’éprouver",
}


@dataclass(frozen=True, slots=True)
class Story:
    """What the titles are made from.

    `points` are the periods drawn and their shares (percent), oldest first, at least one; `earlier` the last share
    known before them, too far back or counted otherwise, with the reason when there is one; `copper` the day copper
    closes; `threshold` the share (percent) up to which something is forecast.
    """

    points: tuple[tuple[Period, float], ...]
    today: date
    earlier: tuple[Period, float] | None = None
    recounted: bool = False
    forecast: Forecast | None = None
    threshold: float = 90.0
    copper: date | None = None

    @property
    def share(self) -> float:
        """The last share."""
        return self.points[-1][1]

    @property
    def due(self) -> Forecast | None:
        """The forecast, where something is forecast."""
        return self.forecast if self.forecast and self.forecast.state == FORECAST else None

    @property
    def crossing(self) -> Interval | None:
        """What is expected the day copper closes; None when that day is past, or further than forecasts go."""
        if self.due is None or self.copper is None or self.copper <= self.today:
            return None
        return self.due.on(self.copper)


def percent(share: float) -> int:
    """A share rounded to the point: it reads 100 only when all is done, and 0 only when nothing is."""
    if 0 < share < DONE:
        return min(max(round(share), 1), 99)
    return round(share)


def share_words(share: float) -> str:
    """« 16 % »; « moins de 1 % »."""
    few = "moins de " if 0 < share < 0.5 else ""
    return few + french.with_unit(percent(share), "%")


def month(day: date) -> str:
    """« sept. 2028 »."""
    return f"{_SHORT[day.month - 1]}{french.WIDE}{day.year}"


def _whole_month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def expected(spread: Spread) -> Spread:
    """What is expected of a day, with its words: « fin juin 2027, prévu : 40 % (de 17 à 59 %) »."""
    low, high = percent(spread.low), share_words(spread.high)
    words = f"fin {_whole_month(spread.day)}, prévu : {share_words(spread.middle)} (de {low} à {high})"
    return replace(spread, said=french.typographic(words))


def part_words(share: float) -> str:
    """« un local sur quatre environ aura »: the simple part nearest to a share."""
    if share < 5:
        return "presque aucun local n’aura"
    if share > 95:
        return "presque tous les locaux auront"
    return min(_PARTS, key=lambda part: abs(part[0] - share))[1]


def span_words(first: Period, last: Period) -> str:
    """« en moins de trois ans », « en 9 mois »: how long, at a glance."""
    years, months = divmod(round((last.end - first.end).days / 30.44), 12)
    if years and not months:
        return f"en {french.counted(years, 'an')}" if years > 10 else f"en {_years(years)}"
    if 1 <= years < 10 and months <= 2:
        return f"en un peu plus {_of(_years(years))}"
    if 1 <= years < 10 and months >= 9:
        return f"en moins {_of(_years(years + 1))}"
    return f"en {duration(first, last)}"


def _years(count: int) -> str:
    return f"{_NUMBERS[count]} {french.plural(count, 'an')}"


def _of(words: str) -> str:
    """« d’un an », « de trois ans »."""
    return f"d’{words}" if words[0] in "aeiou" else f"de {words}"


def _have(share: float) -> str:
    """« 16 % des locaux ont », « aucun local n’a »."""
    return "aucun local n’a" if share <= 0 else f"{share_words(share)} des locaux ont"


def _complete(story: Story) -> str:
    if story.share < DONE:
        return ""
    first = story.points[-1][0]
    for period, share in reversed(story.points):
        if share < DONE:
            return f"Tous les locaux ont la fibre, depuis {_whole_month(first.end)}"
        first = period
    return "Tous les locaux ont la fibre"


def _closed(story: Story) -> str:
    """Copper is closed: how many have fibre, at the last figures."""
    if story.copper is None or story.copper > story.today:
        return ""
    return f"Le cuivre est fermé ; {_have(story.share)} la fibre"


def _meeting(story: Story) -> str:
    """What is forecast and the end of copper, when both are known."""
    if story.due is None or story.copper is None:
        return ""
    threshold = share_words(story.threshold)
    if crossing := story.crossing:
        return f"Quand le cuivre fermera, {part_words(crossing.middle)} la fibre"
    if story.due.last and story.due.last.end < story.copper:
        return f"{threshold} des locaux auront sans doute la fibre avant la fin du cuivre"
    if story.due.first and story.due.first.start > story.copper:
        return f"Le cuivre fermera avant que {threshold} des locaux aient la fibre"
    return ""


def _copper_alone(story: Story) -> str:
    """Copper closes soon on a place where little is done and nothing is forecast."""
    soon = story.copper is not None and (story.copper - story.today).days <= SOON
    if story.due or story.copper is None or not soon or percent(story.share) >= story.threshold:
        return ""
    return french.capital(f"{_have(story.share)} la fibre, et le cuivre ferme en {_whole_month(story.copper)}")


def _stopped(story: Story) -> str:
    """Nothing moved for a year, and it is not done."""
    if percent(story.share) >= story.threshold or len(story.points) <= QUARTERS:
        return ""
    before, after = story.points[-1 - QUARTERS], story.points[-1]
    if abs(after[1] - before[1]) >= MOVING:
        return ""
    if story.share <= 0:
        return "Aucun local n’a encore la fibre"
    return f"La fibre n’avance plus : {share_words(story.share)} des locaux, comme un an plus tôt"


def _moved(story: Story) -> str:
    """Points gained or lost since the first period drawn, or that nothing moved."""
    (first, before), (last, after) = story.points[0], story.points[-1]
    if first == last:
        return french.capital(f"{_have(after)} la fibre fin {_whole_month(last.end)}")
    points, span = percent(after) - percent(before), span_words(first, last)
    if points == 0:
        return french.capital(f"{_have(after)} la fibre, comme au {first.label}")
    verb = "gagné" if points > 0 else "perdu"
    plural = french.plural(points, verb)
    return f"{french.counted(abs(points), 'point')} {plural} {span}"


RULES = (_complete, _closed, _meeting, _copper_alone, _stopped, _moved)
"""What a title may say, the first that has something to say first."""


def title(story: Story) -> str:
    """What is found: « Quand le cuivre fermera, un local sur quatre environ aura la fibre »; or what is drawn."""
    return french.typographic(finding(next(filter(None, (rule(story) for rule in RULES))), _drawn(story)))


def _drawn(story: Story) -> str:
    """« Locaux raccordables à la fibre, de fin juin 2023 à fin juin 2026 »."""
    first, last = (f"fin {_whole_month(story.points[rank][0].end)}" for rank in (0, -1))
    when = last if first == last else f"de {first} à {last}"
    return f"Locaux raccordables à la fibre, {when}"


def said(story: Story) -> str:
    """What is drawn, why nothing is forecast, what was known before: one line."""
    drawn = f"Part des locaux raccordables, jusqu’au {story.points[-1][0].label}"
    if story.due:
        drawn += f", et prévision ({CHANCES.replace(' ', french.WIDE)})"
    sentences = [f"{drawn}."]
    if story.forecast and (reason := _NO_FORECAST.get(story.forecast.state)):
        sentences.append(f"Pas de prévision : {reason}.")
    if story.earlier:
        period, share = story.earlier
        otherwise = ", compté autrement" if story.recounted else ""
        sentences.append(f"{share_words(share)} en {period.end.year}{otherwise}.")
    return french.typographic(french.capital(" ".join(sentences)))


def due_names(story: Story) -> tuple[str, ...]:
    """When the threshold would be passed, said longer and shorter: « 90 % : de sept. 2028 à juin 2030 »."""
    due = story.due
    if due is None or due.first is None:
        return ()
    share, first, last = share_words(story.threshold), due.first.end, due.last.end if due.last else None
    names: tuple[str, ...]
    if last is None:
        names = (f"{share} : pas avant {month(first)}", f"{share} : après {first.year}")
    elif first == last:
        names = (f"{share} : fin {month(last)}",)
    else:
        years = str(last.year) if first.year == last.year else f"{first.year} à {last.year}"
        names = (f"{share} : de {month(first)} à {month(last)}", f"{share} : {years}")
    if last and last < story.today:
        names = tuple(f"{name}, {UNCHECKED}" for name in names[:1]) + names[-1:]
    return tuple(french.typographic(name) for name in names)


def copper_names(story: Story) -> tuple[str, ...]:
    """« Fin du cuivre, 31 janvier 2027 », then shorter."""
    if story.copper is None:
        return ()
    if story.copper <= story.today:
        return f"Cuivre fermé le {french.day(story.copper)}", "Cuivre fermé"
    return f"Fin du cuivre, {french.day(story.copper)}", f"Fin du cuivre, {month(story.copper)}", "Fin du cuivre"


def target_names(target: Target) -> tuple[str, ...]:
    """« Cible : 100 % en 2025 », then shorter."""
    goal = french.with_unit(target.value, "%")
    return french.typographic(f"Cible : {goal} {target.when}".strip()), "Cible"


def _told(story: Story, above: Sequence[str]) -> Iterator[str]:
    if len(story.points) > 1:
        ends = (story.points[0], story.points[-1])
        old, new = (f"{share_words(share)} fin {_whole_month(period.end)}" for period, share in ends)
        yield f"De {old} à {new}"
    yield from above
    yield from due_names(story)[:1]
    if story.copper:
        closing = "Le cuivre a fermé" if story.copper <= story.today else "Le cuivre ferme"
        expected = f", {share_words(story.crossing.middle)} attendus ce jour-là" if story.crossing else ""
        yield f"{closing} le {french.day(story.copper)}{expected}"


def alternative(story: Story, name: str, above: Sequence[str]) -> str:
    """The drawing in words: its message, then the figures that carry it. `above` names the place above, if any."""
    told = ". ".join((f"{name} : {french.initial(title(story))}", *_told(story, above)))
    return french.typographic(f"{told}.")
