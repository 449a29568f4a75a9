"""Entering conventions in the back office: one form, its commitments, meetings and documents inside."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from maillage.directory.uploads.giving import given
from maillage.directory.uploads.kinds import Kind
from maillage.steering.conventions.models import Convention, Document

COMMITMENT = (
    FieldRowPanel((FieldPanel("due_on"), FieldPanel("target"))),
    FieldRowPanel((FieldPanel("measure"), FieldPanel("subject"))),
    FieldPanel("on_demand"),
    FieldPanel("territories"),
    FieldPanel("note"),
)
MEETING = (FieldPanel("held_on"), FieldPanel("minutes"), FieldPanel("next_steps"))
DOCUMENT = (FieldPanel("title"), FieldPanel("pdf"), FieldPanel("public"))


class Conventions(ModelViewSet):
    """The conventions, the last signed first."""

    model = Convention
    name = "conventions"
    url_prefix = "conventions"
    icon = "doc-full"
    menu_label = "Conventions"
    menu_order = 310
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ("title", "kind", "signed_on", "shown")
    list_filter = ("kind", "shown")
    search_fields = ("title", "parties")
    panels = (
        MultiFieldPanel(
            (
                FieldPanel("title"),
                FieldPanel("kind"),
                FieldRowPanel((FieldPanel("signed_on"), FieldPanel("ends_on"))),
                FieldPanel("purpose"),
                FieldPanel("shown"),
            ),
            heading="La convention",
        ),
        MultiFieldPanel(
            (FieldPanel("organisations"), FieldPanel("parties"), FieldPanel("operators"), FieldPanel("territories")),
            heading="Entre qui, et où",
        ),
        InlinePanel("commitments", heading="Engagements", label="Engagement", panels=COMMITMENT),
        InlinePanel("meetings", heading="Réunions de suivi", label="Réunion", panels=MEETING),
        InlinePanel("documents", heading="Documents", label="Document", panels=DOCUMENT),
    )


@hooks.register("register_admin_viewset")
def conventions() -> Conventions:
    """Called by Wagtail when it draws the back office."""
    return Conventions("conventions")


@require_admin_access
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document, public or not, for who enters conventions."""
    person: Any = request.user
    if not person.has_perm("conventions.view_convention"):
        raise PermissionDenied("Votre compte ne saisit pas les conventions.")
    record = Document.objects.filter(pk=pk).first()
    if record is None:
        raise Http404
    return given(bytes(record.pdf), Kind.PDF.media, f"document-{pk}.pdf")


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Called by Wagtail: the documents."""
    return [path("conventions/document/<int:pk>.pdf", document)]
