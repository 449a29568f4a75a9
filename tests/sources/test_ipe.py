"""IPE files: the name tells who and when, any encoding is read, dates keep their precision, persons are left out."""

import zipfile
from pathlib import Path

import pytest

from maillage.derived import catalogue as derived
from maillage.indicators import catalogue as indicators
from maillage.kernel.errors import DataError
from maillage.kernel.row import Refused, Row
from maillage.kernel.territory import Level, Ref, Territory
from maillage.kernel.visibility import NOBODY, Clearance, Visibility
from maillage.sources import reserved
from maillage.sources.ipe_immeubles import SOURCE, IpeFile, parse

NAME = "IPE_Forbach_FIBA_PM_IPEZMD_V30_20210419.csv"
HEAD = "IdentifiantImmeuble;CodeInseeImmeuble;EtatImmeuble;CoordonneeImmeubleX;CoordonneeImmeubleY;NomVoieImmeuble"
LINE = "I1;57227;CIBLE;6,9;49,19;{}"


def told(path: Path) -> list[dict[str, object]]:
    content = IpeFile().read(path)
    return [row for raw in content.rows for row in parse(Row(raw.cells, raw.line))]


@pytest.mark.parametrize("name", [NAME, "IPE_PAYS_DE_BRAY_FIBA_IPEZTD_V30_20210419.CSV"])
def test_the_operator_and_the_day_come_from_the_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(f"{HEAD}\n{LINE.format('RUE')}\n")
    [row] = told(path)
    assert (row["operateur"], row["periode"]) == ("FIBA", "2021-04-19")


def test_a_zip_given_another_name_tells_the_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "envoi.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"dossier/{NAME}", f"{HEAD}\n{LINE.format('RUE')}\n")
    assert told(path)[0]["perimetre"] == "Forbach"


@pytest.mark.parametrize("name", ["ipe.csv", "IPE_Forbach_FIBA_PM_IPEZMD_V30_20211319.csv"])
def test_a_file_whose_name_says_nothing_is_turned_away_with_what_to_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(f"{HEAD}\n{LINE.format('RUE')}\n")
    with pytest.raises(DataError, match="Rendez-lui son nom d’origine"):
        told(path)


@pytest.mark.parametrize(("raw", "street"), [("É".encode(), "É"), ("É".encode("cp1252"), "É"), (b"\x81\xc9", "\x81É")])
def test_utf_8_then_windows_then_latin_1_are_read(tmp_path: Path, raw: bytes, street: str) -> None:
    path = tmp_path / NAME
    path.write_bytes(f"{HEAD}\n".encode() + LINE.format("@").encode().replace(b"@", raw) + b"\n")
    assert told(path)[0]["voie"] == street


def row(**cells: str) -> dict[str, object]:
    usual = {
        "IdentifiantImmeuble": "I1",
        "CodeInseeImmeuble": "25056",
        "EtatImmeuble": "CIBLE",
        "CoordonneeImmeubleX": "6,02",
        "CoordonneeImmeubleY": "47,24",
        "livre_le": "2026-04-03",
        "operateur": "FRTE",
        "perimetre": "Z",
    }
    return next(iter(parse(Row(usual | cells, 2))))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", None),
        ("20260315", "2026-03-15"),
        ("20260331", "2026-T1"),
        ("20261231", "2026-T4"),
        ("20260500", "2026-T2"),
        ("20260000", "2026"),
        ("20260430", "2026-04-30"),
    ],
)
def test_a_date_keeps_the_precision_it_was_given_with(text: str, code: str | None) -> None:
    assert row(DateCablageAdresse=text)["cablage"] == code


@pytest.mark.parametrize("text", ["2026-03-15", "20260230", "20261301", "0260315", "99990101"])
def test_a_date_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="date illisible"):
        row(DateCablageAdresse=text)


@pytest.mark.parametrize(
    ("x", "y", "projection"),
    [
        ("670143,33", "5981336,54", "WGS84"),
        ("6,02", "47,24", "WGS84"),
        ("928403,97", "6686556,89", "RGF93"),
        ("878767,07", "2255446,68", "LAMB2E"),
    ],
)
def test_each_projection_leads_to_the_same_place(x: str, y: str, projection: str) -> None:
    found = row(CoordonneeImmeubleX=x, CoordonneeImmeubleY=y, TypeProjectionGeographique=projection)
    assert found["longitude"] == pytest.approx(6.02, abs=1e-6)
    assert found["latitude"] == pytest.approx(47.24, abs=1e-6)


def test_columns_about_persons_are_never_read() -> None:
    asked = {name for name in (*SOURCE.required, *SOURCE.optional) if "Gestionnaire" in name or "Syndic" in name}
    assert asked == set()
    found = row(GestionnaireImmeuble="M. Untel", ContactSyndic="untel@exemple.fr")
    assert not any("ntel" in str(value) for value in found.values())


def test_no_indicator_and_no_derived_table_reads_a_reserved_table() -> None:
    assert reserved() == {"immeubles_prevus": Visibility.COLLECTIVITES}
    for name, one in indicators().items():
        assert not set(one.reads) & set(reserved()), name
    for name, module in derived().items():
        assert not set(module.DERIVED.reads) & set(reserved()), name


def test_a_clearance_opens_its_own_level_on_its_own_territory_only() -> None:
    doubs = Ref(Level.DEPARTEMENT, "25")
    commune = Territory(Ref(Level.COMMUNE, "25056"), "B", "Commune", 1, (), 1, 1, (doubs,))
    held = Clearance(frozenset({(Visibility.COLLECTIVITES, doubs)}))
    assert held.opens(Visibility.COLLECTIVITES, commune)
    assert not held.opens(Visibility.EQUIPE_PROJET, commune)
    assert not any(NOBODY.opens(level, commune) for level in Visibility)
    other = Territory(Ref(Level.COMMUNE, "90010"), "C", "Commune", 1, (), 1, 1, (Ref(Level.DEPARTEMENT, "90"),))
    assert not held.opens(Visibility.COLLECTIVITES, other)
