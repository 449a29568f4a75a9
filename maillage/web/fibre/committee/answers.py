"""What the operators answered in public: the minutes of the follow-up meetings of the conventions that concern the
place and the operator, the last first. A challenge and its answer stay between the collectivité and its operator: only
how many each operator answers is public, and its page is linked.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse

from maillage.kernel import french
from maillage.steering.conventions import published
from maillage.steering.conventions.published import Convention, Meeting
from maillage.steering.conventions.verdict import communes
from maillage.web.documents.described import Link, Paragraph, Points, Section, Tone
from maillage.web.fibre.bar import Where

MOST = 3
"""Meetings told, the last ones."""
TITLE = "Ce qui a été répondu"
NOTHING = (
    "Aucune réponse publique ici. Celle qui est donnée à la réunion de suivi d’une convention, et saisie dans son "
    "compte rendu, est montrée à cette place."
)


class Answer(NamedTuple):
    """A meeting, and the convention that it follows."""

    meeting: Meeting
    convention: Convention


def answers(where: Where) -> list[Answer]:
    """The meetings of the public conventions of this place and this operator, the last first."""
    return sorted(
        (
            Answer(meeting, convention)
            for convention in published.every()
            if not (where.operator and convention.operators) or where.operator in convention.operators
            if where.communes & communes(where.source, convention.territories)
            for meeting in convention.meetings
        ),
        key=lambda answer: answer.meeting.held_on,
        reverse=True,
    )


def section(where: Where, known: Sequence[Answer]) -> Section:
    """The last of them, each with its day, its operators and its convention."""
    blocks: list[Paragraph | Points] = []
    for meeting, convention in known[:MOST]:
        who = french.listed([where.source.nearby.operator(code) for code in convention.operators])
        head = f"Réunion de suivi du {french.day(meeting.held_on)}{f', {who}' if who else ''}"
        after = f"\nSuites : {meeting.next_steps}" if meeting.next_steps else ""
        blocks += [
            Paragraph(french.typographic(f"{head} : « {meeting.minutes} »{after}")),
            Points((Link(french.typographic(convention.title), convention.page),)),
        ]
    if not known:
        blocks.append(Paragraph(NOTHING, Tone.SOFT))
    if (others := len(known) - MOST) > 0:
        blocks.append(Paragraph(f"{french.counted(others, 'autre réunion', 'autres réunions')} avant.", Tone.SOFT))
    blocks.append(Points((Link("Comment chaque opérateur répond aux contestations", reverse("challenge")),)))
    return Section(TITLE, tuple(blocks))
