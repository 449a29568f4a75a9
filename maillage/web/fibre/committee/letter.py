"""The draft of a letter to an operator, to read again and to sign: what was due, what waits, what is asked."""

from collections.abc import Sequence

from maillage.kernel import french
from maillage.observatory.due import Between, Due
from maillage.observatory.listed import OVERDUE
from maillage.web.documents.described import Link, Paragraph, Points, Section, Tone
from maillage.web.fibre import counted
from maillage.web.fibre.bar import Where
from maillage.web.fibre.committee import story
from maillage.web.fibre.committee.story import Commune

TITLE = "Projet de courrier, à relire et à signer"


def letter(where: Where, asked: Between, communes: Sequence[Commune], total: Due, questions: Sequence[str]) -> Section:
    """The letter, on a page of its own."""
    operator, place = where.source.nearby.operator(where.operator), where.place.name
    by = french.day(asked.last.end)
    what = french.counted(total.missed, "immeuble attend", "immeubles attendent")
    late = {**counted.chosen(where), counted.COUNTED: OVERDUE}
    attached = Link(
        "la liste des immeubles en retard, avec identifiant, adresse, secteur, dates et état", counted.address(**late)
    )
    asks = [*questions, "la date à laquelle chacun des immeubles de la liste jointe aura la fibre"]
    return Section(
        TITLE,
        (
            Paragraph(f"{operator}\nDirection des déploiements"),
            Paragraph("Le [date]", Tone.SOFT),
            Paragraph(f"Objet : {place}, {what} la fibre au {by}", Tone.LEAD),
            Paragraph("Madame, Monsieur,"),
            Paragraph(_facts(total, asked)),
            *((Paragraph(most),) if (most := story.most_of(communes)) else ()),
            Paragraph("Nous vous demandons, avant le prochain comité :"),
            Points(tuple(f"{words}{'.' if words is asks[-1] else ' ;'}" for words in asks), ordered=True),
            Paragraph(
                "Ces chiffres viennent des fichiers que vous remettez à l’Arcep. Si l’un d’eux est faux, "
                "dites-le-nous : nous publierons votre réponse à côté."
            ),
            Paragraph("[Nom, fonction]", Tone.SOFT),
            Paragraph("Pièce jointe :"),
            Points((attached,)),
        ),
        spoken=False,
        apart=True,
    )


def _facts(total: Due, asked: Between) -> str:
    """What was due, what came, what waits."""
    first, last = french.day(asked.first.end), french.day(asked.last.end)
    due = french.counted(total.due, "immeuble de vos listes", "immeubles de vos listes")
    parts = [f"{french.number(total.arrived)} {french.plural(total.arrived, 'est arrivé', 'sont arrivés')}"]
    if total.put_off:
        parts.append(f"la date de {french.number(total.put_off)} a été repoussée")
    parts.append(f"{french.number(total.missed)} {french.plural(total.missed, 'attend', 'attendent')} encore")
    had = french.plural(total.due, "n’avait pas la fibre et l’attendait", "n’avaient pas la fibre et l’attendaient")
    return f"Le {first}, {due} {had} pour le {last} au plus tard. Depuis, {french.listed(parts)}."
