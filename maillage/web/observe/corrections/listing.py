"""The figures that were corrected. Somebody took one last month; they learn whether it is still said, and why not."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from maillage.kernel import french
from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.territory import Ref
from maillage.observatory.cited import Correction, Sought
from maillage.web.exports.table import Kind
from maillage.web.gate.access import public
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown, Stretch
from maillage.web.lists.filters import Field, Filter, Options, every
from maillage.web.words.citing import address, published_on
from maillage.web.words.reading import said

PLACE, INDICATOR, RELEASE, PERIOD = "territoire", "indicateur", "publication", "periode"


def sought(asked: Asked) -> Sought:
    """Which corrections are asked."""
    return Sought(int(asked[RELEASE]) if asked[RELEASE] else None, asked[INDICATOR], asked[PLACE], asked[PERIOD])


def _rows(asked: Asked) -> Stretch:
    kept, which = observatory(asked.request).citations, sought(asked)
    return Stretch(lambda: kept.count(which), lambda offset, limit: kept.corrections(which, offset, limit), 10_000)


def _place(text: str, asked: Asked) -> Ref | None:
    """The territory of a name, or written `niveau:code`. Raises UsageError when there is none."""
    if not text:
        return None
    if ":" in text:
        return Ref.parse(text)
    hits = observatory(asked.request).search(text, 1)
    if not hits:
        raise UsageError(f"Aucun territoire ne s’appelle « {text[:40]} ». Vérifiez l’orthographe.")
    return hits[0].territory.ref


def _said(asked: Asked) -> str:
    ref: Ref | None = asked[PLACE]
    return "" if ref is None else f"{asked.texts[PLACE]} ({ref})"


def _periods(asked: Asked) -> Options:
    published = {period for sheet in observatory(asked.request).indicators() for period in sheet.periods}
    return every("Toutes", ((period.code, period.label) for period in sorted(published, reverse=True)))


def _period(text: str, asked: Asked) -> Period | None:
    return Period.parse(text) if text else None


def _indicators(asked: Asked) -> Options:
    sheets = observatory(asked.request).indicators()
    return every("Tous", ((sheet.indicator.name, sheet.indicator.title) for sheet in sheets if sheet.loaded))


def _releases(asked: Asked) -> Options:
    releases = observatory(asked.request).citations.releases
    return every(
        "Toutes", ((each.number, f"n°{french.WIDE}{each.number} du {published_on(each)}") for each in releases)
    )


def _by(correction: Correction) -> Shown:
    by = correction.by
    return Shown(f"n°{french.WIDE}{by.number}", under=(Shown(published_on(by), tone="soft"),))


def _title(correction: Correction) -> Shown:
    return Shown(correction.indicator.title, reverse("indicator", args=[correction.indicator.name]))


def _named(correction: Correction) -> Shown:
    ref = correction.territory
    where = reverse("figure", args=[ref.level, ref.code, correction.indicator.name])
    return Shown(correction.name, f"{where}?periode={correction.period.code}")


def _before(correction: Correction) -> Shown:
    words = said(correction.indicator, correction.territory.level, correction.before)
    ref, since = correction.territory, correction.since
    then = Shown(f"depuis la publication n°{french.WIDE}{since.number}", tone="soft")
    return Shown(words, address(since, correction.indicator.name, ref, correction.period), under=(then,))


def after_words(correction: Correction) -> str:
    """What is said now of a figure that was corrected."""
    if not correction.published:
        return "n’est plus publié"
    return said(correction.indicator, correction.territory.level, correction.after)


def _cause(correction: Correction) -> Shown:
    return (
        Shown(french.capital(french.typographic(correction.cause)))
        if correction.cause
        else Shown("non notée", tone="soft")
    )


def _day(correction: Correction) -> Any:
    return correction.by.published_at.date()


def _context(asked: Asked) -> dict[str, Any]:
    """The feed of what is asked, and since when corrections are kept."""
    releases: Sequence[Any] = observatory(asked.request).citations.releases
    query = urlencode([(name, asked.texts[name]) for name in (PLACE, INDICATOR) if asked.texts[name]])
    feed = reverse("corrections.feed")
    first = releases[-1] if releases else observatory(asked.request).release
    return {"feed": f"{feed}?{query}" if query else feed, "first": first.number, "first_on": published_on(first)}


CORRECTIONS = Listing(
    name="corrections",
    address="corrections",
    title="Les chiffres corrigés",
    what="correction",
    access=public,
    template="observe/corrections/corrections.html",
    context=_context,
    lead="Ce que nous avions publié et qui a changé pour la même période : ce qui était dit, ce qui l’est, pourquoi.",
    empty=("Aucun chiffre publié n’a été corrigé", "Les corrections à venir seront ici, et dans le fil à suivre."),
    sorts=False,
    filters=(
        Filter(PLACE, "Territoire", Field.WORDS, parse=_place, said=_said),
        Filter(INDICATOR, "Indicateur", options=_indicators),
        Filter(RELEASE, "Publication", options=_releases),
        Filter(PERIOD, "Période", options=_periods, parse=_period, behind=True),
    ),
    rows=_rows,
    columns=(
        Column(
            "indicateur", "Nom de l’indicateur", "Nom dans son adresse", width=34, cell="indicator.name", first=False
        ),
        Column("titre", "Indicateur", "Titre de l’indicateur", width=40, cell="indicator.title", show=_title),
        Column("niveau", "Niveau", "Niveau du territoire", width=12, cell="territory.level.value", first=False),
        Column("code", "Code", "Code du territoire", width=11, cell="territory.code", first=False),
        Column("territoire", "Territoire", "Nom du territoire", width=34, cell="name", show=_named),
        Column(
            "periode", "Période", "Période décrite", width=12, cell="period.code", show=lambda each: each.period.label
        ),
        Column("avant", "Était", "Valeur publiée avant", Kind.NUMBER, 12, "before", _before),
        Column(
            "depuis_publication",
            "Publié depuis",
            "Publication qui a donné la première la valeur d’avant",
            Kind.NUMBER,
            13,
            "since.number",
            first=False,
        ),
        Column(
            "maintenant",
            "Est",
            "Valeur publiée ; vide quand il n’y en a plus, ou rien à mesurer",
            Kind.NUMBER,
            12,
            "after",
            lambda each: Shown(after_words(each)),
        ),
        Column("unite", "Unité", "Unité des valeurs", width=14, cell="indicator.unit", first=False),
        Column("publication", "Publication", "Numéro de celle qui corrige", Kind.NUMBER, 12, "by.number", _by),
        Column("date", "Date", "Jour de cette publication", Kind.DATE, 13, _day, first=False),
        Column("cause", "Pourquoi", "Raison, quand on la sait", width=50, cell="cause", show=_cause),
    ),
)
