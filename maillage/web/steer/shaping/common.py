"""What the pages that shape a strategy share: who may, which one, two texts side by side when somebody was faster."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from maillage.kernel.errors import UsageError
from maillage.steering.rights import Act, allows
from maillage.steering.strategies import locking
from maillage.steering.strategies.models import Edition, Node, State, Strategy

# What was just done, as the page says it after a redirection.
DONE = {
    "cree": "C’est créé.",
    "change": "C’est enregistré.",
    "ajoute": "L’élément est ajouté.",
    "deplace": "L’élément est déplacé.",
    "place": "L’élément est déjà au bout : il n’a pas bougé.",
    "retire": "C’est retiré.",
    "copie": "L’édition est prête à être modifiée. Personne d’autre ne la voit.",
    "vigueur": "L’édition est en vigueur.",
    "lie": "Le lien est déclaré.",
}


def shaped(request: HttpRequest, slug: str) -> Strategy:
    """The strategy, for who may change it. Raises UsageError when there is none to see, PermissionDenied otherwise."""
    found = Strategy.objects.filter(slug=slug).select_related("organisation").first()
    person: Any = request.user
    if found is None or not (found.shown or allows(person, Act.READ_PARTNERS, found)):
        raise UsageError("Aucune stratégie de ce nom ne vous est ouverte.")
    if not allows(person, Act.SHAPE, found):
        raise PermissionDenied("Seule l’équipe de cette stratégie peut la modifier.")
    return found


def edition_of(strategy: Strategy, number: str) -> Edition:
    """An edition of this strategy. Raises UsageError for any other."""
    found = Edition.objects.filter(strategy=strategy, pk=int(number)).first()
    if found is None:
        raise UsageError("Cette édition n’existe pas dans cette stratégie.")
    found.strategy = strategy
    return found


def node_of(strategy: Strategy, number: str) -> Node:
    """A node of an edition of this strategy. Raises UsageError for any other."""
    found = Node.objects.filter(edition__strategy=strategy, pk=int(number)).select_related("edition").first()
    if found is None:
        raise UsageError("Cet élément n’existe pas dans cette stratégie : il a peut-être été retiré.")
    found.edition.strategy = strategy
    return found


def changeable(edition: Edition) -> bool:
    """Whether an edition may still change."""
    return edition.state != State.PAST


def workshop(strategy: Strategy) -> str:
    """The page where this strategy changes."""
    return reverse("shaping.strategy", args=[strategy.slug])


def tree_page(edition: Edition) -> str:
    """The page where the tree of an edition changes."""
    return reverse("shaping.edition", args=[edition.strategy.slug, edition.pk])


def went(address: str, done: str, anchor: str = "") -> HttpResponseRedirect:
    """To this page, which says what was done."""
    return HttpResponseRedirect(f"{address}?fait={done}{f'#{anchor}' if anchor else ''}")


def said(request: HttpRequest) -> str:
    """What was just done, in words."""
    return DONE.get(request.GET.get("fait", ""), "")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two people wrote differently: its name, what is kept now, what is typed."""

    label: str
    kept: str
    typed: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody saved this since the form was opened: who, when, where the two texts differ."""

    author: str
    at: str
    differences: tuple[Difference, ...]


def overtaken(thing: Any, form: Any, kept: dict[str, str], posted: Any) -> Overtaken | None:
    """What to show when the version posted is no longer the last; None when it is."""
    change = locking.overtaken(thing, posted.get("version", ""))
    if change is None:
        return None
    at = timezone.localtime(change.at)
    return Overtaken(
        change.author or "quelqu’un",
        f"{at:%H:%M} le {at:%d/%m/%Y}",
        tuple(
            Difference(str(form.fields[name].label), value, str(posted.get(name, "")))
            for name, value in kept.items()
            if value.replace("\r\n", "\n").strip() != str(posted.get(name, "")).replace("\r\n", "\n").strip()
        ),
    )


def told(fields: Sequence[Any]) -> bool:
    """Whether a field is in error."""
    return any(field.error for field in fields)
