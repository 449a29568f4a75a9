"""Jobs done until Ctrl-C."""

from argparse import Namespace
from pathlib import Path

from maillage.config.serve import open_home
from maillage.config.work import work as do_jobs
from maillage.observatory.door import verify


def work(home: Path, options: Namespace) -> None:
    """Do the jobs of a home."""
    # A damaged release is known before any file is made of it.
    verify(home)
    open_home(home)
    do_jobs()
