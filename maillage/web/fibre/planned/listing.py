"""The planned dates of communes: an agent comes asking « quand, et de combien cela glisse-t-il ? », and leaves with the
sums of their communes, then of one by quarter, and the files, which say that they are not to be passed on.

Only what the reader's clearance opens is drawn, at every door: the page, each file.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from maillage.directory.rights import memberships
from maillage.kernel import french
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.words import alphabetical
from maillage.observatory.reserved import Closed
from maillage.web.exports.table import Kind, Measure
from maillage.web.fibre.planned.sums import Sum, by_quarter, months, summed
from maillage.web.gate.access import member
from maillage.web.gate.observatory import observatory
from maillage.web.gate.reserved import SOURCE, held, loaded, opened
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown

NOTICE = "Diffusion restreinte"
TERMS = f"{NOTICE} : donnée confidentielle à ne pas transmettre hors de votre organisation"
UNKNOWN = "inconnu"


def _place(asked: Asked) -> Territory:
    return observatory(asked.request).territory(Ref(Level.COMMUNE, asked.place["code"]))


def _delivered(asked: Asked) -> None:
    deliveries = observatory(asked.request).source(SOURCE).deliveries
    asked.deliveries.update((SOURCE, delivery.period.code) for delivery in deliveries[:1])


def _quarters(asked: Asked) -> list[Sum]:
    """What is planned in a commune. Raises PermissionDenied when the reader may not know it."""
    if "sums" not in asked.memory:
        place = _place(asked)
        try:
            lines = opened(observatory(asked.request)).lines([place.ref], held(asked.request))
        except Closed as error:
            raise PermissionDenied(str(error)) from None
        _delivered(asked)
        asked.memory["sums"] = by_quarter(place.ref.code, lines)
    sums: list[Sum] = asked.memory["sums"]
    return sums


def _communes(asked: Asked) -> list[Sum]:
    """The communes of the reader's territory that have planned dates."""
    source = observatory(asked.request)
    mine = opened(source).communes(held(asked.request))
    _delivered(asked)
    sums = [summed(code, source.territory(Ref(Level.COMMUNE, code)).name, lines) for code, lines in mine.items()]
    return sorted(sums, key=lambda each: alphabetical(each.name))


def _commune_context(asked: Asked) -> dict[str, Any]:
    source, sums = observatory(asked.request), _quarters(asked)
    operators = {source.nearby.operator(code) for each in sums for code in each.operators}
    return {
        "place": _place(asked),
        "operators": sorted(operators, key=alphabetical),
        "delivered": french.day(max((each.delivered_on for each in sums), default=None)),
        "loaded": loaded(source),
    }


def _space_context(asked: Asked) -> dict[str, Any]:
    return {"loaded": loaded(observatory(asked.request)), "memberships": memberships(asked.person)}


def _slip(each: Sum) -> str:
    return "" if each.slip is None else months(each.slip)


COUNTS = (
    Column(
        "immeubles", "Immeubles", "Immeubles dans la dernière livraison de l’opérateur", Kind.NUMBER, cell="buildings"
    ),
    Column(
        "locaux",
        "Locaux",
        "Vide : au moins un immeuble n’en dit pas le nombre",
        Kind.NUMBER,
        cell="premises",
        blank=UNKNOWN,
    ),
    Column("repousses", "Repoussés", "Date plus tardive que dans la livraison d’avant", Kind.NUMBER, cell="later"),
    Column("avances", "Avancés", "Date plus proche que dans la livraison d’avant", Kind.NUMBER, cell="sooner"),
    Column(
        "glissement_mois",
        "Glissement moyen",
        "Mois depuis la première date annoncée",
        Kind.NUMBER,
        cell=lambda each: Measure(each.slip, "mois", 1),
        show=_slip,
        blank=UNKNOWN,
    ),
    Column("livree_le", "Livrée le", "Dernière livraison", Kind.DATE, cell="delivered_on", first=False),
    Column("diffusion", "Diffusion", "À qui ce fichier peut être montré", width=60, cell=lambda _: TERMS, first=False),
)
SPACE = Listing(
    name="planned",
    address="prevu",
    title=f"{NOTICE} : dates prévues par les opérateurs",
    what="commune",
    access=member,
    file="diffusion-restreinte-dates-prevues",
    files="prevu/communes",
    template="fibre/planned/space.html",
    context=_space_context,
    criteria=lambda asked: ((NOTICE, TERMS),),
    empty=(
        "Aucune commune",
        "Aucune commune où votre organisation ait accès à ces dates n’est dans les fichiers livrés.",
    ),
    rows=_communes,
    columns=(
        Column("commune", "Code", "Code de la commune", width=10, cell="code", first=False),
        Column(
            "nom",
            "Commune",
            "Nom de la commune",
            width=32,
            cell="name",
            show=lambda each: Shown(each.name, reverse("planned.commune", args=[each.code])),
        ),
        *COUNTS,
    ),
    size=200,
)
COMMUNE = Listing(
    name="planned.commune",
    address=r"prevu/commune/(?P<code>[0-9AB]{5})",
    title=lambda asked: f"{NOTICE} : dates prévues, {_place(asked).name}",
    what="ligne",
    access=member,
    file=lambda asked: f"diffusion-restreinte-dates-prevues-{asked.place['code']}",
    template="fibre/planned/commune.html",
    context=_commune_context,
    criteria=lambda asked: ((NOTICE, TERMS),),
    rows=_quarters,
    columns=(
        Column("commune", "Commune", "Code de la commune", width=10, cell="code", first=False),
        Column("cablage", "Câblage", "Trimestre prévu, ou état qui n’en appelle plus", width=26, cell="name"),
        *COUNTS,
    ),
    size=200,
)
