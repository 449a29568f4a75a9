"""Conventions and their commitments, in words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from maillage.kernel import french
from maillage.observatory.door import Observatory
from maillage.steering.conventions import published
from maillage.steering.conventions.published import Commitment, Convention
from maillage.steering.conventions.verdict import Judged, Verdict, all_judged
from maillage.web.words.held import held

KINDS = {"cpsd": "CPSD", "amii": "AMII", "amel": "AMEL", "autre": "Autre convention"}
HELD = "verdict réservé"
"""What is said in an electoral period."""
CLASSES = {Verdict.KEPT: "kept", Verdict.GOING: "going", Verdict.MISSED: "missed", Verdict.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment as the page shows it."""

    due: str
    what: str
    where: tuple[tuple[str, str], ...]
    verdict: str
    style: str
    measured: str
    why: str
    note: str


def judged(source: Observatory) -> dict[int, list[Judged]]:
    """The commitments of each convention and their verdict today, by its number."""
    return all_judged(source, published.stamp(), timezone.localdate())


def amount(commitment: Commitment, value: float) -> str:
    """« 95 % des immeubles », « 1 200 immeubles »."""
    things = "locaux" if commitment.subject == "locaux" else "immeubles"
    if commitment.measure == "part":
        return f"{french.with_unit(value, '%', 1)} des {things}"
    return f"{french.number(value)}{french.WIDE}{things}"


def what(commitment: Commitment) -> str:
    """« 95 % des immeubles raccordables »."""
    demand = ", sur demande compris" if commitment.on_demand else ""
    return f"{amount(commitment, commitment.target)} raccordables{demand}"


def places(source: Observatory, agreement: Convention | Commitment) -> tuple[tuple[str, str], ...]:
    """The territories, with their address; one that the release no longer knows says its code."""
    links = []
    for ref in agreement.territories:
        known = {each.ref: each.name for each in source.territories(ref.level)}
        links.append(
            (reverse("territory", args=[ref.level, ref.code]), known[ref]) if ref in known else ("", f"{ref} (inconnu)")
        )
    return tuple(links)


def promise(source: Observatory, judged: Judged) -> Promise:
    """A commitment with its verdict."""
    commitment, reading = judged.commitment, judged.reading
    measured = ""
    if reading is not None and reading.value is not None:
        measured = f"{french.capital(amount(commitment, reading.value))} à la fin du {reading.period.label}"
    why = judged.why
    if held():
        why = ""
    elif judged.verdict is Verdict.MISSED:
        why = (
            "Pas encore atteint au dernier trimestre connu."
            if judged.late_months is None
            else f"Constaté {french.counted(judged.late_months, 'mois', 'mois')} après l’échéance."
        )
    return Promise(
        due=french.day(commitment.due_on),
        what=what(commitment),
        where=places(source, commitment),
        verdict=HELD if held() else judged.verdict.value,
        style=CLASSES[Verdict.UNKNOWN if held() else judged.verdict],
        measured=measured,
        why=why,
        note=commitment.note,
    )


def counts(judged: list[Judged]) -> str:
    """« 2 tenus, 1 manqué » in the order of verdicts; empty without commitment. In an electoral period, that they are
    held back."""
    if held():
        return HELD if judged else ""
    parts = []
    for verdict in Verdict:
        number = sum(commitment.verdict is verdict for commitment in judged)
        plural = {Verdict.KEPT: "tenus", Verdict.MISSED: "manqués", Verdict.UNKNOWN: "non mesurables"}
        if number:
            parts.append(french.counted(number, verdict.value, plural.get(verdict, verdict.value)))
    return ", ".join(parts)


def operators(source: Observatory, convention: Convention) -> str:
    """The names of the operators committed."""
    if not convention.operators:
        return "Tous les opérateurs du territoire"
    return ", ".join(source.nearby.operator(code) for code in convention.operators)
