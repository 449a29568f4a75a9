"""How long something holds: a scheme, an aid, a body, a document, an indicator. Past its end nothing of it is promised,
asked or judged; it stays as history.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maillage.kernel.period import Period, french_date


class Certainty(StrEnum):
    """Whether somebody read what these dates rest on."""

    CHECKED = "verifie"
    TO_CHECK = "a_verifier"


@dataclass(frozen=True, slots=True)
class Validity:
    """In force from `starts_on` to `ends_on`, both days included; None: not known, or not told.

    `replaced_by` names what came after, `source` where the dates come from.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    replaced_by: str = ""
    source: str = ""
    state: Certainty = Certainty.CHECKED

    def closed(self, day: date) -> bool:
        """Whether it is over on that day: past its end, or replaced at a date that nobody tells."""
        return self.ends_on < day if self.ends_on else bool(self.replaced_by)

    def covers(self, period: Period) -> bool:
        """Whether a period holds at least a day of it."""
        begun = self.starts_on is None or self.starts_on <= period.end
        return begun and (self.ends_on is None or period.start <= self.ends_on)

    @property
    def to_check(self) -> bool:
        """Whether these dates are still to be checked."""
        return self.state == Certainty.TO_CHECK

    @property
    def known(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.starts_on or self.ends_on or self.replaced_by)

    @property
    def words(self) -> str:
        """« En vigueur du 22 mars 2019 au 31 décembre 2024 ; aujourd’hui : … (à vérifier) »; empty when nothing is."""
        said = []
        if self.starts_on and self.ends_on:
            said.append(f"en vigueur du {french_date(self.starts_on)} au {french_date(self.ends_on)}")
        elif self.ends_on:
            said.append(f"en vigueur jusqu’au {french_date(self.ends_on)}")
        elif self.starts_on:
            said.append(f"en vigueur depuis le {french_date(self.starts_on)}")
        if self.replaced_by:
            said.append(f"aujourd’hui : {self.replaced_by}")
        sentence = " ; ".join(said)
        return f"{sentence[:1].upper()}{sentence[1:]}{' (à vérifier)' if sentence and self.to_check else ''}"
