"""What a page, a command or an export gets through the door, on the samples: every figure is known by hand."""

import pytest

from maillage.kernel.errors import UsageError
from maillage.kernel.period import Period
from maillage.kernel.problem import Effect
from maillage.kernel.territory import Level, Ref
from maillage.kernel.value import Flag
from maillage.observatory.door import NoRelease, current

FTTH = "taux_locaux_raccordables_ftth"
OPEN_DATA = "taux_communes_3500_open_data"
SITES = "sites_4g_par_operateur"
REGION = Ref(Level.REGION, "27")
BELFORT = Ref(Level.EPCI, "200069052")
BESANCON = Ref(Level.COMMUNE, "25056")


@pytest.fixture(scope="module")
def observatory(release_home):
    return current(release_home)


def lines(observatory, ref):
    return {line.sheet.indicator.name: line for line in observatory.profile(ref)}


def test_a_home_where_nothing_is_published_says_what_to_run(tmp_path):
    with pytest.raises(NoRelease, match=r"Aucune publication dans .*maillage up"):
        current(tmp_path)


def test_the_release_says_its_number_its_date_and_its_region(observatory):
    release = observatory.release
    assert (release.number, release.region, release.region_name) == (1, REGION, "Bourgogne-Franche-Comté")
    assert release.published_at.tzinfo is not None


def test_a_series_gives_every_period_the_oldest_first_with_its_parts(observatory):
    found = observatory.series(FTTH, Ref(Level.DEPARTEMENT, "25"))
    assert [(one.period.code, one.numerator, one.denominator) for one in found] == [
        ("2017-T3", 3500, 10450),
        ("2017-T4", 4400, 10450),
        ("2018-T1", 5350, 10450),
        ("2026-T2", 10150, 10680),
    ]
    assert found[2].value == pytest.approx(100 * 5350 / 10450)
    assert found[2].source == "arcep_ftth_2018, arcep_logements_2018"
    assert found[2].obtained_on.isoformat() == "2018-06-05"
    assert found[2].flags == (Flag.COMMUNES_FLAGGED,)
    assert found[3].source == "arcep_cartefibre_communes"
    assert [one.segment for one in found] == [0, 0, 0, 1]


def test_one_period_may_be_asked_and_one_that_does_not_exist_is_empty(observatory):
    [one] = observatory.series(FTTH, BESANCON, Period.parse("2017-T4"))
    assert (one.numerator, one.denominator) == (2500, 5500)
    assert observatory.series(FTTH, BESANCON, Period.parse("2016")) == []


def test_what_is_unknown_has_no_value_and_the_level_above_says_how_many_are_known(observatory):
    trevenans = Ref(Level.COMMUNE, "90097")
    assert [one.period.code for one in observatory.series(FTTH, trevenans)] == ["2026-T2"]
    [above] = observatory.series(FTTH, BELFORT, Period.parse("2018-T1"))
    assert (above.completeness.known, above.completeness.total) == (2, 3)
    assert above.flags == (Flag.INCOMPLETE, Flag.REGIONAL_PART, Flag.TODAYS_PERIMETER)
    assert (above.numerator, above.denominator) == (2190, 3860)


def test_a_count_comes_with_its_breakdown(observatory):
    [first, last] = observatory.series(SITES, REGION)
    assert (first.value, first.denominator) == (11, None)
    assert first.breakdown == {"Bouygues Telecom": 2, "Free Mobile": 2, "Orange": 4, "SFR": 3}
    assert (last.value, sum(last.breakdown.values())) == (16, 16)


def test_a_profile_holds_every_indicator_with_the_level_above_at_the_same_period(observatory):
    found = lines(observatory, BESANCON)
    assert set(found) == {sheet.indicator.name for sheet in observatory.indicators()}
    line = found["lieux_mediation_pour_10000_habitants"]
    assert (line.last.numerator, line.last.denominator) == (2, 9200)
    assert (line.above.territory.code, line.above.numerator, line.above.denominator) == ("242500361", 4, 11100)
    assert line.above.period == line.last.period
    assert lines(observatory, REGION)[FTTH].above is None


def test_there_is_no_change_to_tell_across_a_break_of_series(observatory):
    found = lines(observatory, BESANCON)
    assert [one.segment for one in found[FTTH].values] == [0, 0, 0, 1]
    assert found[FTTH].change is None
    assert lines(observatory, Ref(Level.COMMUNE, "25388"))[SITES].change == 1


def test_an_indicator_is_without_object_only_where_it_makes_no_sense(observatory):
    assert not lines(observatory, Ref(Level.COMMUNE, "25547"))[OPEN_DATA].concerned
    for code in ("25056", "25388"):
        assert lines(observatory, Ref(Level.COMMUNE, code))[OPEN_DATA].concerned
    assert lines(observatory, Ref(Level.COMMUNE, "25547"))[FTTH].concerned


def test_a_ranking_goes_from_the_best_and_leaves_the_unknown_out(observatory):
    found, total = observatory.ranking(FTTH, Level.COMMUNE, Period.parse("2018-T1"))
    assert total == 7
    assert [(line.territory.name, line.value.rank) for line in found][:3] == [
        ("Sochaux", 1),
        ("Belfort", 2),
        ("Besançon", 3),
    ]
    assert "Trévenans" not in [line.territory.name for line in found]


def test_a_ranking_keeps_ties_together_by_page_and_by_territory(observatory):
    period = Period.parse("2017-T3")
    first, total = observatory.ranking(FTTH, Level.COMMUNE, period, limit=4)
    second, same = observatory.ranking(FTTH, Level.COMMUNE, period, offset=4, limit=4)
    assert total == same == 7
    assert [line.value.rank for line in first + second] == [1, 2, 3, 4, 5, 5, 5]
    inside, count = observatory.ranking(FTTH, Level.COMMUNE, period, within=BELFORT)
    assert ([line.territory.ref.code for line in inside], count) == (["90010", "90068"], 2)


def test_a_layer_gives_each_known_territory_its_value(observatory):
    found = observatory.layer(FTTH, Level.EPCI, Period.parse("2018-T1"))
    assert found == {
        "200065647": pytest.approx(100 * 2050 / 4050),
        "200069052": pytest.approx(100 * 2190 / 3860),
        "242500361": pytest.approx(100 * 3300 / 6400),
    }
    assert observatory.layer(FTTH, Level.COMMUNE, Period.parse("2016")) == {}


def test_an_export_holds_every_value_of_an_indicator(observatory):
    every = observatory.values(FTTH)
    assert len(every) == 3 * (7 + 3 + 3 + 2 + 1) + (8 + 3 + 3 + 2 + 1)
    some = observatory.values(FTTH, Level.DEPARTEMENT, Period.parse("2018-T1"))
    assert [(one.territory.code, one.numerator) for one in some] == [("25", 5350), ("90", 2190)]


def test_an_epci_across_the_border_says_how_many_of_its_communes_are_counted(observatory):
    belfort = observatory.territory(BELFORT)
    assert (belfort.communes, belfort.communes_whole) == (3, 4)
    whole = observatory.territory(Ref(Level.EPCI, "200065647"))
    assert (whole.communes, whole.communes_whole) == (3, 3)
    assert [one.name for one in observatory.territories(Level.COMMUNE, BELFORT)] == [
        "Belfort",
        "Meroux-Moval",
        "Trévenans",
    ]
    assert len(observatory.territories(Level.COMMUNE)) == 8


def test_a_territory_is_found_by_name_code_or_postcode(observatory):
    for text in ("besan", "Besançon", "25056"):
        assert observatory.search(text)[0].territory.ref == BESANCON
    assert BESANCON in [hit.territory.ref for hit in observatory.search("BESANCON")]
    by_postcode = [hit.territory.name for hit in observatory.search("90400")]
    assert sorted(by_postcode) == ["Meroux-Moval", "Trévenans"]
    assert observatory.search("nulle part") == []


def test_the_map_is_there(observatory):
    assert observatory.tiles().read_bytes()[:7] == b"PMTiles"


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (lambda o: o.series("inconnu", BESANCON), "Indicateur « inconnu » inconnu. Choisissez parmi : "),
        (lambda o: o.series(FTTH, Ref(Level.COMMUNE, "75056")), "Territoire « commune 75056 » inconnu en Bourgogne"),
        (lambda o: o.profile(Ref(Level.EPCI, "1")), "Territoire « EPCI 1 » inconnu"),
        (lambda o: o.layer("inconnu", Level.COMMUNE, Period.parse("2018")), "inconnu. Choisissez parmi"),
        (lambda o: o.values("inconnu"), "inconnu. Choisissez parmi"),
        (lambda o: o.ranking("inconnu", Level.COMMUNE, Period.parse("2018")), "inconnu. Choisissez parmi"),
        (
            lambda o: o.ranking(FTTH, Level.COMMUNE, Period.parse("2018-T1"), Ref(Level.EPCI, "1")),
            "Territoire « EPCI 1 » inconnu",
        ),
        (lambda o: o.source("inconnue"), "Source « inconnue » inconnue. Choisissez parmi : "),
        (lambda o: o.problems("inconnue"), "Source « inconnue » inconnue. Choisissez parmi : "),
    ],
)
def test_an_unknown_name_is_told_in_french_with_what_exists(observatory, question, message):
    with pytest.raises(UsageError, match=message):
        question(observatory)


def test_a_source_says_what_was_read_kept_refused_and_flagged(observatory):
    sheet = observatory.source("arcep_ftth_2018")
    assert (sheet.publisher, sheet.licence, sheet.indicators) == ("Arcep", "Licence Ouverte 1.0", (FTTH,))
    last = sheet.last
    assert (last.period.code, last.files) == ("2018-T1", ("arcep_ftth_2018.csv",))
    assert (last.read, last.kept, last.refused, last.ignored, last.outside) == (29, 33, 5, 13, 0)
    assert last.flagged == 1, "the line flagged when the two sheets were put together counts too"
    assert len(last.checksums[0]) == 64


def test_a_source_never_loaded_is_listed_with_no_delivery(observatory):
    assert all(sheet.licence and sheet.page for sheet in observatory.sources())
    loaded = {sheet.name for sheet in observatory.sources() if sheet.last}
    assert {"cog_communes", "mednum_bfc", "odf_observatoire"} <= loaded


def test_problems_come_by_pages_by_line_and_by_effect(observatory):
    every, total = observatory.problems("arcep_ftth_2018")
    assert total == len(every) == 8
    pages = [observatory.problems("arcep_ftth_2018", offset=start, limit=3) for start in (0, 3, 6, 9)]
    assert [one for page, _ in pages for one in page] == every
    assert [count for _, count in pages] == [8, 8, 8, 8]
    assert [one.problem.line for one in every] == sorted(one.problem.line for one in every)
    flagged, count = observatory.problems("arcep_ftth_2018", Effect.FLAGGED)
    assert (count, flagged[0].problem.line, flagged[0].problem.value) == (1, 16, "700")
    assert observatory.problems("arcep_ftth_2018", Effect.REFUSED)[1] == 7
    assert observatory.problems("cog_communes") == ([], 0)


def test_each_figure_tells_the_delivery_it_comes_from(observatory):
    first, last = observatory.series(SITES, REGION)
    assert [(one.source, one.period, one.publisher) for one in first.origins] == [
        ("arcep_sites_2018", "2018-T1", "Arcep")
    ]
    assert [(one.source, one.period) for one in last.origins] == [("arcep_sites_mobiles", "2026-T1")]
    *_, value = observatory.series("lieux_mediation_pour_10000_habitants", REGION)
    assert [(one.source, one.period) for one in value.origins] == [
        ("cog_communes", "2026"),
        ("france_services", "2024-08-01"),
        ("mediation_nationale", "2026-06-01"),
        ("mednum_bfc", "2023-03-15"),
    ]
    assert value.obtained_on.isoformat() == "2023-03-20", "as old as the oldest list it rests on"


def test_indicators_say_their_periods_and_the_sources_that_can_feed_them(observatory):
    sheet = observatory.indicator(FTTH)
    assert [period.code for period in sheet.periods] == ["2017-T3", "2017-T4", "2018-T1", "2026-T2"]
    assert sheet.sources == ("arcep_cartefibre_communes", "arcep_ftth_2018", "arcep_logements_2018")
    [annex] = observatory.indicator(OPEN_DATA).annexes
    assert [row[0] for row in annex.rows] == [
        "Grand Besançon Métropole",
        "Département du Doubs",
        "Région Bourgogne-Franche-Comté",
    ]
