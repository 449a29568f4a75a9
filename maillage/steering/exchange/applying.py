"""A checked workbook, written: all of it in one transaction, or nothing."""

from datetime import date

from django.db import IntegrityError, transaction
from simple_history.utils import bulk_create_with_history

from maillage.directory.models import User
from maillage.kernel.errors import UsageError
from maillage.steering import versions
from maillage.steering.actions import saving
from maillage.steering.actions.models import Step
from maillage.steering.exchange import checking, reading
from maillage.steering.exchange.checking import Checked, Heard, unheard
from maillage.steering.exchange.powers import Powers


def check(content: bytes, powers: Powers, today: date, heard: Heard = unheard) -> Checked:
    """What a workbook would do; `heard` is told how far the check is. Raises UsageError when it is
    none, or too heavy."""
    lines, steps, faults = reading.read(content)
    return checking.check(lines, steps, faults, powers, today, heard)


@transaction.atomic
def apply(checked: Checked, author: User | None, heard: Heard = unheard) -> tuple[int, int]:
    """Write what was checked: how many actions are new, how many changed. `heard` is told how far it is.

    Raises UsageError when there are faults, or when somebody wrote one of these actions meanwhile: then nothing is
    written.
    """
    if checked.faults:
        raise UsageError("Rien n’a été écrit : le fichier a des erreurs.")
    new: list[Step] = []
    try:
        drafts = (*checked.created, *checked.changed)
        for rank, draft in enumerate(drafts):
            heard(rank, len(drafts))
            version = None if draft.new else draft.version or draft.action.version
            saving.write(draft.action, author, version, draft.many)
            for step in draft.steps.steps:
                step.action = draft.action
                step._history_user = author
                if step.pk is None:
                    new.append(step)
                else:
                    step.save()
        # Thousands of them: one by one, they would take longer than all the rest.
        bulk_create_with_history(new, Step, batch_size=500, default_user=author)
    except versions.Stale as error:
        raise UsageError(f"{error} Rien n’a été écrit : exportez de nouveau.") from None
    except IntegrityError:
        raise UsageError(
            "Une action du même code vient d’être créée. Rien n’a été écrit : exportez de nouveau."
        ) from None
    return len(checked.created), len(checked.changed)
