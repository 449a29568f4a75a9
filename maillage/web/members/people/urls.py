"""The addresses of people."""

from django.urls import path, re_path

from maillage.web.addresses import KEY, TOKEN
from maillage.web.lists.routes import routes
from maillage.web.members.people import choices, invitation, view
from maillage.web.members.people.listing import ROLES

urlpatterns = [
    *routes(ROLES),
    path("piloter/personnes/inviter", view.invite, name="people.invite"),
    re_path(rf"^piloter/personnes/invitations/{KEY}/annuler$", view.call_off, name="people.call_off"),
    re_path(rf"^piloter/personnes/roles/{KEY}$", view.role, name="people.role"),
    re_path(rf"^piloter/personnes/roles/{KEY}/reprendre$", view.leave, name="people.leave"),
    re_path(rf"^piloter/personnes/roles/{KEY}/choix$", choices.successors, name="people.heirs"),
    path("piloter/personnes/choix/organisations", choices.organisations, name="people.organisations"),
    re_path(rf"^piloter/personnes/{KEY}/second-facteur$", view.forget_factor, name="people.forget_factor"),
    re_path(
        r"^piloter/personnes/organisations/(?P<key>nouvelle|[0-9]{1,9})$", view.organisation, name="people.organisation"
    ),
    re_path(rf"^piloter/invitation/{TOKEN}$", invitation.page, name="people.invitation"),
]
