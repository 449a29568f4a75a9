"""Answering reports in the back office: a list, and for each what was told beside what is decided."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from maillage.commons.reports.models import Photo, Report
from maillage.commons.reports.people import RIGHT


class Answering(ModelPermissionPolicy):
    """Reports come from readers: none is made or deleted here."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether somebody may do this to reports."""
        return action in ("view", "change") and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether somebody may do one of these to reports."""
        return any(self.user_has_permission(user, action) for action in actions)


class Reports(ModelViewSet):
    """The reports, the newest first."""

    model = Report
    name = "signalements"
    url_prefix = "signalements"
    icon = "comment"
    menu_label = "Signalements"
    menu_order = 300
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ("number", "told_at", "category", "commune_name", "state")
    list_filter = ("state", "category", "year")
    search_fields = ("commune_name", "text", "place")
    panels = (
        HelpPanel(template="share/report/panel.html", heading="Ce qui est dit"),
        FieldPanel("state"),
        FieldPanel("answer"),
        FieldPanel("routed_to"),
        FieldPanel("text_shown"),
    )


register_permission_policy(Report, Answering(Report))


@hooks.register("register_admin_viewset")
def reports() -> Reports:
    """Called by Wagtail when it draws the back office."""
    return Reports("signalements")


@require_admin_access
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of a report, for who decides whether it may be shown."""
    person: Any = request.user
    if not person.has_perm(RIGHT):
        raise PermissionDenied("Votre compte ne répond pas aux signalements.")
    photo = Photo.objects.filter(report_id=pk).first()
    if photo is None:
        raise Http404
    return HttpResponse(bytes(photo.jpeg), content_type="image/jpeg")


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Called by Wagtail: the pictures."""
    return [path("signalements/photo/<int:pk>.jpg", picture, name="report_photo")]
