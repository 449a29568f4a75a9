"""Conventions with operators, and each of their commitments. An elected member or a technician asks « qu’ont-ils promis
ici, et l’ont-ils tenu ? »; they leave with the verdicts, counted in what is published and never typed, and the file.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from maillage.kernel import french
from maillage.steering.conventions import published
from maillage.steering.conventions.verdict import Judged, Verdict
from maillage.web.exports.table import Kind, Measure
from maillage.web.fibre import bar
from maillage.web.fibre.conventions import chosen, words
from maillage.web.fibre.conventions.signed import SIGNED
from maillage.web.fibre.conventions.view import BUILDINGS, PREMISES
from maillage.web.fibre.conventions.without import WITHOUT, zones
from maillage.web.fibre.where import BY_OPERATOR, IN, PLACE
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown
from maillage.web.lists.filters import Filter, every
from maillage.web.lists.shown import beside
from maillage.web.words.held import finding, held


class Line(NamedTuple):
    """A commitment, its convention, their territories and operators in words."""

    convention: published.Convention
    judged: Judged
    operators: str
    places: str

    @property
    def unit(self) -> str:
        """That of its target."""
        return "%" if self.judged.commitment.measure == "part" else ""

    @property
    def target(self) -> Measure:
        """What must be reached."""
        return Measure(self.judged.commitment.target, self.unit, 1)

    @property
    def measured(self) -> Measure:
        """What is reached."""
        reading = self.judged.reading
        return Measure(reading.value if reading else None, self.unit, 1)


def _lines(asked: Asked) -> Iterator[Line]:
    source = observatory(asked.request)
    judged = words.judged(source)
    for convention in chosen.conventions(asked):
        for each in judged.get(convention.number, []):
            if not held() and each.verdict.value != (asked["verdict"] or each.verdict.value):
                continue
            where = words.places(source, each.commitment) or words.places(source, convention)
            if each.reading:
                name = BUILDINGS if each.commitment.subject == "immeubles" else PREMISES
                asked.deliveries.add((name, each.reading.period.code))
            yield Line(convention, each, words.operators(source, convention), ", ".join(name for _, name in where))


def _context(asked: Asked) -> dict[str, Any]:
    """The conventions, and the communes that none covers."""
    source, within = observatory(asked.request), chosen.inside(asked)
    private = [zone for zone in zones(source) if zone.commune.ref.code in within]
    signed, judged = chosen.conventions(asked), words.judged(source)
    head = chosen.headline(len(signed), [each for one in signed for each in judged.get(one.number, [])])
    if signed:
        head = finding(head, french.counted(len(signed), "convention"))
    return {
        "place": asked[PLACE],
        "headline": head,
        "bar": bar.shown(asked.request, "conventions"),
        "signed": beside(asked, SIGNED),
        "alone": beside(asked, WITHOUT),
        "private": len(private),
        "without": sum(not zone.covered for zone in private),
    }


def _said(line: Line) -> str:
    return words.HELD if held() else line.judged.verdict.value


def _verdict(line: Line) -> Shown:
    verdict = Verdict.UNKNOWN if held() else line.judged.verdict
    return Shown(_said(line), tone={Verdict.MISSED: "missing", Verdict.UNKNOWN: "soft"}.get(verdict, ""))


CONVENTIONS = Listing(
    name="conventions",
    address="conventions",
    title="Engagements des conventions",
    what="engagement",
    file="conventions",
    template="fibre/conventions/conventions.html",
    context=_context,
    empty=("Aucun engagement daté n’a été saisi", "Ils se saisissent avec leur convention, dans /gestion/."),
    filters=(
        IN,
        BY_OPERATOR,
        Filter("verdict", "Verdict", options=every("Tous", ((each.value, each.value) for each in Verdict))),
    ),
    rows=lambda asked: list(_lines(asked)),
    columns=(
        Column(
            "convention",
            "Convention",
            "Titre de la convention",
            width=40,
            cell="convention.title",
            show=lambda line: Shown(line.convention.title, line.convention.page),
        ),
        Column(
            "nature",
            "Nature",
            "CPSD, AMII, AMEL ou autre",
            width=12,
            cell=lambda line: words.KINDS[line.convention.kind],
            first=False,
        ),
        Column("signee_le", "Signée le", "Jour de la signature", Kind.DATE, cell="convention.signed_on", first=False),
        Column("operateurs", "Opérateurs", "Opérateurs engagés", width=28, cell="operators", first=False),
        Column("territoires", "Territoires", "Territoires de l’engagement", width=40, cell="places", first=False),
        Column(
            "echeance", "Échéance", "Jour où l’engagement doit être tenu", Kind.DATE, cell="judged.commitment.due_on"
        ),
        Column(
            "engagement",
            "Engagement",
            "Ce qui doit être raccordable",
            width=36,
            cell=lambda line: words.what(line.judged.commitment),
        ),
        Column("cible", "Cible", "Nombre, ou part en %", Kind.NUMBER, cell="target", first=False),
        Column(
            "verdict",
            "Verdict",
            "tenu, en cours, manqué ou non mesurable",
            width=16,
            cell=_said,
            show=_verdict,
            answers=True,
        ),
        Column(
            "trimestre",
            "Trimestre",
            "Trimestre mesuré",
            width=10,
            cell=lambda line: line.judged.reading.period.code if line.judged.reading else "",
            show=lambda line: line.judged.reading.period.label if line.judged.reading else "",
            first=False,
        ),
        Column("mesure", "Mesuré", "Nombre, ou part en %, à la fin de ce trimestre", Kind.NUMBER, cell="measured"),
        Column(
            "retard_mois",
            "Retard (mois)",
            "De l’échéance au trimestre où c’est atteint",
            Kind.NUMBER,
            cell=lambda line: None if held() else line.judged.late_months,
        ),
        Column("pourquoi", "Pourquoi", "Pourquoi il n’y a pas de verdict", width=50, cell="judged.why", first=False),
    ),
)
