"""Who the operator of the site lets see what is not for everybody: planned dates, the estimate of cost."""

from collections.abc import Mapping

from maillage.kernel.errors import UsageError
from maillage.kernel.visibility import Visibility

NAME = "MAILLAGE_IPE_VISIBILITY"
COST = "MAILLAGE_COST_VISIBILITY"


def chosen(environment: Mapping[str, str], name: str = NAME) -> Visibility:
    """The level the operator chose, by default « collectivites ». Raises UsageError for another.

    Of planned dates and of the cost alike:

    - `collectivites`: members of a collectivité or of the project team; of planned dates, on their territory;
    - `equipe-projet`: members of the project team only, in the same way;
    - `public`: everybody, of the cost; of planned dates, everybody may know besides the quarter planned at an address.
      Neither the buildings nor their premises are public for all that: the agreements by which operators give these
      files forbid it.
    """
    text = environment.get(name, "").strip().lower() or Visibility.COLLECTIVITES.value
    if text not in list(Visibility):
        raise UsageError(f"{name} vaut « {text} ». Écrivez {', '.join(Visibility)}, ou rien pour « collectivites ».")
    return Visibility(text)
