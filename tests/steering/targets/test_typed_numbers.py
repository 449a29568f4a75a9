"""Values as they are typed and pasted: what is read of a number, of a short line, of heads in any order."""

from decimal import Decimal

import pytest

from maillage.kernel.errors import UsageError
from maillage.steering.targets import numbers, pasting, plausible
from maillage.steering.targets.models import Sheet


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("62,4 %", "62.4"),
        ("1\u202f250.5", "1250.5"),
        ("−3", "-3"),
        ("0,0001", "0.0001"),
        ("12345678901", "12345678901"),
    ],
)
def test_a_number_is_read_as_french_people_type_it(text: str, value: str) -> None:
    assert numbers.parse(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "%"])
def test_nothing_typed_is_no_value_and_not_zero(text: str) -> None:
    assert numbers.parse(text) is None


@pytest.mark.parametrize("text", ["0,00001", "123456789012", "1,2,3", "1e3", ",5", "5,", "--3", "deux"])
def test_what_is_no_number_of_four_decimals_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="Une valeur s’écrit en chiffres"):
        numbers.parse(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), ("62.4000", "62,4"), ("1250.0000", "1250"), ("100", "100"), ("0", "0"), ("-0.5", "-0,5")],
)
def test_a_field_holds_a_value_without_useless_zeros(value: str | None, text: str) -> None:
    assert numbers.typed(None if value is None else Decimal(value)) == text


def test_a_value_that_nobody_knows_is_said_to_be_unknown() -> None:
    assert numbers.shown(None, "%", 1) == "inconnue"
    assert numbers.shown(Decimal(0), "pass", 0) == "0\u00a0pass"


def pasted(text: str, period: str = "2025") -> list[pasting.Line]:
    return pasting.read(text, period, lambda code: f"commune:{code}", Sheet(unit="pass"))


def test_a_line_of_two_cells_is_of_the_period_asked_and_a_third_says_another() -> None:
    lines = pasted("25056;1\n25057;2;2024\n25058;3;;Relu\n25059;4;2023;Relu")
    read = [(line.given.period, line.given.comment) for line in lines if line.given]
    assert read == [("2025", ""), ("2024", ""), ("2025", "Relu"), ("2023", "Relu")]


def test_a_line_of_one_cell_lacks_its_value_and_says_so() -> None:
    [line] = pasted("25056")
    assert line.wrong.startswith("Il faut un territoire, puis une valeur")
    assert (line.given, line.key) == (None, "")


def test_a_line_shorter_than_its_heads_has_nothing_in_the_cells_it_lacks() -> None:
    full, short, empty = pasted("Code INSEE;Valeur;Commentaire\n25056;3;Relu\n25057;4\n25058")
    assert full.given is not None
    assert full.given.comment == "Relu"
    assert short.given is not None
    assert (short.given.value, short.given.period, short.given.comment) == (4, "2025", "")
    assert "La valeur manque" in empty.wrong


def test_heads_of_several_words_are_heads_and_a_line_of_numbers_is_not() -> None:
    assert [line.number for line in pasted("Commune ou EPCI;Valeur\n25056;3")] == [2]
    assert [line.number for line in pasted("Commune 25056;3")] == [1]
    assert [line.number for line in pasted("25056;3")] == [1]


def test_heads_alone_and_nothing_at_all_are_no_line() -> None:
    assert pasted("Territoire;Valeur") == []
    assert pasted("") == []
    assert pasted("\n \n") == []


def test_heads_without_a_value_leave_the_cells_in_their_usual_order() -> None:
    [line] = pasted("Commune;Nombre\n25056;3")
    assert line.given is not None
    assert (line.given.territory, line.given.value) == ("commune:25056", 3)


def test_the_same_place_at_another_period_is_another_value() -> None:
    first, other, again = pasted("25056;1\n25056;2;2024\n25056;3")
    assert (first.wrong, other.wrong, again.wrong) == ("", "", "Déjà donnée à la ligne 1.")


def test_two_thousand_lines_are_taken_at_once_and_one_more_is_refused() -> None:
    rows = [f"{code};1" for code in range(10_000, 12_001)]
    assert len(pasted("\n".join(rows[1:]))) == 2000
    with pytest.raises(UsageError, match="2000 lignes au plus"):
        pasted("\n".join(rows))


def test_a_comment_that_is_pasted_is_cut_at_two_thousand_signs() -> None:
    for length, kept in ((2000, 2000), (2001, 2000)):
        [line] = pasted(f"25056;1;2025;{'a' * length}")
        assert line.given is not None
        assert len(line.given.comment) == kept


def doubt(sheet: Sheet, value: str) -> str:
    return plausible.doubt(sheet, Decimal(value)).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("low", "high", "value", "range_told"),
    [
        (0, None, "-3", "de 0 pass à davantage"),
        (10, None, "9", "de 10 pass à davantage"),
        (-5, 40, "41", "de −5 à 40 pass"),
        (None, 40, "41", "jusqu’à 40 pass"),
    ],
)
def test_the_plausible_range_is_told_from_the_bounds_there_are(
    low: int | None, high: int | None, value: str, range_told: str
) -> None:
    sheet = Sheet(unit="pass", low=None if low is None else Decimal(low), high=None if high is None else Decimal(high))
    assert doubt(sheet, value).endswith(f"La valeur plausible va {range_told}.")


@pytest.mark.parametrize(("value", "asked"), [("-6", True), ("-5", False), ("40", False), ("40.1", True)])
def test_a_bound_is_plausible_itself(value: str, asked: bool) -> None:
    assert bool(doubt(Sheet(unit="pass", low=Decimal(-5), high=Decimal(40)), value)) is asked


def test_a_fraction_is_asked_about_where_its_percents_would_be_plausible_only() -> None:
    assert doubt(Sheet(unit="%", low=Decimal(0)), "0.5") == "0,5 % ? Vouliez-vous 50 % ?"
    assert doubt(Sheet(unit="%", high=Decimal(50)), "0.5") == "0,5 % ? Vouliez-vous 50 % ?"
    assert doubt(Sheet(unit="%", high=Decimal(49)), "0.5") == ""
    assert doubt(Sheet(unit="%"), "1.01") == ""
    assert doubt(Sheet(unit="pass"), "0.5") == ""
