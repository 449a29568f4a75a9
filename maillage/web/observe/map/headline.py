"""The title of the map: what it finds, computed."""

from math import inf, ulp

from maillage.kernel import french
from maillage.kernel.territory import Level
from maillage.web.drawing.scale import Scale
from maillage.web.observe.map_asked import Asked, Kept, View
from maillage.web.observe.map_layers import Atlas

FAIR = 0.7
"""The part of the places that the title's threshold separates best: most of them are on the good side."""
LEAST_ABOVE_ZERO = ulp(0.0)
ABOVE = {True: "au-dessus de zéro", False: "au moins un"}
"""What is not zero, for what is a share or a distance, and for the rest."""


def headline(ask: Asked, maps: Atlas) -> str:
    """« 277 communes sur 389 sont à 90 % ou plus », « De 188 à 61 communes sous 80 % »…"""
    if not maps.layers:
        return "Ces deux dates ne se comparent pas"
    if ask.view is View.GAP:
        return _moved(ask, maps)
    rank = maps.shown_rank(ask)
    layer, scale = maps.layers[rank], maps.scales[rank]
    if not layer.known:
        return f"Aucune mesure connue, {layer.title}"
    if len(maps.territories) == 1:
        [place] = maps.territories
        return f"{french.typographic(place.named)}{french.THIN}: {layer.word(place.ref.code)}"
    kept = ask.keeps or _threshold(scale)
    if kept is None:
        [step] = [step for step in scale.steps if step.count]
        at = "à " if ask.sheet.indicator.sign else ""
        said = f"« {step.words} »" if step.words in ("oui", "non") else f"{at}{step.words}"
        return f"{_among(ask, step.count, maps)}{_verb(ask, step.count, said)} {said}{_unknown(scale)}"
    said = _range(ask, scale, kept)
    counts = [sum(step.count for step in each.steps[kept.first : kept.last + 1]) for each in maps.scales]
    if ask.view is View.TWO:
        before, after = counts
        noun = french.counted(after, ask.level.label, ask.level.plural)
        return f"Toujours {noun} {said}" if before == after else f"De {french.number(before)} à {noun} {said}"
    verb = _verb(ask, counts[rank], said)
    return f"{_among(ask, counts[rank], maps)}{verb} {said}{_unknown(scale)}"


def drawn(ask: Asked, maps: Atlas) -> str:
    """What is drawn, of which date, where nothing may be concluded: « Par commune, 2e trimestre 2026 »; the indicator
    stands above."""
    when = " et ".join(dict.fromkeys(french.initial(layer.title) for layer in maps.layers))
    return f"Par {ask.level.label}{f', {when}' if when else ''}"


def _verb(ask: Asked, count: int, said: str) -> str:
    """What joins places to their range: « sont » at a share or a distance, « ont » so many of something."""
    if said.startswith("«"):
        return french.THIN + ":"
    if said == ABOVE[False]:
        return french.plural(count, " en a", " en ont")
    if ask.sheet.indicator.sign or said == "à zéro":
        return french.plural(count, " est", " sont")
    return french.plural(count, " a", " ont")


def _among(ask: Asked, count: int, maps: Atlas) -> str:
    """« 294 communes sur 389 »: of those that have something to measure."""
    total = len(maps.territories) - maps.scales[maps.shown_rank(ask)].without
    if count == total > 1:
        return f"Les {french.number(total)} {ask.level.plural}"
    return f"{french.counted(count, ask.level.label, ask.level.plural)} sur {french.number(total)}"


def _unknown(scale: Scale) -> str:
    return f", {french.number(scale.unknown)} sans mesure" if scale.unknown else ""


def _threshold(scale: Scale) -> Kept | None:
    """The classes that the title counts: those above the bound that best tells most places from the others. None when
    all are in one class."""
    last = len(scale.steps) - 1
    total = sum(step.count for step in scale.steps)
    above = {rank: sum(step.count for step in scale.steps[rank:]) / total for rank in range(1, last + 1)}
    telling = {rank: abs(part - FAIR) for rank, part in above.items() if 0 < part < 1}
    return Kept(min(telling, key=lambda rank: telling[rank]), last) if telling else None


def _range(ask: Asked, scale: Scale, kept: Kept) -> str:
    """« à 90 % ou plus », « sous 80 % », « entre 80 et 94 % », « à zéro », « moins de 5 sites », « oui »."""
    steps, indicator = scale.steps, ask.sheet.indicator
    unit = french.after(indicator.sign or indicator.unit)
    if indicator.yes_no and ask.level is Level.COMMUNE:
        return f"« {', '.join(step.words for step in steps[kept.first : kept.last + 1])} »"
    last = len(steps) - 1
    low, high = steps[kept.first].low, steps[kept.last + 1].low if kept.last < last else None
    if high == LEAST_ABOVE_ZERO:
        return "à zéro"
    if kept.first == 0 and high is not None:
        return f"{'sous' if indicator.sign else 'moins de'} {french.short(high)}{unit}"
    if high is None:
        at = "à " if indicator.sign else ""
        if low in (LEAST_ABOVE_ZERO, -inf):
            return ABOVE[bool(indicator.sign)] if low == LEAST_ABOVE_ZERO else f"{at}{steps[kept.first].words}"
        alone = kept.first == last and not steps[last].words.endswith("plus")
        return f"{at}{french.short(low)}{unit}{'' if alone else ' ou plus'}"
    floor = 0 if low == LEAST_ABOVE_ZERO else low
    return f"entre {french.short(floor)} et {french.short(high)}{unit}"


def _moved(ask: Asked, maps: Atlas) -> str:
    """How many rose, and how many fell."""
    moves = maps.layers[0].known.values()
    if not moves:
        return "Aucun écart connu entre ces deux dates"
    up, down = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    return f"{_among(ask, up, maps)} en hausse, {french.number(down)} en baisse{_unknown(maps.scales[0])}"


def kept_words(ask: Asked, maps: Atlas) -> str:
    """What is kept, to be said beside the legend; empty when nothing is left out."""
    if ask.keeps is None or not maps.scales:
        return ""
    return french.capital(_range(ask, maps.scales[0], ask.keeps).removeprefix("à "))
