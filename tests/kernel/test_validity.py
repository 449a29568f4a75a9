"""How long things hold, and what became of those that official documents name."""

from datetime import date

from maillage.kernel.period import Period
from maillage.kernel.schemes import BY_KEY, SCHEMES, cited
from maillage.kernel.validity import Certainty, Validity


def test_the_last_day_still_counts_and_the_next_one_does_not() -> None:
    held = Validity(date(2019, 3, 22), date(2024, 12, 31))
    assert not held.closed(date(2024, 12, 31))
    assert held.closed(date(2025, 1, 1))
    assert held.covers(Period.parse("2024-S2"))
    assert not held.covers(Period.parse("2025-S1"))
    assert not held.covers(Period.parse("2018"))
    assert not Validity().closed(date(2026, 1, 1))
    assert Validity(replaced_by="ARNia").closed(date(2026, 1, 1))


def test_it_is_said_in_words_with_what_is_still_to_check() -> None:
    until = Validity(None, date(2017, 2, 17), "CRSN", "", Certainty.TO_CHECK)
    assert until.words == "En vigueur jusqu’au 17 février 2017 ; aujourd’hui : CRSN (à vérifier)"
    assert Validity(date(2022, 1, 1)).words == "En vigueur depuis le 1er janvier 2022"
    assert Validity().words == ""


def test_what_a_text_names_is_found_whatever_its_letters_and_nothing_that_only_resembles_it() -> None:
    assert [one.key for one in cited("Soutenir le guichet Cohésion Numérique")] == ["cohesion-numerique"]
    assert [one.key for one in cited("Généraliser les Pass numériques")] == ["pass-numerique"]
    assert cited("Un passage numérique, une cohésion") == []
    assert [one.key for one in cited("GIP Territoires Numériques")] == ["gip-territoires-numeriques"]


def test_what_nobody_read_is_to_check_and_the_rest_says_its_source() -> None:
    assert len(BY_KEY) == len(SCHEMES)
    for one in SCHEMES:
        assert one.validity.to_check or one.validity.source, one.key
        assert one.validity.known, one.key
    guichet = BY_KEY["cohesion-numerique"].validity
    assert guichet.to_check
    assert guichet.closed(date(2026, 11, 22))
