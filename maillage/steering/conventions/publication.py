"""What is entered reaches the readers: the public conventions are copied to the file that their pages read."""

from typing import Any

from django.db import transaction

from maillage.directory import typed
from maillage.steering.conventions import published
from maillage.steering.conventions.models import Convention
from maillage.store import published as file


def refresh() -> None:
    """Publish the conventions that are to be shown, and no other."""
    file.publish(published.path(), lambda: [published.as_record(_told(one)) for one in _shown()])


def follow(sender: Any, **event: Any) -> None:
    """Called by Django when a convention, or a part of one, was saved or deleted."""
    transaction.on_commit(refresh)


def _shown() -> list[Convention]:
    found = Convention.objects.filter(shown=True)
    return list(found.prefetch_related("organisations", "commitments", "meetings"))


def _told(one: Convention) -> published.Convention:
    return published.Convention(
        number=one.pk,
        title=one.title,
        kind=one.kind,
        signed_on=one.signed_on,
        ends_on=one.ends_on,
        parties=(
            *(organisation.name for organisation in one.organisations.all()),
            *(line.strip() for line in one.parties.splitlines() if line.strip()),
        ),
        operators=typed.codes(one.operators),
        territories=typed.refs(one.territories),
        purpose=one.purpose,
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
            for each in one.commitments.all()
        ),
        meetings=tuple(
            published.Meeting(each.held_on, each.minutes, each.next_steps) for each in one.meetings.all()
        ),
        # Their weight alone: ten megabytes each are not read to be told of.
        documents=tuple(
            published.Document(*row)
            for row in one.documents.filter(public=True).values_list("pk", "title", "weight")
        ),
    )
