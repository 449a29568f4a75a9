"""Whether an indicator is SMART: five checks, each with what it asks and what is missing."""

from dataclasses import dataclass

from maillage.steering.targets.models import Sheet


@dataclass(frozen=True, slots=True)
class Check:
    """One of the five: its letter's word, whether it holds, what shows it, or what is missing."""

    name: str
    holds: bool
    said: str


def _missing(conditions: dict[str, bool]) -> str:
    return "Il manque : " + ", ".join(name for name, there in conditions.items() if not there) + "."


def _check(name: str, conditions: dict[str, bool], said: str) -> Check:
    holds = all(conditions.values())
    return Check(name, holds, said if holds else _missing(conditions))


def smart(sheet: Sheet, targets: int, started: bool) -> tuple[Check, ...]:
    """The five checks. `targets` counts dated targets, `started` says whether a value is known to start from."""
    method = sheet.computed or bool(sheet.method)
    source = sheet.computed or bool(sheet.source)
    measured = {"l’unité": bool(sheet.unit), "la méthode": method, "la source": source}
    owner = {"un responsable": not sheet.ownerless, "pourquoi la cible peut être atteinte": bool(sheet.attainable)}
    means = {"avec quels moyens": bool(sheet.realistic), "une valeur initiale": started}
    counted = "Calculé par l’observatoire" if sheet.computed else "Unité, méthode et source sont dites"
    return (
        _check("Spécifique", {"la définition": bool(sheet.definition)}, "La définition dit ce qui est compté."),
        _check("Mesurable", measured, f"{counted}."),
        _check("Atteignable", owner, sheet.attainable),
        _check("Réaliste", means, sheet.realistic),
        _check("Temporel", {"une cible datée": bool(targets)}, "Au moins une cible a sa date."),
    )
