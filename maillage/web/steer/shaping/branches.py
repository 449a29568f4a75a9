"""The tree of an edition, to change by links and buttons: add, reword, put under, move up or down, remove."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from maillage.steering.strategies import shaping, tree
from maillage.steering.strategies.changes import of_node
from maillage.steering.strategies.comparing import compare
from maillage.steering.strategies.models import Edition, Node, State
from maillage.web.forms import conflict
from maillage.web.gate.access import member
from maillage.web.lists.shown import files
from maillage.web.steer.shaping import common
from maillage.web.steer.shaping.files import EDITION
from maillage.web.steer.shaping.forms import Element
from maillage.web.steer.tree import beside, tree_context

WORDS = ("number", "title", "variant", "text", "kind")


@member
@require_safe
def edition(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The tree of an edition; with `avec`, what changed since the other one."""
    strategy = common.shaped(request, slug)
    edition = common.edition_of(strategy, number)
    others = [candidate for candidate in strategy.editions.all() if candidate.pk != edition.pk]
    other = beside(request, edition, others)
    context: dict[str, Any] = {
        "strategy": strategy,
        "edition": edition,
        "state": State(edition.state).label,
        "draft": edition.state == State.DRAFT,
        "changeable": common.changeable(edition),
        "others": others,
        "other": other,
        "comparison": compare(other, edition) if other else None,
        "here": common.workshop(strategy),
        "tree": common.tree_page(edition),
        "done": common.said(request),
        "deepest": len(edition.level_names) - 1,
        "taken": files(EDITION, {"slug": slug, "number": number}, f"avec={other.pk}" if other else ""),
    }
    if other is None:
        context |= tree_context(edition)
    return render(request, "steer/shaping/edition.html", context)


def _choices(edition: Edition, node: Node | None) -> tuple[list[Node], list[Node]]:
    """Where a node may go, and the principles that may mark it."""
    read = tree.read(edition)
    under: set[int] = set()
    if node is not None:
        under = {
            descendant.node.pk for branch in read.walk() if branch.node.pk == node.pk for descendant in branch.walk()
        }
    deepest = len(edition.level_names) - 1
    places = [branch.node for branch in read.walk() if branch.node.pk not in under and branch.node.depth < deepest]
    return places, [tag for tags in read.tags.values() for tag in tags]


def _wording(form: Element) -> shaping.Wording:
    words = {name: form.cleaned_data[name] for name in WORDS}
    marks = tuple(form.tags[key] for key in form.cleaned_data.get("marks", ()))
    return shaping.Wording(**words, parent=form.places.get(form.cleaned_data.get("above", "")), tags=marks)


def _page(request: HttpRequest, edited: conflict.Edit, more: dict[str, Any]) -> HttpResponse:
    form, bound = edited.form, edited.form.is_bound
    marked = form.data.getlist("marks") if bound else form.initial.get("marks", ())
    context = {**edited.context, "marks": [(key, mark, key in marked) for key, mark in form.tags.items()], **more}
    return render(request, "steer/shaping/node.html", context, status=edited.status)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A new node, under the one given by `sous`; a principle when `principe` is given."""
    strategy = common.shaped(request, slug)
    edition = common.edition_of(strategy, number)
    tag = "principe" in request.GET
    places, marks = _choices(edition, None)
    usual = {"above": request.GET.get("sous", "")}

    def fill(posted: QueryDict | None) -> Element:
        return Element(None if tag else places, [] if tag else marks, posted, initial=usual)

    def write(form: Element, _: str) -> HttpResponse:
        made = shaping.add(edition, _wording(form), request.user, tag=tag)
        return common.went(common.tree_page(edition), "ajoute", made.key)

    edited = conflict.edit(request, fill, write, usual="title" if tag else "above")
    if isinstance(edited, HttpResponse):
        return edited
    more: dict[str, Any] = {
        "strategy": strategy,
        "edition": edition,
        "tree": common.tree_page(edition),
        "node": None,
        "tag": tag,
    }
    return _page(request, edited, more)


def _held(element: Node) -> dict[str, Any]:
    """What the form of a node is filled in with."""
    marks = [str(tag.pk) for tag in element.tags.all()]
    return {name: getattr(element, name) for name in WORDS} | {"above": str(element.parent_id or ""), "marks": marks}


@member
@require_http_methods(["GET", "HEAD", "POST"])
def node(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A node, to reword, mark or put elsewhere; with its history."""
    strategy = common.shaped(request, slug)
    node = common.node_of(strategy, number)

    def fill(posted: QueryDict | None) -> Element:
        now = common.node_of(strategy, number)
        places, marks = _choices(now.edition, now)
        return Element(None if now.tag else places, [] if now.tag else marks, posted, initial=_held(now))

    def write(form: Element, seen: str) -> HttpResponse:
        changed = shaping.change(common.node_of(strategy, number), _wording(form), request.user, seen)
        return common.went(common.tree_page(node.edition), "change", changed.key)

    usual = "title" if node.tag else "above"
    edited = conflict.edit(request, fill, write, lambda: (common.node_of(strategy, number),), usual)
    if isinstance(edited, HttpResponse):
        return edited
    more: dict[str, Any] = {
        "strategy": strategy,
        "edition": node.edition,
        "tree": common.tree_page(node.edition),
        "node": node,
        "tag": node.tag,
        "here": reverse("shaping.node", args=[strategy.slug, node.pk]),
        "changeable": common.changeable(node.edition),
        "changes": of_node(node),
    }
    return _page(request, edited, more)


@member
@require_POST
def move(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A node goes up or down among its neighbours."""
    strategy = common.shaped(request, slug)
    node = common.node_of(strategy, number)
    moved = shaping.shift(node, request.POST.get("sens") == "monter", request.user)
    return common.went(common.tree_page(node.edition), "deplace" if moved else "place", node.key)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """What removing a node takes away, or which actions forbid it; then it is removed."""
    strategy = common.shaped(request, slug)
    node = common.node_of(strategy, number)
    if request.method == "POST":
        shaping.remove(node, request.user)
        return common.went(common.tree_page(node.edition), "retire")
    under = shaping.whole(node)[1:]
    context = {
        "strategy": strategy,
        "edition": node.edition,
        "tree": common.tree_page(node.edition),
        "here": reverse("shaping.node", args=[strategy.slug, node.pk]),
        "node": node,
        "under": under,
        "actions": shaping.held_by(node),
        "links": node.links_out.count() + node.links_in.count(),
        "changeable": common.changeable(node.edition),
    }
    return render(request, "steer/shaping/remove.html", context)
