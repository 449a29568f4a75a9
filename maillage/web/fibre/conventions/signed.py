"""The conventions themselves, as the page of conventions lists them: who signed what, when, and how it is kept."""

from typing import NamedTuple

from maillage.steering.conventions import published
from maillage.web.exports.table import Kind
from maillage.web.fibre.conventions import chosen, words
from maillage.web.fibre.where import BY_OPERATOR, IN
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked
from maillage.web.lists.described import Column, Listing, Shown


class Line(NamedTuple):
    """A convention, its operators in words, how many of its commitments are kept or missed."""

    convention: published.Convention
    operators: str
    counts: str


def _rows(asked: Asked) -> list[Line]:
    source = observatory(asked.request)
    judged = words.judged(source)
    return [
        Line(each, words.operators(source, each), words.counts(judged.get(each.number, [])))
        for each in chosen.conventions(asked)
    ]


SIGNED = Listing(
    name="conventions.signed_file",
    address="conventions/liste",
    title="Conventions avec les opérateurs",
    what="convention",
    file="conventions_liste",
    paged=False,
    view="conventions",
    mark="convention",
    filters=(IN, BY_OPERATOR),
    rows=_rows,
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
        ),
        Column("signee_le", "Signée le", "Jour de la signature", Kind.DATE, cell="convention.signed_on"),
        Column(
            "fin_le",
            "Jusqu’au",
            "Jour où elle finit ; vide : sans fin dite",
            Kind.DATE,
            cell="convention.ends_on",
            first=False,
        ),
        Column("operateurs", "Opérateurs", "Opérateurs engagés", width=28, cell="operators"),
        Column(
            "engagements",
            "Engagements",
            "Combien sont tenus, en cours, manqués ou non mesurables",
            width=32,
            cell="counts",
            blank="aucun engagement daté",
            answers=True,
        ),
    ),
)
