"""`load`, `compute`, `publish` and `up --from`, as whoever runs the platform uses them."""

import json
from datetime import date
from pathlib import Path

import pytest

from maillage.store.home import Home
from maillage.store.receipt import Receipt, all_receipts
from tests.cli.terminal import (
    SAMPLES,
    SPEED,
    debits,
    debits_file,
    every_commune,
    figure,
    own_copy,
    publish,
    rows,
    run,
    snapshot,
    succeed,
    turned_away,
)

MANIFEST_HEADER = "source,period,path,date_obtained"


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


def receipt_of(home: Path, source: str) -> Receipt:
    return [one for one in all_receipts(Home(home)) if one.source == source][-1]


def changed_lines(eligible: int = 80) -> list[str]:
    """The second quarter of 2026 again: 7 communes as in the samples, one of them gone, one new, one changed."""
    _, *lines = (SAMPLES / "arcep_mci_debits.csv").read_text("utf-8").splitlines()
    kept = [line for line in lines if line[:5] not in ("25547", "25056", "90097")]
    return [*kept, debits("25056", eligible=eligible, day="2026-06-30"), debits("90097", day="2026-06-30")]


def test_a_trial_says_what_would_change_and_writes_nothing(home: Path, tmp_path: Path) -> None:
    path, before = debits_file(tmp_path, *changed_lines()), snapshot(home)
    told = succeed(home, "load", "arcep_mci_debits", path, "--dry-run")
    # In: 25035, 25388, 25463, 90010 and 90068 as before, 25056 changed, 90097 new. Out: 25547.
    assert (
        "Par rapport à la livraison 2026-T2 : 1 ligne ajoutée, 1 modifiée, 1 retirée, 5 inchangées.\n"
        "  ajoutée : 90097\n  modifiée : 25056\n  retirée : 25547\n" in told
    )
    assert told.startswith("arcep_mci_debits 2026-T2 : 7 lignes gardées sur 9 lues, 1 refusée, 1 hors de la région")
    assert told.endswith("Essai : rien n’a été écrit.\n")
    assert snapshot(home) == before


@pytest.mark.more
def test_a_trial_before_anything_is_loaded_leaves_no_trace(tmp_path: Path) -> None:
    home = tmp_path / "home"
    told = succeed(home, "load", "odf_observatoire", SAMPLES / "odf_observatoire.csv", "--period", "2022", "--dry-run")
    assert "8 lignes gardées sur 10 lues, 2 refusées\nPremière livraison de cette source.\n" in told
    assert "ligne 10, colonne « siren » : SIREN de 9 chiffres attendu (lu : 21250056)" in told
    assert not home.exists()


def test_loaded_computed_and_published_a_figure_changes_and_the_old_release_stays(home: Path, tmp_path: Path) -> None:
    first, old = snapshot(home / "releases" / "00001"), figure(home, SPEED, "commune:25056", "2026-T2")
    told = succeed(home, "load", "arcep_mci_debits", debits_file(tmp_path, *changed_lines()))
    assert told.endswith("Chargé. Publiez avec « maillage compute » puis « maillage publish ».\n")
    assert figure(home, SPEED, "commune:25056", "2026-T2") == old
    assert succeed(home, "compute") == "Calculé. Publiez avec « maillage publish ».\n"
    assert figure(home, SPEED, "commune:25056", "2026-T2") == old
    computed_from = receipt_of(home, "arcep_mci_debits")
    succeed(home, "load", "arcep_mci_debits", debits_file(tmp_path, *changed_lines(eligible=70)))
    assert succeed(home, "publish") == "Publication n° 2 en service.\n"
    new = figure(home, SPEED, "commune:25056", "2026-T2")
    assert (old["numerator"], old["denominator"]) == (5550, 5550)
    assert (new["value"], new["numerator"], new["denominator"]) == (80.0, 80, 100)
    assert new["obtained_on"] == date.today().isoformat()
    assert snapshot(home / "releases" / "00001") == first
    assert json.loads((home / "releases" / "00002" / "release.json").read_text())["number"] == 2
    assert turned_away(home, "publish") == "maillage : Rien n’est calculé. Lancez d’abord « maillage compute ».\n"
    # What was loaded since is not in it: it keeps the very tables it was computed from.
    kept = home / "releases" / "00002" / "tables"
    assert (kept / Path(computed_from.data).relative_to("lake")).is_file()
    # Confidential rows are kept apart: see tests/web/test_planned.py.
    shown = [one for one in all_receipts(Home(home)) if one.source != "ipe_immeubles"]
    named = {Path(name).name for one in shown for name in (one.data, one.problems)}
    later = receipt_of(home, "arcep_mci_debits")
    expected = named - {Path(later.data).name, Path(later.problems).name}
    expected |= {Path(computed_from.data).name, Path(computed_from.problems).name}
    assert {path.name for path in kept.rglob("*.parquet")} == expected


@pytest.mark.more
def test_another_period_of_a_source_is_added_to_the_series(home: Path, tmp_path: Path) -> None:
    told = succeed(home, "load", "arcep_mci_debits", debits_file(tmp_path, *every_commune()))
    assert "Par rapport à la livraison 2026-T2 : 1 ligne ajoutée, 7 modifiées, 0 retirée, 0 inchangée." in told
    publish(home)
    values = run(home, "show", SPEED, "departement:25", "--format", "json").json()["values"]
    assert [(value["period"], value["denominator"]) for value in values] == [("2026-T2", 10_595), ("2026-T3", 500)]


@pytest.mark.more
def test_the_day_of_obtention_is_kept_and_shown(home: Path, tmp_path: Path) -> None:
    path = debits_file(tmp_path, *every_commune())
    succeed(home, "load", "arcep_mci_debits", path, "--obtained-on", "2026-10-02")
    publish(home)
    assert figure(home, SPEED, "region:27", "2026-T3")["obtained_on"] == "2026-10-02"


def test_the_bytes_received_are_archived_once_and_whole(home: Path, tmp_path: Path) -> None:
    path = debits_file(tmp_path, *every_commune())
    for _ in range(2):
        succeed(home, "load", "arcep_mci_debits", path)
    (file,) = receipt_of(home, "arcep_mci_debits").files
    assert (home / file.archive).read_bytes() == path.read_bytes()
    assert len(list((home / "archive" / "arcep_mci_debits").iterdir())) == 2


def test_two_files_make_one_delivery(home: Path, tmp_path: Path) -> None:
    first = debits_file(tmp_path, *every_commune()[:5], name="doubs.csv")
    second = debits_file(tmp_path, *every_commune()[5:], name="belfort.csv")
    told = succeed(home, "load", "arcep_mci_debits", first, second)
    assert told.startswith("arcep_mci_debits 2026-T3 : 8 lignes gardées sur 8 lues\n")
    assert [file.name for file in receipt_of(home, "arcep_mci_debits").files] == ["doubs.csv", "belfort.csv"]
    found = rows(home, "debits_communes", "arcep_mci_debits", "fichier", "ligne", "commune")
    assert ("doubs.csv", 2, "25035") in found
    assert ("belfort.csv", 4, "90097") in found


def manifest(folder: Path, *lines: str, header: str = MANIFEST_HEADER) -> Path:
    path = folder / "manifest.csv"
    path.write_text("\n".join((header, *lines)) + "\n", "utf-8")
    return path


def test_all_the_faults_of_a_manifest_are_told_together_with_their_lines(home: Path, tmp_path: Path) -> None:
    (tmp_path / "regions.json").write_text("[]")
    path = manifest(
        tmp_path,
        "arcep,2026,regions.json,2026-01-01",
        "cog_regions,2026-T9,regions.json,2026-01-01",
        "cog_regions,2026,regions.json,2026-01-01",
        "cog_regions,2026,absent.json,2026-01-01",
        "cog_regions,2026,regions.json,01/02/26",
        "cog_regions,2026,,2026-01-01",
    )
    told = turned_away(home, "up", "--from", tmp_path, "--no-serve")
    head, *faults = told.removeprefix("maillage : ").splitlines()
    assert head == f"Manifeste {path} :"
    assert [fault[: len("  ligne 2")] for fault in faults] == [f"  ligne {line}" for line in (2, 3, 5, 6, 7)]
    for fault, words in zip(
        faults,
        (
            "source « arcep » inconnue. Sources connues : anct_coeur_de_ville, anct_petites_villes, arcep_4g_fixe,",
            "Période « 2026-T9 » illisible.",
            "absent.json » introuvable.",
            "date_obtained « 01/02/26 » : ",
            "colonne path vide",
        ),
        strict=True,
    ):
        assert words in fault


def test_a_manifest_without_its_columns_or_its_files_is_refused(home: Path, tmp_path: Path) -> None:
    manifest(tmp_path, header="source;period")
    told = turned_away(home, "up", "--from", tmp_path, "--no-serve")
    assert "colonnes absentes : path, date_obtained. Attendu : source,period,path" in told
    manifest(tmp_path)
    assert "il ne nomme aucun fichier" in turned_away(home, "up", "--from", tmp_path, "--no-serve")
    (tmp_path / "manifest.csv").write_bytes(b"source,p\x81riode")
    assert "Enregistrez le tableau en « CSV UTF-8 »" in turned_away(home, "up", "--from", tmp_path, "--no-serve")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--from", "nulle-part"), "Dossier nulle-part introuvable. Donnez par --from un dossier"),
        (("--from", SAMPLES, "--manifest", "absent.csv"), "Manifeste absent.csv introuvable."),
    ],
    ids=["folder", "manifest"],
)
def test_a_folder_or_a_manifest_that_is_not_there_is_told(
    tmp_path: Path, arguments: tuple[object, ...], told: str
) -> None:
    done = run(tmp_path / "home", "up", *arguments, "--no-serve")
    assert done.code == 2
    assert told in done.err
    assert not (tmp_path / "home").exists()


@pytest.mark.more
def test_an_unknown_region_is_told_with_those_there_are(tmp_path: Path) -> None:
    done = run(tmp_path, "up", "--from", SAMPLES, "--region", "99", "--no-serve")
    assert done.code == 2
    known = "27 Bourgogne-Franche-Comté, 44 Grand Est."
    assert f"Région « 99 » inconnue. Régions du code officiel géographique chargé : {known}" in done.err
    assert succeed(tmp_path, "up", "--from", SAMPLES, "--region", "27", "--no-serve").startswith("Publication n° 1")


def test_a_home_that_serves_a_region_refuses_another_before_touching_anything(home: Path, tmp_path: Path) -> None:
    before = snapshot(home)
    told = f"{home} sert déjà la région 27. Pour la région 44, donnez un autre dossier par MAILLAGE_HOME."
    path = debits_file(tmp_path, *every_commune())
    for arguments in (
        ("up", "--from", SAMPLES, "--region", "44", "--no-serve"),
        ("up", "--region", "44", "--no-serve"),
        ("load", "arcep_mci_debits", path, "--region", "44"),
    ):
        done = run(home, *arguments)
        assert done.code == 2
        assert told in done.err
        assert snapshot(home) == before


@pytest.mark.more
def test_a_home_may_have_any_name(tmp_path: Path) -> None:
    home = tmp_path / "l'été #1 [25] 100% ? *"
    succeed(home, "up", "--from", SAMPLES, "--no-serve")
    assert figure(home, SPEED, "departement:25", "2026-T2")["denominator"] == 10_595
    succeed(home, "load", "arcep_mci_debits", debits_file(tmp_path, *every_commune()))
    publish(home)
    assert figure(home, SPEED, "departement:25", "2026-T3")["denominator"] == 500


@pytest.mark.more
def test_a_build_says_what_it_kept_and_where_it_is(tmp_path: Path) -> None:
    done = run(tmp_path, "up", "--from", SAMPLES, "--no-serve")
    assert done.out == (
        f"Publication n° 1 : Bourgogne-Franche-Comté, 18 indicateurs avec des données, dans {tmp_path}.\n"
    )
    assert "· chargement : Contours des communes, 2018\n" in done.err
    assert "· publication\n" in done.err
    assert (
        "arcep_mci_debits 2026-T2 : 7 lignes gardées sur 11 lues, 2 refusées, 1 signalée, 1 hors de la région, "
        "1 ignorée\n" in done.err
    )
