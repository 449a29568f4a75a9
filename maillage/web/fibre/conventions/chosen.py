"""The conventions that concern the place and the operator chosen."""

from maillage.kernel import french
from maillage.steering.conventions import published
from maillage.steering.conventions.verdict import Judged, Verdict
from maillage.steering.conventions.verdict import communes as communes_of
from maillage.web.fibre.where import OPERATOR, PLACE
from maillage.web.gate.observatory import observatory
from maillage.web.lists.asked import Asked


def inside(asked: Asked) -> set[str]:
    """The communes of the place asked."""
    return {commune.ref.code for commune in observatory(asked.request).communes(asked[PLACE].ref)}


def conventions(asked: Asked) -> list[published.Convention]:
    """Those that have a commune there, and the operator asked or every one of the place."""
    source, operator, whole = observatory(asked.request), asked[OPERATOR], asked[PLACE].ref
    own = [each for each in published.every() if not (operator and each.operators) or operator in each.operators]
    if whole == source.release.region:
        return own
    within = inside(asked)
    return [each for each in own if within & communes_of(source, each.territories)]


def headline(signed: int, judged: list[Judged]) -> str:
    """« 3 conventions : 1 engagement tenu, 1 manqué »."""
    if not signed:
        return "Aucune convention publiée ici"
    kept = sum(each.verdict is Verdict.KEPT for each in judged)
    missed = sum(each.verdict is Verdict.MISSED for each in judged)
    head = french.counted(signed, "convention")
    if not judged:
        return f"{head}, aucun engagement daté"
    if not kept and not missed:
        return french.typographic(f"{head} : aucun engagement à juger encore")
    parts = [french.counted(kept, "engagement tenu", "engagements tenus")] if kept else []
    if missed:
        words = (
            french.counted(missed, "manqué")
            if kept
            else french.counted(missed, "engagement manqué", "engagements manqués")
        )
        parts.append(words)
    return french.typographic(f"{head} : {', '.join(parts)}")
