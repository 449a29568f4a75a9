"""What is compared, as the address says it: `t` a territory (many times), `i` an indicator, `tri` and `sens`.

The address is the view: the same one always shows the same table, and its files hold the same rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref
from maillage.observatory.door import Observatory
from maillage.web.forms.asked import LONGEST_QUERY

MOST_TERRITORIES = 60
MOST_INDICATORS = 12
BY_NAME = "territoire"
REVERSED = "inverse"


@dataclass(frozen=True, slots=True)
class Choice:
    """Territories and indicators in the order they were added; `sort` is an indicator's name, BY_NAME or nothing.

    `wrong` says in words what of the address makes no sense: it was left out.
    """

    refs: tuple[Ref, ...] = ()
    names: tuple[str, ...] = ()
    sort: str = ""
    reverse: bool = False
    wrong: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether there is a table to show."""
        return bool(self.refs and self.names) and not self.too_many

    @property
    def too_many(self) -> str:
        """What to say when more is asked than a page can hold; empty otherwise."""
        if len(self.refs) > MOST_TERRITORIES:
            return (
                f"{len(self.refs)} territoires sont demandés, {MOST_TERRITORIES} au plus tiennent dans une "
                "comparaison. Retirez-en, ou prenez le fichier d’un indicateur pour les avoir tous."
            )
        if len(self.names) > MOST_INDICATORS:
            return (
                f"{len(self.names)} indicateurs sont demandés, {MOST_INDICATORS} au plus tiennent dans une "
                "comparaison. Décochez-en."
            )
        return ""

    def query(self) -> str:
        """The choice as it is written in an address, without its question mark."""
        pairs = [("t", str(ref)) for ref in self.refs] + [("i", name) for name in self.names]
        pairs += [("tri", self.sort)] if self.sort else []
        pairs += [("sens", REVERSED)] if self.sort and self.reverse else []
        return urlencode(pairs, safe=":")

    @property
    def address(self) -> str:
        """The address of the view."""
        query = self.query()
        return f"{reverse('compare')}?{query}" if query else reverse("compare")

    def file(self, form: str) -> str:
        """The address of the same view as a file."""
        return f"{reverse('compare.file', args=[form])}?{self.query()}"

    def with_refs(self, refs: Iterable[Ref]) -> "Choice":
        """The same with these territories more, each once."""
        return replace(self, refs=tuple(dict.fromkeys((*self.refs, *refs))))

    def sorted_by(self, sort: str) -> "Choice":
        """Sorted by this column; asked again, the other way round; a third time, as the reader put them."""
        if self.sort != sort:
            return replace(self, sort=sort, reverse=False)
        if not self.reverse:
            return replace(self, reverse=True)
        return replace(self, sort="", reverse=False)


def read(request: HttpRequest, source: Observatory) -> Choice:
    """The choice of an address. What is unknown is left out, and said."""
    refs: dict[Ref, None] = {}
    names: dict[str, None] = {}
    wrong = []
    for text in request.GET.getlist("t"):
        try:
            refs[source.territory(Ref.parse(text[:LONGEST_QUERY])).ref] = None
        except UsageError as error:
            wrong.append(str(error))
    for text in request.GET.getlist("i"):
        try:
            names[source.indicator(text[:LONGEST_QUERY]).indicator.name] = None
        except UsageError:
            wrong.append(f"Indicateur « {text[:LONGEST_QUERY]} » inconnu : il n’est pas montré.")
    sort = request.GET.get("tri", "")
    if sort and sort != BY_NAME and sort not in names:
        wrong.append(f"Le tri « {sort[:LONGEST_QUERY]} » ne correspond à aucune colonne : il est ignoré.")
        sort = ""
    reverse = bool(sort) and request.GET.get("sens") == REVERSED
    return Choice(tuple(refs), tuple(names), sort, reverse, tuple(wrong))
