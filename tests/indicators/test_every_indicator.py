"""What every indicator must say of itself before a figure is shown."""

import re
from pathlib import Path

import pytest

from maillage import derived, indicators, sources, tables
from maillage.kernel.period import Period
from maillage.pipeline.climb import EXPECTED
from tests.indicators.by_hand import bench

EVERY = sorted(indicators.catalogue())
DOCUMENTS = {"SCORAN 2019": "000", "Circulaire CPER et SCORAN 2.0, 2013": "003"}
"""The documents that ask for indicators, as pages call them, and the number of the text kept of each."""


@pytest.fixture(params=EVERY)
def indicator(request):
    return indicators.catalogue()[request.param]


def test_the_ten_indicators_that_the_strategy_asks_for_are_there():
    assert set(EVERY) >= {
        "france_services_pour_10000_habitants",
        "lieux_mediation_pour_10000_habitants",
        "sites_4g_par_operateur",
        "taux_communes_3500_open_data",
        "taux_locaux_eligibles_100mbits",
        "taux_locaux_eligibles_1gbits",
        "taux_locaux_eligibles_30mbits",
        "taux_locaux_eligibles_8mbits",
        "taux_locaux_raccordables_ftth",
        "tiers_lieux_pour_10000_habitants",
    }


def test_it_cites_who_asked_for_it_by_document_and_section(indicator):
    assert indicator.asked_by
    for demand in indicator.asked_by:
        document, _, section = demand.partition(", § ")
        assert document in DOCUMENTS, demand
        assert section[0].isdigit(), demand


def test_the_documents_that_ask_for_it_exist(indicator, shared_data):
    texts = {path.name[:3] for path in (shared_data.parent / "seeds").glob("*.txt")}
    assert {DOCUMENTS[demand.partition(", § ")[0]] for demand in indicator.asked_by} <= texts


def test_it_says_first_what_a_place_behind_lacks_unless_it_is_a_count(indicator):
    assert bool(indicator.headline) is not indicator.is_count
    assert not indicator.headline.endswith(".")
    assert len(indicator.headline) <= 45


def test_it_reads_tables_that_exist_and_only_those_its_query_names(indicator):
    known = set(tables.catalogue()) | set(derived.catalogue())
    assert set(indicator.reads) <= known
    named = set(re.findall(r"\b(?:FROM|JOIN)\s+([a-z_]+)", indicator.sql))
    annexed = {name for one in indicator.annexes for name in re.findall(r"\b(?:FROM|JOIN)\s+([a-z_]+)", one.sql)}
    assert named & known == set(indicator.reads)
    assert annexed & known <= set(indicator.reads)


def test_it_says_what_it_measures_in_words(indicator):
    for text in filter(None, (indicator.definition, indicator.limits, indicator.why)):
        assert text.endswith(".")
        assert text[0].isupper()
    for text in (indicator.title, indicator.unit, indicator.meaning, indicator.numerator, indicator.theme):
        assert text
        assert not text.endswith(".")
    assert bool(indicator.denominator) is not indicator.is_count
    assert bool(indicator.modality) is ("modalite" in indicator.sql)
    assert (indicator.concerns == "true") is (not indicator.concerns_label)


def test_the_sources_that_it_names_feed_a_table_that_it_reads(indicator):
    assert {sources.catalogue()[name].SOURCE.table for name in indicator.fed_by} <= set(indicator.reads)


def test_its_breaks_are_periods_in_order_with_a_reason(indicator):
    since = [Period.parse(one.since) for one in indicator.breaks]
    assert since == sorted(since)
    assert all(one.reason.endswith(".") for one in indicator.breaks)


def test_without_any_data_it_gives_no_value_rather_than_zero(indicator):
    with bench() as one:
        assert one.climb(indicator) == {}
        assert one.sources == {}


def test_its_query_gives_the_columns_the_engine_needs(indicator):
    with bench() as one:
        columns = {row[0] for row in one.con.execute(f"DESCRIBE {indicator.sql}").fetchall()}
    assert columns >= EXPECTED
    assert columns <= EXPECTED | {"modalite", "sources"}


def test_it_knows_communes_only_and_leaves_larger_territories_to_the_engine(indicator):
    assert not re.search(r"\bepci\b|departement|appartenance", indicator.sql)


def test_each_indicator_has_a_test_of_its_own_figures():
    text = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_figures_*.py"))
    assert [name for name in EVERY if f'"{name}"' not in text] == []
