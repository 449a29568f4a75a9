"""The sentence made from a figure: right numbers, right French, never a claim about what is unknown."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from maillage import indicators
from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Completeness, Value
from maillage.web.words.meaning import about, people_words, sentence, target_distance

FTTH = indicators.catalogue()["taux_locaux_raccordables_ftth"]
PLACES = indicators.catalogue()["lieux_mediation_pour_10000_habitants"]
SITES = indicators.catalogue()["sites_4g_par_operateur"]
DISTANCE = indicators.catalogue()["distance_moyenne_mediation"]
DOCTORS = indicators.catalogue()["medecins_generalistes_pour_10000_habitants"]


def value(here: float, total: float | None, lacking: float | None = None, level: Level = Level.EPCI) -> Value:
    return Value(
        territory=Ref(level, "1"),
        period=Period.parse("2026-T2"),
        value=None if not total else 100 * here / total,
        numerator=here,
        denominator=total,
        completeness=Completeness(1, 1),
        flags=(),
        origins=(),
        lacking=lacking,
    )


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_what_is_left_is_counted_and_its_inhabitants_estimated() -> None:
    said = plain(sentence(FTTH, value(12_847, 18_050, 8_234.6)))
    assert (
        said == "Il en reste 5 203 sur 18 050, soit environ 8 200 habitants "
        "sans point de branchement à la fibre près de chez eux."
    )


def test_all_done_more_than_all_and_nothing_to_measure_are_said() -> None:
    assert plain(sentence(FTTH, value(650, 650, 0))) == "C’est fait partout : 650 sur 650."
    assert "dépasse le total" in sentence(FTTH, value(700, 650, 0))
    assert sentence(FTTH, value(0, 0)) == "Il n’y a rien à mesurer ici."


def test_places_are_told_as_one_for_so_many_inhabitants() -> None:
    assert plain(sentence(PLACES, value(2, 9_200, 0))) == "Un pour 4 600 habitants."
    assert plain(sentence(PLACES, value(0, 959, 959))) == "Aucun ici, pour 959 habitants."


def test_doctors_say_why_a_digital_strategy_looks_at_them() -> None:
    said = plain(sentence(DOCTORS, value(8, 17_700, 1_200)))
    assert said == (
        "Un pour 2 212 habitants ; 1 200 habitants sans médecin généraliste dans leur commune. "
        "Une consultation à distance demande une bonne connexion."
    )
    assert sentence(DOCTORS, value(0, 0)) == "Il n’y a rien à mesurer ici."


def test_a_distance_is_told_there_and_back_as_it_is_shown() -> None:
    said = plain(sentence(DISTANCE, replace(value(3_364, 1_000), value=3.364)))
    assert said == "Soit 6,8 km aller et retour, à vol d’oiseau : davantage par la route."
    assert sentence(DISTANCE, value(0, 0)) == "Il n’y a rien à mesurer ici."


def test_a_plain_count_has_no_sentence_and_no_target() -> None:
    assert sentence(SITES, replace(value(5, None), value=5)) == ""
    assert target_distance(SITES, replace(value(5, None), value=5)) == ""


def test_a_target_is_reached_by_an_unrounded_value_and_never_by_one_that_only_reads_so() -> None:
    assert plain(target_distance(FTTH, value(99_970, 100_000))).endswith("il manque moins de 0,1 point")
    assert plain(target_distance(FTTH, value(99_940, 100_000))).endswith("il manque 0,1 point")


def test_a_value_before_the_date_of_a_target_says_its_own_period_and_judges_nothing() -> None:
    before = replace(value(87, 100), period=Period.parse("2018-T4"))
    said = plain(target_distance(FTTH, before))
    assert said.endswith("il manquait 13 points (4e trimestre 2018)")
    early = plain(target_distance(FTTH, replace(value(100, 100), period=Period.parse("2024-T4"))))
    assert early.endswith("déjà au niveau visé (4e trimestre 2024)")


def test_where_communes_are_missing_a_target_is_not_called_reached() -> None:
    part = replace(value(100, 100), completeness=Completeness(3, 4))
    assert plain(target_distance(FTTH, part)).endswith("au niveau visé dans 3 communes connues sur 4")


def test_the_target_says_how_far_or_that_it_is_reached() -> None:
    assert plain(target_distance(FTTH, value(90, 100))).endswith("il manque 10 points")
    assert plain(target_distance(FTTH, value(99, 100))).endswith("il manque 1 point")
    assert target_distance(FTTH, value(100, 100)).endswith("atteinte")


@given(st.floats(min_value=0, max_value=7e7, allow_nan=False))
def test_an_estimate_is_never_off_by_more_than_a_twentieth(people: float) -> None:
    said = people_words(FTTH, value(0, 1, people))
    if people < 1:
        assert said == ""
    else:
        shown = int("".join(c for c in about(people) if c.isdigit()))
        assert abs(shown - people) <= max(people / 19, 1)
