"""Make the computed release the one being read: number it, put it in place, turn the sign in one move."""

import json
import os
from datetime import UTC, datetime

from maillage.kernel.errors import DataError
from maillage.pipeline import journal
from maillage.pipeline.citations import keep
from maillage.store import citations, whole
from maillage.store.home import Home, write_whole


def publish(home: Home) -> int:
    """Publish what was computed and give its number. Raises DataError when nothing was.

    Whatever the moment a run is killed, `current` names a whole release: the old one or the new.
    """
    if not (home.build / "catalogue.json").exists():
        raise DataError("Rien n’est calculé. Lancez d’abord « maillage compute ».")
    home.releases.mkdir(parents=True, exist_ok=True)
    released = {int(path.name) for path in home.releases.iterdir() if path.name.isdigit()}
    # A number that was cited is never given again, even once its release is deleted.
    number = 1 + max(released | set(citations.kept(home.root)), default=0)
    facts = {"number": number, "published_at": datetime.now(UTC).isoformat(timespec="seconds")}
    write_whole(home.build / "release.json", json.dumps(facts).encode())
    whole.seal(home.build)
    place = home.releases / f"{number:05d}"
    home.build.rename(place)
    whole.settle(home.releases)
    sign = home.releases / ".current.new"
    sign.unlink(missing_ok=True)
    sign.symlink_to(place.name)
    os.replace(sign, home.current)
    whole.settle(home.releases)
    keep(home)
    journal.note(home, "publish", **facts)
    return number
