"""The few filters and tags of our templates, available in all of them."""

from collections.abc import Mapping, Sequence, Sized
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.html import format_html

from maillage.kernel import french
from maillage.kernel.indicator import Indicator
from maillage.kernel.period import Period
from maillage.kernel.value import Origin
from maillage.observatory.sheets import DeliverySheet, ReleaseSheet
from maillage.steering.money import amounts
from maillage.web.ui.menu import rubrics
from maillage.web.words.citing import cited_drawing
from maillage.web.words.meaning import target_words
from maillage.web.words.named import marked
from maillage.web.words.theme import theme_words

register = template.Library()
register.filter("typo", french.typographic)
register.filter("jour", french.day)
register.filter("octets", french.size)
register.filter("anciennete", french.age)
register.filter("ordinal", french.ordinal)
register.filter("debut", french.initial)
register.filter("euros", amounts.euros)
register.filter("whole_euros", amounts.whole_euros)
register.filter("noms", marked)
register.filter("theme", theme_words)
register.simple_tag(rubrics)


@register.simple_tag(takes_context=True)
def draft(context: Context) -> str:
    """The attribute of a form whose draft the browser keeps: under the mark of the person who is signed in, which tells
    nothing of them; of the tab alone for a visitor."""
    person: Any = getattr(context.get("request"), "user", None)
    known = person is not None and person.is_authenticated
    mark = salted_hmac("maillage.draft", str(person.pk), algorithm="sha256").hexdigest()[:16] if known else ""
    return format_html('data-draft="{}"', mark)


@register.filter
def nombre(value: float, decimals: int = 0) -> str:
    """A number, in French."""
    return french.number(value, decimals)


@register.filter
def compte(count: float, word: str) -> str:
    """A number and the word it counts, in French: « 0 commune », « 2 communes »; both when no s makes it plural
    (« lieu,lieux »)."""
    singular, _, many = word.partition(",")
    return french.counted(round(count), singular, many)


@register.filter
def pluralize(counted: object, endings: str = "s") -> str:
    """The ending of a counted word, Django's own filter with the French rule: nothing below two. `endings` are the
    plural one, or both (`al,aux`)."""
    listed = isinstance(counted, Sized) and not isinstance(counted, str)
    count = len(counted) if listed else float(str(counted))  # type: ignore[arg-type]
    *singular, many = endings.split(",")
    return many if abs(count) >= 2 else "".join(singular)


@register.filter
def decrit(origin: Origin) -> str:
    """What a delivery describes: « 2e trimestre 2026 »."""
    return Period.parse(origin.period).label


@register.filter
def said_of(named: Mapping[str, Any] | None, name: str) -> Any:
    """What goes by this name, words or anything else; empty when there is none."""
    return named.get(name, "") if named else ""


@register.filter
def pourcent(share: float) -> str:
    """A share from 0 to 1: « 62 % »."""
    return french.with_unit(100 * share, "%")


@register.filter
def cible(indicator: Indicator) -> str:
    """« 100 % en 2025 (SCORAN 2019) »."""
    return target_words(indicator)


@register.simple_tag(takes_context=True)
def adresse(context: Context, **changes: Any) -> str:
    """This page's address with some parameters changed; None or an empty text removes one."""
    query = context["request"].GET.dict() | changes
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else "?"


@register.simple_tag(takes_context=True)
def search_door(context: Context) -> str:
    """Where this reader searches: a member, in their own space, where what they may read answers too."""
    person = getattr(context.get("request"), "user", None)
    return reverse("search.mine" if person is not None and person.is_authenticated else "search")


@register.simple_tag
def cited(asked: Any, title: str, period: str, release: ReleaseSheet) -> str:
    """The sentence to cite a drawing of the page of a list, with its place and its quarter; `asked` is the list's
    Reading. The address says the quarter: it shows the same one once there are others."""
    quarter = asked.values.get("periode")
    query = asked.query(periode=quarter.code) if quarter else asked.query()
    address = f"{reverse(asked.listing.name)}?{query}" if query else reverse(asked.listing.name)
    where = ", ".join(filter(None, (asked["dans"].name, period)))
    return cited_drawing(asked.request, release, f"{title} ({where})", address)


@register.filter
def sous(cells: Sequence[Any], heads: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a row with its head, the last cell under the last head."""
    return list(zip(heads[len(heads) - len(cells) :], cells, strict=True))


@register.filter
def first_one(periods: tuple[Period, ...]) -> str:
    """The label of the oldest period."""
    return periods[0].label


@register.filter
def last_one(periods: tuple[Period, ...]) -> str:
    """The label of the newest period."""
    return periods[-1].label


@register.filter
def plain(value: float) -> str:
    """A number for a script, with a decimal point."""
    return repr(float(value))


@register.filter
def files(delivery: DeliverySheet) -> list[dict[str, object]]:
    """The files of a delivery, one record each."""
    columns = (delivery.files, delivery.checksums, delivery.sizes, delivery.urls)
    keys = ("name", "checksum", "size", "url")
    return [dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=True)]
