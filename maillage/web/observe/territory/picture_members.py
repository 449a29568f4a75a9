"""The picture of what holds communes: each of them by its share of premises with fibre."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import mark_safe

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import Observatory
from maillage.web.drawing import choropleth
from maillage.web.drawing.choropleth import UNKNOWN, WIDTH, WITHOUT, Sheet, legend_lines
from maillage.web.drawing.states import dated
from maillage.web.gate.observatory import release_key
from maillage.web.observe.map_asked import Asked, usual
from maillage.web.observe.map_layers import Atlas, atlas, painting
from maillage.web.observe.territory.picture_parts import Link, Member, Picture, columns, short
from maillage.web.ui.links import address
from maillage.web.words import held

INDICATOR = "taux_locaux_raccordables_ftth"
STEPS = (20.0, 50.0, 80.0)
"""What the title counts communes under: the first that has one."""
LOW = STEPS[0]
MOST_SHAPES = 400
"""Above, a picture of its own: links and words on each shape would weigh more than the rest of the page."""
ALL, LOWEST, HIGHEST, NAMED = 20, 10, 3, 3
MOST_UNDER = 40
"""The most communes on which a name may stand."""
LETTERS = 15 / 335
"""The size of letters, in widths of the drawing: 15 pixels where it is as narrow as on a phone."""
TALLEST = 1.15
"""How high the drawing is shown at most, in widths."""


def finding(known: Mapping[str, float], total: int) -> str:
    """What the shares of communes say, `total` being how many there are."""
    if len(known) == 1 == total:
        [share] = known.values()
        return f"Sa seule commune est à {french.with_unit(share, '%', 1)}"
    unknown = total - len(known)
    rest = f", {french.number(unknown)} {french.plural(unknown, 'est inconnue', 'sont inconnues')}" if unknown else ""
    every = f"Les {french.number(total)} communes"
    if len(known) > 1 and not any(known.values()):
        return f"La fibre n’est là dans aucune des {french.number(len(known))} communes{' connues' if unknown else ''}"
    for step in STEPS:
        under = sum(share < step for share in known.values())
        if under:
            part = every if under == total else f"{french.counted(under, 'commune')} sur {french.number(total)}"
            return f"{part} {french.plural(under, 'est', 'sont')} sous {french.with_unit(step, '%')}{rest}"
    done = min(known.values()) >= 100
    part = f"{french.counted(len(known), 'commune')} sur {french.number(total)}" if unknown else every
    reached = french.with_unit(100 if done else STEPS[-1], "%") + ("" if done else " ou plus")
    return f"{part} {french.plural(len(known), 'est', 'sont')} à {reached}{rest}"


def _member(indicator: Indicator, names: Mapping[str, str], maps: Atlas, code: str) -> Member:
    share = maps.layers[0].known[code]
    return Member(
        name=names[code],
        address=address("territory", Level.COMMUNE, code),
        figure=french.with_unit(share, "%", indicator.decimals),
        bar=round(min(share, 100), 1),
        kind=maps.scales[0].kind(share),
        low=share < LOW,
    )


def _unknown(maps: Atlas, names: Mapping[str, str]) -> list[Member]:
    """Those that have no figure, by name."""
    layer = maps.layers[0]
    return [
        Member(
            name,
            address("territory", Level.COMMUNE, code),
            layer.word(code),
            0,
            WITHOUT if code in layer.without else UNKNOWN,
            False,
        )
        for code, name in names.items()
        if code not in layer.known
    ]


def _labels(sheet: Sheet, named: list[tuple[str, Member]]) -> str:
    """Names and figures of some communes, where they fit: in the drawing, off one another."""
    size = round(WIDTH * LETTERS * max(1.0, sheet.height / WIDTH / TALLEST))
    # Where communes are small, a name on one would hide it.
    off = 1.6 * size if len(sheet.paths) > MOST_UNDER else 0
    taken: list[tuple[float, float, float]] = []
    texts = []
    for code, member in named:
        half = max(len(member.name), len(member.figure)) * size * 0.27
        x, y = sheet.centres[code]
        x = round(min(max(x, half + 4), WIDTH - half - 4))
        for aside in (off, -off - size):
            at = round(min(max(y + aside, 1.2 * size), sheet.height - 1.4 * size))
            if 2 * half < WIDTH and all(
                abs(at - row) > 2.3 * size or abs(x - column) > half + wide for column, row, wide in taken
            ):
                taken.append((x, at, half))
                figure = f'<tspan x="{x}" dy="1.15em">{member.figure}</tspan>'
                texts.append(f'<text x="{x}" y="{at}">{escape(member.name)}{figure}</text>')
                break
    return f'<g class="names" font-size="{size}">{"".join(texts)}</g>'


def _above(sheet: Sheet, maps: Atlas, ordered: list[str], members: Mapping[str, Member]) -> str:
    """What is drawn over the shapes: an outline round those that are low, the names of the lowest."""
    low = "".join(sheet.paths[code] for code in ordered if members[code].low and code in sheet.paths)
    known = maps.layers[0].known
    behind = [code for code in ordered if known[code] < STEPS[-1]][:NAMED] or ordered[: NAMED - 1]
    named = [(code, members[code]) for code in behind if code in sheet.centres and known[code] < 100]
    return (f'<path class="low" d="{low}"/>' if low else "") + _labels(sheet, named)


def _more(ref: Ref, ask: Asked, whole: bool) -> tuple[Link, ...]:
    query = {"niveau": Level.COMMUNE.value, "periode": ask.period.code} | ({} if whole else {"dans": str(ref)})
    return (
        Link("Le classement", f"{reverse('indicator', args=[INDICATOR])}?{urlencode(query)}"),
        Link("La carte et le tableau", ask.address(reverse("map"))),
    )


def _message(title: str, ordered: list[str], members: Mapping[str, Member]) -> str:
    lowest = ", ".join(f"{members[code].name} {members[code].figure}" for code in ordered[:NAMED])
    return f"{title}. Les plus basses{french.THIN}: {lowest}." if len(ordered) > NAMED else f"{title}."


def _ranked(ordered: list[Member], unknown: list[Member]) -> tuple[list[Member], list[Member], int]:
    """The communes shown from the lowest, those shown after the others, and how many are left out."""
    total = len(ordered) + len(unknown)
    if total <= ALL:
        return [*ordered, *unknown], [], 0
    if len(ordered) <= LOWEST + HIGHEST:
        return ordered, [], len(unknown)
    return ordered[:LOWEST], ordered[-HIGHEST:], total - LOWEST - HIGHEST


def members(source: Observatory, ref: Ref) -> Picture | None:
    """The picture of an EPCI, a département, the region or a grouping; None without outlines, or without a figure."""
    figure = source.indicator(INDICATOR)
    if not figure.loaded:
        return None
    whole = ref == source.release.region
    ask = usual(figure, Level.COMMUNE, figure.periods[-1], None if whole else ref)
    maps, sheet = atlas(source, ask), choropleth.sheet(source, Level.COMMUNE, ask.within)
    known = maps.layers[0].known
    if sheet is None or not known:
        return None
    names = {place.ref.code: french.typographic(place.name) for place in maps.territories}
    ordered = sorted(known, key=lambda code: known[code])
    rows = {code: _member(figure.indicator, names, maps, code) for code in ordered}
    title = held.finding(finding(known, len(names)), f"La fibre par commune, {ask.period.label}")
    message = _message(title, ordered, rows)
    svg, image = "", ""
    if len(sheet.paths) <= MOST_SHAPES:
        above = _above(sheet, maps, ordered, rows)
        svg = choropleth.inline(sheet, painting(ask, maps, 0), "picture-", message, above)
    else:
        image = ask.address(reverse("map.picture", args=[release_key(source)]))
    ranked, highest, left_out = _ranked(list(rows.values()), _unknown(maps, names))
    return Picture(
        title=title,
        shown=dated("Part des locaux raccordables à la fibre, par commune.", ask.period.label),
        message=message,
        # Drawn by us: codes and names are escaped where they are written.
        svg=mark_safe(svg),
        image=image,
        height=sheet.height,
        legend=columns((kind, short(words), count) for kind, words, count in legend_lines(maps.scales[0])),
        legend_title=f"Communes par classe, en{french.THIN}%",
        columns=True,
        ranked=tuple(ranked),
        highest=tuple(highest),
        left_out=left_out,
        origin=max(maps.origins, key=lambda origin: origin.obtained_on, default=None),
        more=_more(ref, ask, whole),
    )
