"""Opening hours are read in French, whatever the list that gives them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel.french import WIDE
from maillage.web.words.hours import openings


def read(text: str) -> list[tuple[str, str]]:
    return [(opening.days, opening.hours.replace(WIDE, " ")) for opening in openings(text)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tu-Sa 10:00-12:30,14:00-18:00", [("Du mardi au samedi", "10 h–12 h 30, 14 h–18 h")]),
        (
            "Mo-Th 08:30-12:00,13:30-17:00; Fr 08:30-12:00",
            [("Du lundi au jeudi", "8 h 30–12 h, 13 h 30–17 h"), ("Vendredi", "8 h 30–12 h")],
        ),
        (
            "lundi 09:00 - 12:00 / 13:30 - 17:00\u202f; mardi 09:00 - 12:00\u202f; jeudi 09:00 - 12:00",
            [("Lundi", "9 h–12 h, 13 h 30–17 h"), ("Mardi", "9 h–12 h"), ("Jeudi", "9 h–12 h")],
        ),
        ("lundi 9h-12h, 14h-17h30 ; mardi 9h-12h, 14h-17h30", [("Lundi et mardi", "9 h–12 h, 14 h–17 h 30")]),
        ("lundi 9h3012h00", [("Lundi", "9 h 30–12 h")]),
        ("lundi 9h12h", [("Lundi", "9 h–12 h")]),
        ("Mo,We 10:00-12:00", [("Lundi", "10 h–12 h"), ("Mercredi", "10 h–12 h")]),
        ("Mo 09:00-12:00, Tu 10:00-12:00", [("Lundi", "9 h–12 h"), ("Mardi", "10 h–12 h")]),
        ("Mo-Fr 09:00-12:00; We off; PH off", [("Lundi et mardi", "9 h–12 h"), ("Jeudi et vendredi", "9 h–12 h")]),
        ("Mo-We 09:00-12:00; We 14:00-18:00", [("Lundi et mardi", "9 h–12 h"), ("Mercredi", "14 h–18 h")]),
        ("lundi 9h-12h ; lundi 14h-17h", [("Lundi", "9 h–12 h, 14 h–17 h")]),
        ("samedi souscondition, souscondition", [("Samedi", "sous condition")]),
        ("24/7", [("Tous les jours", "24 h sur 24")]),
    ],
)
def test_hours_are_said_in_french_day_by_day(text: str, said: list[tuple[str, str]]) -> None:
    assert read(text) == said


def test_french_words_we_cannot_read_are_given_as_they_are_and_a_code_never() -> None:
    assert read("Sur rendez-vous, le premier samedi du mois") == [("", "Sur rendez-vous, le premier samedi du mois")]
    assert read("Mo-Fr sunrise-sunset") == []
    assert read("Mo 25:00-26:00") == []


@given(st.text(max_size=60))
def test_whatever_is_typed_no_code_of_a_day_is_shown(text: str) -> None:
    assert not any(opening.days.startswith(("Mo-", "Tu-")) for opening in openings(f"Mo-Fr {text}"))
