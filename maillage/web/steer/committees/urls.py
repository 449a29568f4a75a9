"""The addresses of committees."""

from django.urls import path, re_path

from maillage.web.addresses import COMMITTEE, PK, TOKEN
from maillage.web.lists.routes import routes
from maillage.web.steer.committees import agenda, bodies, body, calendars, meeting, papers_sent, planning
from maillage.web.steer.committees.listing import COMMITTEES

urlpatterns = [
    *routes(COMMITTEES),
    path("piloter/comites/nouveau", bodies.new, name="committees.new"),
    path("piloter/comites/mes-reunions.ics", calendars.mine, name="committees.my_calendar"),
    re_path(rf"^piloter/comites/{COMMITTEE}$", body.body_page, name="committees.body"),
    re_path(rf"^piloter/comites/{COMMITTEE}\.ics$", calendars.of_body, name="committees.body_calendar"),
    re_path(rf"^piloter/comites/{COMMITTEE}/modifier$", bodies.edit, name="committees.edit"),
    re_path(rf"^piloter/comites/{COMMITTEE}/membres$", bodies.seats, name="committees.seats"),
    re_path(rf"^piloter/comites/{COMMITTEE}/reunions/nouvelle$", planning.new, name="committees.plan"),
    re_path(rf"^piloter/reunions/{PK}$", meeting.page, name="committees.meeting"),
    re_path(rf"^piloter/reunions/{PK}\.ics$", calendars.of_meeting, name="committees.meeting_calendar"),
    re_path(rf"^piloter/reunions/{PK}/modifier$", planning.edit, name="committees.meeting_edit"),
    re_path(rf"^piloter/reunions/{PK}/ordre-du-jour$", agenda.page, name="committees.agenda"),
    re_path(rf"^piloter/reunions/{PK}/inviter$", planning.invite, name="committees.invite"),
    re_path(
        rf"^piloter/reunions/{PK}/envoyer/(?P<paper>ordre-du-jour|compte-rendu)$",
        papers_sent.page,
        name="committees.send",
    ),
    re_path(rf"^comites/{TOKEN}\.ics$", calendars.public, name="committees.public_calendar"),
]
