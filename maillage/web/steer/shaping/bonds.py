"""The links a strategy declares with others. Somebody of its team asks « à quoi répond-elle ? »; they leave with
links declared between whole strategies or between two of their elements, and those removed that no longer hold.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from maillage.directory.ordering import alphabetic
from maillage.kernel.errors import UsageError
from maillage.steering.rights import Act, reached
from maillage.steering.strategies.models import Link, Node, State, Strategy
from maillage.web.forms.form import fields
from maillage.web.gate.access import member
from maillage.web.steer.shaping import common
from maillage.web.steer.shaping.forms import Bond


def _nodes(strategies: Any) -> list[Node]:
    """The nodes of their editions in force, principles apart."""
    wanted = Node.objects.filter(edition__strategy__in=strategies, edition__state=State.IN_FORCE, tag=False)
    return list(
        wanted.select_related("edition__strategy").order_by(alphabetic("edition__strategy__title"), "rank")
    )


@member
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """The links a strategy declares, and a form to declare one more."""
    strategy = common.shaped(request, slug)
    readable = Q(shown=True) | reached(request.user, Act.READ_PARTNERS)
    others = list(Strategy.objects.filter(readable).exclude(pk=strategy.pk))
    posted = request.POST if request.method == "POST" else None
    form = Bond(_nodes([strategy]), others, _nodes(others), posted)
    if posted is not None and form.is_valid():
        made = form.made(strategy)
        try:
            # What is said twice is refused by a constraint, in its own words here.
            with transaction.atomic():
                made.full_clean()
                made._history_user = request.user  # type: ignore[assignment]
                made.save()
        except ValidationError:
            form.add_error("target", ValidationError("Ce lien est déjà déclaré."))
        else:
            return common.went(reverse("shaping.links", args=[strategy.slug]), "lie")
    wrong = bool(form.errors)
    context = {
        "strategy": strategy,
        "here": common.workshop(strategy),
        "declared": strategy.links_out.select_related("target", "source_node", "target_node"),
        "received": strategy.links_in.filter(source__in=others).select_related(
            "source", "source_node", "target_node"
        ),
        "fields": fields(form),
        "wrong": wrong,
        "done": common.said(request),
    }
    return render(request, "steer/shaping/links.html", context, status=422 if wrong else 200)


@member
@require_POST
def unlink(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A link is no longer declared."""
    strategy = common.shaped(request, slug)
    found = Link.objects.filter(source=strategy, pk=int(number)).first()
    if found is None:
        raise UsageError("Ce lien n’est plus déclaré.")
    found._history_user = request.user  # type: ignore[assignment]
    found.delete()
    return common.went(reverse("shaping.links", args=[strategy.slug]), "retire")
