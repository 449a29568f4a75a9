"""Numbers, dates and sentences as a French printer would set them."""

from datetime import date

import pytest

from maillage.kernel import french


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (12394, 0, "12\u202f394"),
        (12394.56, 1, "12\u202f394,6"),
        (62.0, 1, "62"),
        (99.96, 1, "100,0"),
        (-3.25, 2, "−3,25"),
        (-0.001, 1, "0,0"),
        (0.0, 1, "0"),
    ],
)
def test_numbers_have_narrow_spaces_and_decimal_commas(value: float, decimals: int, shown: str) -> None:
    assert french.number(value, decimals) == shown


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("l'EPCI", "l’EPCI"),
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("Trois cas : a ; b", "Trois cas\u202f: a\u202f; b"),
        ("« oui »", "«\u202foui\u202f»"),
        ("100 % (SCORAN)", "100\u202f% (SCORAN)"),
        ("%", "%"),
        ("3 500 habitants", "3\u202f500 habitants"),
        ("https://exemple.fr/?a=1 et 12:30", "https://exemple.fr/?a=1 et 12:30"),
    ],
)
def test_a_text_typed_on_a_keyboard_is_set_as_a_printer_would(typed: str, printed: str) -> None:
    assert french.typographic(typed) == printed
    assert french.typographic(printed) == printed


def test_ranks_dates_ages_and_sizes_read_aloud() -> None:
    assert french.ordinal(1) == "1er"
    assert french.ordinal(1200) == "1\u202f200e"
    assert french.day(date(2026, 7, 1)) == "1er juillet 2026"
    assert french.age(3000) == "8\u00a0ans"
    assert french.age(100) == "3\u00a0mois"
    assert french.age(1) == "1\u00a0jour"
    assert french.size(5_123_456) == "5,1\u00a0Mo"
    assert french.plural(1.5, "point") == "point"
    assert french.plural(-2, "point") == "points"


def test_names_are_listed_as_one_says_them() -> None:
    assert french.listed(["Orange"]) == "Orange"
    assert french.listed(["Orange", "Free", "SFR"]) == "Orange, Free et SFR"
    assert french.listed([]) == ""
