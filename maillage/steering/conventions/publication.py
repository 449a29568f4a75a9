"""What is entered reaches the readers: the public conventions are copied to the file that their pages read."""

from typing import Any

from django.db import transaction

from maillage.directory import typed
from maillage.steering.conventions import published
from maillage.steering.conventions.models import Convention
from maillage.store import published as file


def refresh() -> None:
    """Publish the conventions that are to be shown, and no other."""
    file.publish(published.path(), lambda: [published.as_record(_told(convention)) for convention in _shown()])


def follow(sender: Any, **event: Any) -> None:
    """Called by Django when a convention, or a part of one, was saved or deleted."""
    transaction.on_commit(refresh)


def _shown() -> list[Convention]:
    conventions = Convention.objects.filter(shown=True)
    return list(conventions.prefetch_related("organisations", "commitments", "meetings"))


def _told(convention: Convention) -> published.Convention:
    return published.Convention(
        number=convention.pk,
        title=convention.title,
        kind=convention.kind,
        signed_on=convention.signed_on,
        ends_on=convention.ends_on,
        parties=(
            *(organisation.name for organisation in convention.organisations.all()),
            *(line.strip() for line in convention.parties.splitlines() if line.strip()),
        ),
        operators=typed.codes(convention.operators),
        territories=typed.refs(convention.territories),
        purpose=convention.purpose,
        commitments=tuple(
            published.Commitment(
                each.due_on,
                each.subject,
                each.measure,
                float(each.target),
                each.on_demand,
                typed.refs(each.territories),
                each.note,
            )
            for each in convention.commitments.all()
        ),
        meetings=tuple(
            published.Meeting(each.held_on, each.minutes, each.next_steps) for each in convention.meetings.all()
        ),
        # Their weight alone: ten megabytes each are not read to be told of.
        documents=tuple(
            published.Document(*row)
            for row in convention.documents.filter(public=True).values_list("pk", "title", "weight")
        ),
    )
