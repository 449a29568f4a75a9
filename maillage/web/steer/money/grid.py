"""The grid of a budget: years by kind, planned and real; then fundings.

Names of its fields: `l-2026-investissement-planned` for a line, `x1-year` for a year to add, `f12-amount` for a funding
already there, `n1-amount` for a new one, `f12-remove` to take one away.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict

from maillage.kernel.errors import UsageError
from maillage.steering.money.models import Kind, State
from maillage.steering.money.models.envelope import FIRST_YEAR, LAST_YEAR
from maillage.steering.money.saving import Budget, Given
from maillage.web.forms.form import Day, plain_fields
from maillage.web.forms.pickers.catalogue import Catalogue
from maillage.web.forms.pickers.directory import ORGANISATIONS
from maillage.web.forms.pickers.fields import Pick
from maillage.web.forms.rows import Rows, Together
from maillage.web.steer.money.amount import Amount

PARTS = {"planned": "prévu", "real": "réel"}
ADDED = ("x1", "x2")
"""The years to add."""
NEW_FUNDINGS, MOST_FUNDINGS = 3, 60
Choices = Sequence[tuple[str, str]]
_LINE = re.compile(r"l-(\d{4})-(investissement|fonctionnement)-(planned|real)", re.ASCII)
_CELLS = [(kind, part) for kind in Kind.values for part in PARTS]


def line_name(year: int, kind: str, part: str) -> str:
    """The field of a line."""
    return f"l-{year}-{kind}-{part}"


def _label(kind: str, part: str) -> str:
    return f"{Kind(kind).label} {PARTS[part]}"


def _year(text: str) -> int | None:
    text = text.strip()
    known = text.isascii() and text.isdecimal() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR
    return int(text) if known else None


def _placed(posted: QueryDict | None) -> QueryDict | None:
    """The same, with the years to add among the others."""
    if posted is None:
        return None
    moved = posted.copy()
    for start in ADDED:
        year = _year(moved.get(f"{start}-year", ""))
        if year is not None and not any(moved.get(line_name(year, kind, part)) for kind, part in _CELLS):
            for kind, part in _CELLS:
                moved[line_name(year, kind, part)] = moved.pop(f"{start}-{kind}-{part}", [""])[-1]
            del moved[f"{start}-year"]
    return moved


class Lines(forms.Form):
    """The years of a budget, and some to add."""

    def __init__(self, posted: QueryDict | None, budget: Budget, usual: set[int]) -> None:
        first = {
            line_name(year, kind, part): amount
            for (year, kind), both in budget.lines.items()
            for part, amount in zip(PARTS, both, strict=True)
        }
        posted = _placed(posted)
        super().__init__(posted, initial=first)
        sent = {int(match[1]) for name in posted or () if (match := _LINE.fullmatch(name))}
        self.years = sorted({year for year, _ in budget.lines} | usual | sent)
        if len(self.years) > LAST_YEAR - FIRST_YEAR:
            raise UsageError("Trop de lignes pour une seule action.")
        for year in self.years:
            for kind, part in _CELLS:
                label = f"{_label(kind, part)} {year}"
                self.fields[line_name(year, kind, part)] = Amount(label=label, max_length=40, required=False)
        for rank, start in enumerate(ADDED, start=1):
            self.fields[f"{start}-year"] = forms.CharField(
                label=f"Année à ajouter, {rank}", max_length=40, required=False
            )
            for kind, part in _CELLS:
                label = f"{_label(kind, part)}, année à ajouter {rank}"
                self.fields[f"{start}-{kind}-{part}"] = Amount(label=label, max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        """What is real was planned; a year to add that is still there is wrong."""
        typed = self.cleaned_data
        for year in self.years:
            for kind in Kind.values:
                planned = line_name(year, kind, "planned")
                unknown = typed.get(planned) is None and planned not in self.errors
                if unknown and typed.get(line_name(year, kind, "real")) is not None:
                    self.add_error(planned, "Dites ce qui était prévu, 0 si rien ne l’était.")
        for start in ADDED:
            text = str(typed.get(f"{start}-year", ""))
            if _year(text) is not None:
                self.add_error(f"{start}-year", f"L’année {text} est déjà dans la grille.")
            elif text or any(typed.get(f"{start}-{kind}-{part}") is not None for kind, part in _CELLS):
                self.add_error(f"{start}-year", f"Une année, de {FIRST_YEAR} à {LAST_YEAR}.")
        return typed

    def lines(self) -> dict[tuple[int, str], tuple[Decimal, Decimal | None]]:
        """The lines typed, once valid."""
        typed = self.cleaned_data
        return {
            (year, kind): (typed[line_name(year, kind, "planned")], typed[line_name(year, kind, "real")])
            for year in self.years
            for kind in Kind.values
            if typed[line_name(year, kind, "planned")] is not None
        }

    def rows(self) -> Iterator[tuple[str, Any, list[Any]]]:
        """The rows of the table: the year, the field where it is typed when it is to be added, four amounts."""
        fields = plain_fields(self)
        for year in self.years:
            yield str(year), None, [fields[line_name(year, kind, part)] for kind, part in _CELLS]
        for start in ADDED:
            yield "", fields[f"{start}-year"], [fields[f"{start}-{kind}-{part}"] for kind, part in _CELLS]


class Share(forms.Form):
    """A funding."""

    funder_name = forms.CharField(label="ou hors annuaire", max_length=150, required=False)
    envelope = forms.ChoiceField(label="Enveloppe", required=False)
    amount = Amount(label="Montant", max_length=40, required=False)
    state = forms.ChoiceField(label="État", choices=State.choices)
    decided_on = forms.DateField(label="Décidé le", required=False, widget=Day())
    note = forms.CharField(label="Note", max_length=300, required=False)
    remove = forms.BooleanField(label="Retirer ce financement", required=False)

    def __init__(self, *args: Any, funders: Catalogue, envelopes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["funder"] = Pick(lambda: funders, source=ORGANISATIONS, label="Financeur", required=False)
        fields["envelope"].choices = envelopes
        self.order_fields(("funder",))

    def has_changed(self) -> bool:
        """Whether something is typed: a state alone says nothing."""
        return bool({*self.changed_data} - {"state"})

    def clean(self) -> dict[str, Any]:
        """Somebody pays something."""
        typed = self.cleaned_data
        if typed.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "Dites combien, ou retirez ce financement.")
        said = typed.get("funder") or typed.get("funder_name") or typed.get("envelope")
        if not said and "funder" not in self.errors:
            self.add_error("funder", "Dites qui finance : une organisation, un nom ou une enveloppe.")
        return typed

    def given(self, pk: int | None) -> Given:
        """The funding typed, once valid."""
        typed = self.cleaned_data
        return Given(
            pk,
            int(typed["funder"]) if typed["funder"] else None,
            typed["funder_name"],
            int(typed["envelope"]) if typed["envelope"] else None,
            typed["amount"],
            typed["state"],
            typed["decided_on"],
            typed["note"],
        )


class Grid(Together):
    """The whole budget in one form."""

    def __init__(
        self, posted: QueryDict | None, budget: Budget, usual: set[int], funders: Catalogue, envelopes: Choices
    ) -> None:
        self.lines = Lines(posted, budget, usual)
        known = {}
        for rank, share in enumerate(budget.fundings, start=1):
            first = {name: getattr(share, name) for name in ("funder", *Share.base_fields) if name != "remove"}
            known[f"f{share.pk}"] = (f"Financement {rank}", first)
        make = partial(Share, funders=funders, envelopes=envelopes)
        self.fundings = Rows(make, known, "Financement à ajouter", NEW_FUNDINGS, posted)
        if len(self.fundings.rows) > MOST_FUNDINGS + NEW_FUNDINGS:
            raise UsageError("Trop de lignes pour une seule action.")
        super().__init__(self.lines, self.fundings)

    def budget(self) -> Budget:
        """The budget typed, once valid."""
        kept = self.fundings.kept()
        shares = [row.form.given(int(row.key[1:]) if row.known else None) for row in kept]
        return Budget(self.lines.lines(), tuple(shares))
