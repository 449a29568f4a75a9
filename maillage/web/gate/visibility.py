"""Who the operator of the site lets see the planned dates of confidential files."""

from collections.abc import Mapping

from maillage.kernel.errors import UsageError
from maillage.kernel.visibility import Visibility

NAME = "MAILLAGE_IPE_VISIBILITY"


def chosen(environment: Mapping[str, str]) -> Visibility:
    """The level the operator chose for planned dates, by default that of the source. Raises UsageError for another.

    - `collectivites`: members of a collectivité or of the project team, on their territory;
    - `equipe-projet`: members of the project team only;
    - `public`: besides the first, everybody may know the quarter planned at an address. Neither the buildings nor
      their premises are public for all that: the agreements by which operators give these files forbid it.
    """
    text = environment.get(NAME, "").strip().lower() or Visibility.COLLECTIVITES.value
    if text not in list(Visibility):
        raise UsageError(f"{NAME} vaut « {text} ». Écrivez {', '.join(Visibility)}, ou rien pour « collectivites ».")
    return Visibility(text)
