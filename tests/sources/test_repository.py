"""Every file of `maillage/sources/` is a whole source: sample, licence, page, table, constant metadata."""

import ast
import re

import pytest

from maillage import tables
from maillage.kernel import licence
from maillage.kernel.licence import Licence
from maillage.sources import catalogue
from tests.sources.reading import REPOSITORY, SAMPLES, manifest

SOURCES = sorted(catalogue())
LICENCES = [value for value in vars(licence).values() if isinstance(value, Licence)]
CALLS = {"Source", "Bounds", "Direct", "Listing", "DataGouv", "LookAlike"}
CALLS |= {"Csv", "JsonRecords", "GeoJson", "GeoJsonOrCsv", "Typed", "ZippedDbf"}


def code(name: str) -> ast.Module:
    return ast.parse((REPOSITORY / "maillage" / "sources" / f"{name}.py").read_text(encoding="utf-8"))


def test_the_folder_is_the_registry() -> None:
    files = {path.stem for path in (REPOSITORY / "maillage" / "sources").glob("*.py")} - {"__init__"}
    assert set(SOURCES) == files
    assert all(catalogue()[name].SOURCE.name == name for name in SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_has_a_sample_and_what_it_must_give(name: str) -> None:
    assert manifest().get(name), f"no line for {name} in samples/manifest.csv"
    assert (SAMPLES / f"{name}.expected.json").is_file()


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_says_who_publishes_it_where_how_often_and_under_which_licence(name: str) -> None:
    source = catalogue()[name].SOURCE
    assert source.table in tables.catalogue()
    assert source.licence in LICENCES
    assert source.page.startswith("https://")
    assert all([source.title, source.publisher, source.frequency, source.notes])
    assert source.required


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_that_covers_a_region_says_how_many_rows_are_plausible(name: str) -> None:
    source = catalogue()[name].SOURCE
    if tables.catalogue()[source.table].whole_france:
        assert source.bounds is None
    else:
        assert source.bounds is not None
        assert source.bounds.per in {"commune", "10000 habitants"}
        assert 0 < source.bounds.low < source.bounds.high


@pytest.mark.parametrize("name", SOURCES)
def test_column_patterns_are_well_formed_and_never_overlap(name: str) -> None:
    source = catalogue()[name].SOURCE
    declared = source.required + source.optional + source.ignored
    assert len(set(declared)) == len(declared)
    for pattern in declared:
        re.compile(pattern)


@pytest.mark.parametrize("name", SOURCES)
def test_the_metadata_of_a_source_is_a_constant(name: str) -> None:
    (value,) = [
        node.value
        for node in code(name).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SOURCE"
    ]
    for node in ast.walk(value):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) in CALLS
        elif isinstance(node, ast.Name):
            assert node.id in CALLS or node.id.isupper()
        else:
            allowed = (ast.Constant, ast.Tuple, ast.keyword, ast.expr_context)
            assert isinstance(node, allowed), ast.unparse(node)


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_knows_only_the_kernel_and_the_formats(name: str) -> None:
    for node in ast.walk(code(name)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("maillage"):
            assert (node.module or "").startswith(("maillage.kernel.", "maillage.sources.formats."))
