"""References, flags, indicators and names: the small words that every room speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maillage.kernel.errors import DataError, MaillageError, NetworkError, UsageError
from maillage.kernel.indicator import Break, Good, Indicator
from maillage.kernel.period import Period
from maillage.kernel.territory import LEVELS, Level, Ref
from maillage.kernel.value import Completeness, Flag
from maillage.kernel.words import words


@pytest.mark.parametrize("text", ["commune:25056", "epci:200065647", "departement:2A", "region:27"])
def test_a_territory_is_written_level_colon_code_and_comes_back_the_same(text):
    assert str(Ref.parse(text)) == text


def test_a_code_typed_in_small_letters_or_with_spaces_around_is_understood():
    assert Ref.parse(" commune:2a004 ") == Ref(Level.COMMUNE, "2A004")


@pytest.mark.parametrize(
    "text", ["", "25056", "commune:", "commune", "canton:25", "commune:25 056", "commune:'--", "Commune:25056"]
)
def test_a_territory_that_is_not_one_says_how_to_write_it(text):
    with pytest.raises(UsageError, match=r"illisible\. Écrivez niveau:code, par exemple commune:25056"):
        Ref.parse(text)


@given(st.sampled_from(LEVELS), st.from_regex(r"[0-9AB]{1,9}", fullmatch=True))
def test_any_reference_comes_back_from_its_text(level, code):
    assert Ref.parse(str(Ref(level, code))) == Ref(level, code)


def test_levels_go_from_the_commune_to_the_region_and_have_a_french_name():
    assert [(level.label, level.plural) for level in LEVELS] == [
        ("commune", "communes"),
        ("EPCI", "EPCI"),
        ("groupement", "groupements"),
        ("département", "départements"),
        ("région", "régions"),
    ]


@pytest.mark.parametrize("flag", list(Flag))
def test_every_caveat_reads_as_a_french_sentence(flag):
    assert flag.label[0].isupper()
    assert flag.label.endswith(".")
    assert " " not in flag.value, "flags are stored separated by spaces"


def test_a_figure_is_full_when_every_commune_is_known():
    assert Completeness(4, 4).is_full
    assert not Completeness(3, 4).is_full


def indicator(*breaks):
    text = dict.fromkeys(("title", "unit", "definition", "meaning", "limits", "numerator", "theme", "sql"), "x")
    return Indicator(
        name="essai",
        factor=100,
        decimals=1,
        good=Good.UP,
        denominator="x",
        asked_by=(),
        reads=(),
        breaks=tuple(Break(since, "raison") for since in breaks),
        **text,
    )


def test_a_break_starts_a_new_segment_at_its_own_period():
    one = indicator("2018-T2", "2026-T1")
    found = [one.segment(Period.parse(code)) for code in ("2017-T3", "2018-T1", "2018-T2", "2025", "2026-T1", "2027")]
    assert found == [0, 0, 1, 1, 2, 2]
    assert indicator().segment(Period.parse("2026")) == 0


@pytest.mark.parametrize(("error", "code"), [(UsageError, 2), (DataError, 3), (NetworkError, 4)])
def test_each_kind_of_failure_has_its_exit_code(error, code):
    assert issubclass(error, MaillageError)
    assert error.exit_code == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L’Isle-sur-le-Doubs", "L'ISLE SUR LE DOUBS"),
        ("Pont‑de–Roide", "pont de roide"),
        ("St-Loup", "Saint-Loup"),
        ("Ste Marie", "SAINTE-MARIE"),
        ("Mercœur", "MERCOEUR"),
        ("Fontaine-Française", "Fontaine-Franc\u0327aise"),
    ],
)
def test_a_name_is_the_same_however_it_was_typed(one, other):
    assert words(one) == words(other)


def test_different_names_stay_different():
    assert words("Auxon-Dessus") != words("Auxon-Dessous")
    assert words("Stains") == ["stains"]
    assert words("—") == []
