"""Which region this home serves: said once, kept beside the lake, never mixed with another."""

import json

from maillage.kernel.errors import UsageError
from maillage.store.home import Home, write_whole

DEFAULT_REGION = "27"


def known(home: Home) -> str | None:
    """The region this home serves, None before the first build."""
    path = home.root / "perimeter.json"
    return str(json.loads(path.read_text("utf-8"))["region"]) if path.exists() else None


def check(home: Home, region: str | None) -> None:
    """Raises UsageError when this home already serves another region than the one asked for."""
    before = known(home)
    if None not in (before, region) and before != region:
        raise UsageError(
            f"{home.root} sert déjà la région {before}. Pour la région {region}, donnez un autre dossier "
            "par MAILLAGE_HOME."
        )


def settle(home: Home, region: str) -> None:
    """Keep the region. Raises UsageError when this home already serves another one."""
    check(home, region)
    if known(home) is None:
        write_whole(home.root / "perimeter.json", json.dumps({"region": region}).encode())
