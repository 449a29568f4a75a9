"""What a worker does, done here and now, in the transaction of a test."""

import pytest
from django_tasks_db.management.commands import db_worker

from maillage.config.hand import Hand


def work() -> None:
    """Do all the jobs that wait."""
    with pytest.MonkeyPatch.context() as patch:
        # It looks at its connection now and then, and would take one in a transaction for one that was left broken.
        patch.setattr(db_worker, "close_old_connections", lambda: None)
        Hand("essai", 0).run()
