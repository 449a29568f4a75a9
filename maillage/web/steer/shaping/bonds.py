"""The links a strategy declares with others. Somebody of its team asks « à quoi répond-elle ? »; they leave with
links declared between whole strategies or between two of their elements, and those removed that no longer hold.
"""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from maillage.kernel.errors import UsageError
from maillage.steering import workshop
from maillage.steering.strategies.models import Link
from maillage.web.forms import conflict
from maillage.web.gate.access import member
from maillage.web.steer import picked
from maillage.web.steer.shaping import common
from maillage.web.steer.shaping.forms import Bond


@member
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """The links a strategy declares, and a form to declare one more."""
    strategy = common.shaped(request, slug)
    own, (others, theirs) = picked.in_force([strategy]), picked.bonds(request.user, strategy)

    def write(form: Bond, _: str) -> HttpResponse:
        try:
            workshop.declare(form.made(), request.user)
        except ValidationError:
            # What is said twice is refused by a constraint, in its own words here.
            raise ValidationError({"target": "Ce lien est déjà déclaré."}) from None
        return common.went(reverse("shaping.links", args=[strategy.slug]), "lie")

    edited = conflict.edit(request, lambda posted: Bond(strategy, own, others, theirs, posted), write)
    if isinstance(edited, HttpResponse):
        return edited
    context = {
        **edited.context,
        "strategy": strategy,
        "here": common.workshop(strategy),
        "declared": strategy.links_out.select_related("target", "source_node", "target_node"),
        "received": strategy.links_in.filter(source__in=others).select_related("source", "source_node", "target_node"),
        "done": common.said(request),
    }
    return render(request, "steer/shaping/links.html", context, status=edited.status)


@member
@require_POST
def unlink(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A link is no longer declared."""
    strategy = common.shaped(request, slug)
    link = Link.objects.filter(source=strategy, pk=int(number)).first()
    if link is None:
        raise UsageError("Ce lien n’est plus déclaré.")
    workshop.undeclare(link, request.user)
    return common.went(reverse("shaping.links", args=[strategy.slug]), "retire")
