"""What an editor publishes reaches the readers: the live pages are copied to the file that readers' pages read."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from maillage.commons.editorial import published
from maillage.commons.editorial.models import EditorialPage, HomeTexts


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two editors may publish at the same moment: the second must not be written over by the first."""
    lock = published.file().with_name(".editorial.lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with open(lock, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def refresh() -> None:
    """Publish what is live in the database, unless these very texts already are."""
    with _one_at_a_time():
        live = [page.as_text for model in (HomeTexts, EditorialPage) for page in model.objects.live()]
        texts = {text.name: text for text in live}
        if not published.file().is_file() or published.readable() != texts:
            published.write(texts.values())


def follow(sender: Any, **event: Any) -> None:
    """Called by Wagtail after a page was published, withdrawn or deleted."""
    transaction.on_commit(refresh)
