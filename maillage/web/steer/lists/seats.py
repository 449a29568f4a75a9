"""The seats of the committees. A member asks « qui siège où ? » and leaves with the organisations, never with an
address.
"""

from django.db.models import QuerySet

from maillage.directory.ordering import alphabetic
from maillage.steering.committees.models import Part, Seat
from maillage.web.gate.access import member
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, Options, every
from maillage.web.steer.meetings import known, named


def _bodies(asked: Asked) -> Options:
    return named(known(asked.person))


def _rows(asked: Asked) -> QuerySet[Seat]:
    seats = Seat.objects.filter(left_on=None, body__in=known(asked.person).order_by().values("pk"))
    if asked["comite"]:
        seats = seats.filter(body__slug=asked["comite"])
    if asked["role"]:
        seats = seats.filter(part=asked["role"])
    order = (alphabetic("body__strategy__title"), "body_id", "rank", "pk")
    return seats.select_related("organisation", "person", "body").order_by(*order)


def _part(seat: Seat) -> str:
    return str(Part(seat.part).label)


LISTING = Listing(
    name="seats",
    address="piloter/sieges",
    title="Les sièges",
    file="sieges",
    what="siège",
    access=member,
    crumbs=(("desk", "Votre bureau"), ("committees", "Les comités")),
    lead="Qui siège dans chaque comité aujourd’hui.",
    empty=("Personne ne siège encore", "Ouvrez un comité, puis « Qui siège » pour nommer ses membres."),
    filters=(Filter("comite", "Comité", options=_bodies), Filter("role", "Rôle", options=every("Tous", Part.choices))),
    rows=_rows,
    columns=(
        Column(
            "comite",
            "Comité",
            "Nom du comité",
            width=50,
            cell="body.name",
            show=lambda seat: Shown(seat.body.name, seat.body.page),
        ),
        Column("siege", "Siège", "Organisation ou nom", width=50, cell=str),
        Column("role", "Rôle", "Ce qu’il y fait", width=16, cell=_part),
    ),
)
