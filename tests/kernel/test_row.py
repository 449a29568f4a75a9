"""Cells of official files: what is read, what is unknown, what is refused."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel.row import BLANKS, Refused, Row, number


def cell(value):
    return Row({"x": value}, 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12 394", 12394.0),
        (" 12\u00a0394    ", 12394.0),
        ("12\u202f394", 12394.0),
        ("49,97028", 49.97028),
        ("21 667,00 €", 21667.0),
        ("126892.000000", 126892.0),
        ("1.2E+3", 1200.0),
        ("-3", -3.0),
        ("0", 0.0),
    ],
)
def test_a_number_is_read_as_french_files_write_it(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", [*sorted(BLANKS), "   ", "\u00a0", "\u202f"])
def test_a_blank_is_unknown_and_never_zero(text):
    assert number(text) is None
    assert cell(text).decimal("x") is None
    assert cell(text).integer("x", dash_is_zero=True) is None
    with pytest.raises(Refused, match="inconnu n’est pas zéro"):
        cell(text).count("x", dash_is_zero=True)


def test_an_absent_column_is_unknown_too():
    row = Row({}, 1)
    assert row.text("x") is row.decimal("x") is row.flag("x") is row.day("x") is row.commune("x") is None


@pytest.mark.parametrize("text", ["-", " -    ", "\u00a0-\u00a0\u00a0"])
def test_a_dash_is_zero_only_where_the_sheet_says_so(text):
    assert cell(text).count("x", dash_is_zero=True) == 0
    with pytest.raises(Refused, match="nombre illisible"):
        cell(text).count("x")


@pytest.mark.parametrize("text", ["--", "n.c.", "1,2,3", "12 394 locaux", "0x10", "1e999", "9" * 20, "1.5.2"])
def test_what_is_not_a_number_is_refused_with_its_column_and_what_was_read(text):
    with pytest.raises(Refused) as caught:
        cell(text).decimal("x", dash_is_zero=True)
    assert (caught.value.column, caught.value.value) == ("x", text)


def test_a_count_is_whole_and_not_negative():
    assert cell("126892.000000").count("x") == 126892
    with pytest.raises(Refused, match="nombre entier attendu"):
        cell("1,5").count("x")
    with pytest.raises(Refused, match="nombre négatif"):
        cell("-1").count("x")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("25056", "25056"),
        ("5157", "05157"),
        ("2A004", "2A004"),
        ("2b033", "2B033"),
        ("97105", "97105"),
        ("\u200e25056 ", "25056"),
        (1004, "01004"),
    ],
)
def test_a_commune_code_keeps_corsica_and_gets_its_lost_zero_back(text, code):
    assert cell(text).commune("x") == code


@pytest.mark.parametrize("text", ["2505X", "250561", "2C004", "Besançon", "2505?", "25 056", "25056.0"])
def test_what_is_not_a_commune_code_is_refused(text):
    with pytest.raises(Refused, match="ce n’est pas un code de commune"):
        cell(text).commune("x")


def test_text_is_trimmed_of_the_spaces_and_marks_one_cannot_see():
    assert cell("\u200e212 500 565\u00a0\u200f").text("x") == "212 500 565"
    assert cell(" \u00a0\u200e ").text("x") is None
    with pytest.raises(Refused, match="valeur obligatoire absente"):
        cell(" ").required("x")


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("0", False), ("Oui", True), ("NON", False), ("true", True), ("", None)]
)
def test_yes_and_no_are_read_in_three_ways(text, value):
    assert cell(text).flag("x") is value


def test_another_word_than_yes_or_no_is_refused():
    with pytest.raises(Refused, match="oui ou non"):
        cell("2").flag("x")


def test_a_day_is_read_in_the_layout_of_the_file():
    assert cell("02/03/2021").day("x", "%d/%m/%Y") == date(2021, 3, 2)
    with pytest.raises(Refused, match="date illisible"):
        cell("31/02/2023").day("x", "%d/%m/%Y")


def test_columns_are_found_by_pattern_in_the_order_of_the_file():
    row = Row({"T3 2017": "1", "Champ": "", "T1 2018": "2", "T1 2018 bis": "3"}, 5)
    assert [(name, match[1]) for name, match in row.matching(r"T([1-4]) \d{4}")] == [("T3 2017", "3"), ("T1 2018", "1")]


def test_what_was_read_is_told_in_eighty_characters_at_most():
    with pytest.raises(Refused) as caught:
        cell("a" * 500).decimal("x")
    assert caught.value.value == "a" * 80


@given(st.integers(-(10**14), 10**14), st.sampled_from([" ", "\u00a0", "\u202f", ""]))
def test_any_whole_number_comes_back_from_the_way_french_people_write_it(value, space):
    assert cell(f" {value:,} ".replace(",", space)).integer("x") == value


@given(st.text(max_size=20))
def test_any_text_gives_a_number_nothing_or_a_refusal(text):
    with suppress(Refused):
        value = cell(text).decimal("x")
        assert value is None or isinstance(value, float)
