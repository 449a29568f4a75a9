"""Values that are probably mistyped are asked about, through every door, and written once they are said to be right."""

from decimal import Decimal

import pytest

from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import entering, pasting, plausible
from maillage.steering.targets.entering import Given
from maillage.steering.targets.models import Entry, Sheet
from tests.steering.targets.conftest import made


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("0.624", "0,624 % ? Vouliez-vous 62,4 % ?"),
        ("1", "1 % ? Vouliez-vous 100 % ?"),
        ("-3", "−3 % ? La valeur plausible va de 0 à 100 %."),
        ("130", "130 % ? La valeur plausible va de 0 à 100 %."),
        ("0", ""),
        ("62.4", ""),
        ("100", ""),
    ],
)
def test_a_share_written_as_a_fraction_or_out_of_range_is_asked_about(value: str, asked: str) -> None:
    assert plain(plausible.doubt(Sheet(unit="%"), Decimal(value))) == asked


def test_the_range_of_a_sheet_is_its_own() -> None:
    growth = Sheet(unit="%", low=Decimal(-50), high=Decimal(400))
    assert plausible.doubt(growth, Decimal(-3)) == ""
    assert plain(plausible.doubt(growth, Decimal(500))) == "500 % ? La valeur plausible va de −50 à 400 %."
    assert plain(plausible.doubt(Sheet(unit="km", high=Decimal(50)), Decimal(51))).endswith("va jusqu’à 50 km.")
    assert plausible.doubt(Sheet(unit="pass"), Decimal(-3)) == ""


def test_no_door_writes_a_doubtful_value_that_nobody_said_is_right(strategy: Strategy) -> None:
    share = made(strategy, "part", unit="%", frequency="annuelle")
    for write in (entering.enter, entering.propose):
        with pytest.raises(entering.Doubtful, match="Vouliez-vous"):
            write(share, Given("region:27", "2025", Decimal("0.624")), None)
    assert not Entry.objects.exists()
    entering.enter(share, Given("region:27", "2025", Decimal("0.624"), sure=True), None)
    assert Entry.objects.get().value == Decimal("0.624")


def test_a_pasted_share_written_as_a_fraction_is_asked_about_in_its_line() -> None:
    lines = pasting.read("25056;0,624\n25035;-3\n25047;62,4", "2025", lambda code: f"commune:{code}", Sheet(unit="%"))
    assert [bool(one.question) for one in lines] == [True, True, False]
    assert lines[0].key == "commune:25056|2025|0,624"
