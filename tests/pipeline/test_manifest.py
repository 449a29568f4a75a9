"""The manifest names deliveries: files of one source and period together, every fault told with its line."""

from pathlib import Path

import pytest

from maillage.kernel.errors import DataError, UsageError
from maillage.pipeline.archive import Incoming
from maillage.pipeline.manifest import Planned, read_manifest
from tests.cli.terminal import plain

HEADS = "source,period,path,date_obtained"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("x")
    return tmp_path


def given(folder: Path, *lines: str, heads: str = HEADS) -> list[Planned]:
    path = folder / "manifest.csv"
    path.write_text("\n".join((heads, *lines)) + "\n", "utf-8")
    return read_manifest(path, folder)


def refusal(folder: Path, *lines: str, heads: str = HEADS) -> list[str]:
    with pytest.raises(DataError) as caught:
        given(folder, *lines, heads=heads)
    return plain(str(caught.value)).removeprefix(f"Manifeste {folder / 'manifest.csv'} :").splitlines()


def test_files_of_one_source_and_period_are_one_delivery_and_another_period_is_another(folder: Path) -> None:
    deliveries = given(
        folder,
        "france_services,2026,a.csv,2026-10-01",
        "france_services,,a.csv,02/10/2026",
        "france_services,2026,b.csv,2026-10-03",
    )
    assert deliveries == [
        Planned(
            "france_services",
            "2026",
            (Incoming(folder / "a.csv", "2026-10-01"), Incoming(folder / "b.csv", "2026-10-03")),
        ),
        Planned("france_services", "", (Incoming(folder / "a.csv", "2026-10-02"),)),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("france,2026,a.csv,2026-10-01", "source « france » inconnue. Sources connues : anct_coeur_de_ville, "),
        ("france_services,2026-T5,a.csv,2026-10-01", "Période « 2026-T5 » illisible."),
        ("france_services,2026,,2026-10-01", "colonne path vide : écrivez le chemin du fichier."),
        ("france_services,2026,c.csv,2026-10-01", "c.csv » introuvable."),
        ("france_services,2026,.,2026-10-01", "» introuvable."),
        ("france_services,2026,a.csv,2026-02-30", "date_obtained « 2026-02-30 » : "),
        ("france_services,2026,a.csv,", "date_obtained «  » : "),
        ('france_services,2026,"a.csv,2026-10-01', "guillemet"),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_planned(folder: Path, line: str, reason: str) -> None:
    head, fault = refusal(folder, "france_services,2026,a.csv,2026-10-01", line)
    assert head == ""
    assert fault.startswith("  ligne 3 : ")
    assert reason in fault


def test_every_fault_is_told(folder: Path) -> None:
    line = "france,2026,a.csv,2026-10-01"
    assert [fault[:10] for fault in refusal(folder, line, line)] == ["", "  ligne 2 ", "  ligne 3 "]


def test_the_columns_that_are_missing_are_named_and_a_manifest_of_no_file_is_refused(folder: Path) -> None:
    [fault] = refusal(folder, heads="source,path")
    assert fault == " colonnes absentes : period, date_obtained. Attendu : source,period,path,date_obtained."
    assert refusal(folder) == [" il ne nomme aucun fichier."]


def test_a_manifest_that_is_not_there_or_is_no_text_is_told(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"absent\.csv introuvable\. C’est un fichier CSV aux colonnes source, per"):
        read_manifest(folder / "absent.csv", folder)
    (folder / "manifest.csv").write_bytes(b"source,p\x81riode")
    with pytest.raises(DataError, match=r"manifest\.csv : .*CSV UTF-8"):
        read_manifest(folder / "manifest.csv", folder)
