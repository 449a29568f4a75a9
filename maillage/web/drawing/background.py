"""What lies under the map: nothing of others by default; the operator may switch on the State's own background."""

from collections.abc import Mapping
from dataclasses import dataclass

from maillage.kernel.errors import UsageError

NAME = "MAILLAGE_BACKGROUND"


@dataclass(frozen=True, slots=True)
class Background:
    """Pictures laid under the figures: where a browser asks for them, the pattern of their address, who made them."""

    host: str
    tiles: str
    attribution: str


NONE = Background("", "", "")
IGN_HOST = "https://data.geopf.fr"
IGN = Background(
    IGN_HOST,
    f"{IGN_HOST}/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal"
    "&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
    "Fond : Plan IGN, © IGN, Géoplateforme",
)
CHOICES = {"": NONE, "ign": IGN}


def chosen(environment: Mapping[str, str]) -> Background:
    """The background the operator chose. Raises UsageError when there is none of this name."""
    text = environment.get(NAME, "").strip().lower()
    if text not in CHOICES:
        raise UsageError(f"{NAME} vaut « {text} ». Écrivez « ign », ou rien pour n’appeler personne d’autre.")
    return CHOICES[text]
