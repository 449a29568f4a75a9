"""Corrections are a file: applied at each load, published with their reason, and never when they no longer match."""

import json
from pathlib import Path

import pytest

from maillage.observatory.door import current
from tests.cli.terminal import (
    FTTH,
    SPEED,
    debits,
    debits_file,
    every_commune,
    figure,
    own_copy,
    publish,
    rows,
    run,
    succeed,
    turned_away,
)

SOURCE = "arcep_ftth_2018"
HEAD = "commune_publiee,periode,colonne,action,ancienne,nouvelle,motif,par,le,statut"
SOCHAUX = "25547,2018-T1,raccordables,corriger,700,650,Compté deux fois,Le SIG,2026-11-25,appliquée"
SIGNED = "Essai,Le SIG,2026-11-25,appliquée"


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


def correct(home: Path, *lines: str, source: str = SOURCE, head: str = HEAD) -> None:
    """Write the corrections of a source."""
    folder = home / "corrections"
    folder.mkdir(exist_ok=True)
    (folder / f"{source}.csv").write_text("\n".join((head, *lines)) + "\n", "utf-8")


@pytest.fixture(scope="module")
def corrected(release_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home published with a figure corrected, a row taken out, a correction that meets another value, and those of
    another source as a French spreadsheet writes them."""
    home = own_copy(release_home, tmp_path_factory.mktemp("corrected"))
    # Meroux-Moval is 90068 (0 connectable) and the former 90073 (90).
    out, other = "90073,2018-T1,,retirer,,,", "25056,2018-T1,raccordables,corriger,9999,3100,"
    correct(home, SOCHAUX, out + SIGNED, other + SIGNED)
    [(place, period)] = rows(home, "lieux", "mednum_bfc", "identifiant", "periode")[:1]
    yes_or_no = f"{place};{period};mediation;corriger;oui;non;Essai;Le SIG;2026-11-25;appliquée"
    head = "identifiant;periode;colonne;action;ancienne;nouvelle;motif;par;le;statut"
    correct(home, yes_or_no, source="mednum_bfc", head=head)
    publish(home)
    return home


def published(home: Path, effect: str) -> list[dict[str, str]]:
    """What the release says of the lines of the source, for one effect."""
    lines, _ = current(home).problems(SOURCE, limit=1000)
    return [
        {
            "where": f"{one.problem.file}:{one.problem.line}:{one.problem.column}",
            "value": one.problem.value,
            "reason": one.problem.reason,
        }
        for one in lines
        if one.problem.effect.value == effect
    ]


def test_a_corrected_figure_is_published_with_its_old_value_new_value_reason_and_author(
    release_home: Path, corrected: Path
) -> None:
    # Doubs, T1 2018: 5 350 connectable premises, of which 700 in Sochaux, for 10 450.
    assert figure(release_home, FTTH, "departement:25", "2018-T1")["numerator"] == 5350
    assert figure(corrected, FTTH, "departement:25", "2018-T1")["numerator"] == 5300
    assert figure(corrected, FTTH, "commune:25547", "2018-T1")["value"] == 100
    # Line 32 gives Sochaux a second time: corrected too, and refused as before.
    assert [one for one in published(corrected, "corrigée") if one["value"] == "700"] == [
        {
            "where": f"{SOURCE}.csv:{line}:raccordables",
            "value": "700",
            "reason": "« 700 » remplacé par « 650 » : Compté deux fois (Le SIG, 25 novembre 2026)",
        }
        for line in (16, 32)
    ]


@pytest.mark.more
def test_taking_the_corrections_away_brings_the_published_figure_back(corrected: Path, tmp_path: Path) -> None:
    home = own_copy(corrected, tmp_path)
    (home / "corrections" / f"{SOURCE}.csv").unlink()
    publish(home)
    assert figure(home, FTTH, "departement:25", "2018-T1")["numerator"] == 5350
    assert published(home, "corrigée") == []


@pytest.mark.more
def test_nothing_is_loaded_again_when_the_corrections_are_the_same(home: Path) -> None:
    correct(home, SOCHAUX)
    first = run(home, "compute")
    again = run(home, "compute")
    assert "corrections : " in first.err
    assert "corrections : " not in again.err


def test_a_row_taken_out_counts_no_more(corrected: Path) -> None:
    kept = rows(corrected, "deploiement_ftth", SOURCE, "commune_publiee", "periode")
    assert ("90073", "2017-T4") in kept
    assert ("90073", "2018-T1") not in kept
    assert [one for one in published(corrected, "corrigée") if "retirée" in one["reason"]] == [
        {
            "where": f"{SOURCE}.csv:28:",
            "value": "90073 · 2018-T1",
            "reason": "ligne retirée : Essai (Le SIG, 25 novembre 2026)",
        }
    ]


def test_a_correction_that_meets_another_value_is_told_and_not_applied(corrected: Path) -> None:
    assert figure(corrected, FTTH, "commune:25056", "2018-T1")["numerator"] == 3000
    assert published(corrected, "correction sans effet") == [
        {
            "where": f"corrections/{SOURCE}.csv:4:raccordables",
            "value": "9999",
            "reason": "correction non appliquée : le fichier dit « 3000 », et non « 9999 » ; à relire",
        }
    ]


@pytest.mark.more
@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("25056,2018-T1,raccordables,corriger,2900,3000,", "le fichier dit désormais la valeur corrigée"),
        ("21001,2018-T1,raccordables,corriger,1,2,", "aucune ligne de cette livraison n’a la clé « 21001 · 2018-T1 »"),
    ],
)  # fmt: skip
def test_a_correction_that_is_no_longer_needed_says_so(home: Path, line: str, says: str) -> None:
    correct(home, line + SIGNED)
    publish(home)
    [told] = published(home, "correction sans effet")
    assert says in told["reason"]


@pytest.mark.more
def test_a_correction_of_another_period_is_not_this_delivery_s_business(home: Path) -> None:
    correct(home, "25056,2030-T1,raccordables,corriger,1,2," + SIGNED)
    publish(home)
    assert published(home, "correction sans effet") == []


@pytest.mark.more
@pytest.mark.parametrize("state", ["proposée", "retirée"])
def test_a_correction_proposed_or_withdrawn_changes_nothing(home: Path, state: str) -> None:
    correct(home, SOCHAUX.replace("appliquée", state))
    publish(home)
    assert figure(home, FTTH, "commune:25547", "2018-T1")["numerator"] == 700


@pytest.mark.more
def test_a_corrected_commune_is_attached_anew(home: Path) -> None:
    # Line 20 is of commune 25999, which does not exist: refused as it is published.
    correct(home, "25999,2018-T1,commune,corriger,25999,25034," + SIGNED, "25034,2018-T1,,retirer,,," + SIGNED)
    publish(home)
    # Les Auxons: 25034 and its 100 are out, 25035 has 200, the 3 of the row without commune are in.
    assert figure(home, FTTH, "commune:25035", "2018-T1")["numerator"] == 203
    assert [one["value"] for one in published(home, "corrigée")] == ["25034 · 2018-T1", "25999"]


@pytest.mark.more
def test_the_receipt_and_the_archive_keep_the_corrections_a_delivery_was_loaded_with(home: Path) -> None:
    correct(home, SOCHAUX)
    succeed(home, "compute")
    [receipt] = (home / "lake").glob(f"*/source={SOURCE}/*/receipt.json")
    told = json.loads(receipt.read_text("utf-8"))
    kept = home / "archive" / SOURCE / f"{told['corrections'][:16]}-corrections.csv"
    assert kept.read_bytes() == (home / "corrections" / f"{SOURCE}.csv").read_bytes()
    assert told["counts"]["corrected"] == 2


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        ("25056,2018-T1,prises,corriger,1,2,m,p,2026-11-25,appliquée", "colonne", "« prises » inconnu"),
        ("25056,2018-T1,raccordables,doubler,1,2,m,p,2026-11-25,appliquée", "action", "« doubler » inconnu"),
        ("25056,2018-T1,raccordables,corriger,un,2,m,p,2026-11-25,appliquée", "ancienne", "« un » illisible"),
        ("25056,2018-T1,raccordables,corriger,1,1,m,p,2026-11-25,appliquée", "nouvelle", "la même valeur"),
        ("25056,2018-T1,raccordables,corriger,1,2,,p,2026-11-25,appliquée", "motif", "à remplir"),
        ("25056,2018-T1,raccordables,corriger,1,2,m,,2026-11-25,appliquée", "par", "à remplir"),
        ("25056,2018-T1,raccordables,corriger,1,2,m,p,25/11/26,appliquée", "le", "année à deux chiffres"),
        ("25056,2018-T1,raccordables,corriger,1,2,m,p,2026-11-25,faite", "statut", "« faite » inconnu"),
        ("25056,T1 2018,raccordables,corriger,1,2,m,p,2026-11-25,appliquée", "periode", "« T1 2018 » illisible"),
        ("25056,2018-T1,raccordables,retirer,1,,m,p,2026-11-25,appliquée", "colonne", "à laisser vide"),
    ],
)  # fmt: skip
def test_a_bad_correction_stops_the_computation_with_its_line_and_column(
    home: Path, line: str, column: str, says: str
) -> None:
    correct(home, SOCHAUX, line)
    told = turned_away(home, "compute")
    assert f"corrections/{SOURCE}.csv, ligne 3, colonne « {column} » : " in told
    assert says in told
    assert "les données d’avant restent" in told


def test_two_corrections_of_the_same_cell_are_refused(home: Path) -> None:
    correct(home, SOCHAUX, SOCHAUX.replace("650", "640"))
    assert "ligne 3 : même case que la ligne 2" in turned_away(home, "compute")


def test_a_line_cut_short_and_a_missing_column_are_refused(home: Path) -> None:
    correct(home, "25547,2018-T1")
    assert "ligne 2, colonne « statut » : à remplir. Écrivez" in turned_away(home, "compute")
    correct(home, head=HEAD.replace(",motif", ""))
    assert "ligne 1, colonne « motif » : colonne absente" in turned_away(home, "compute")
    correct(home, head=HEAD + ",avis")
    assert "ligne 1, colonne « avis » : colonne inconnue" in turned_away(home, "compute")


def test_a_file_named_after_no_source_is_refused(home: Path) -> None:
    correct(home, SOCHAUX, source="arcep_fibre")
    assert "aucune source ne s’appelle « arcep_fibre »" in turned_away(home, "compute")


def test_corrections_of_a_very_large_file_are_refused_in_words(home: Path) -> None:
    head = HEAD.replace("commune_publiee", "operateur,imb_id")
    correct(
        home, "FI,IMB1,2026-T2,,retirer,,," + SIGNED, source="arcep_cartefibre_immeubles", head=head
    )  # fmt: skip
    told = turned_away(home, "compute")
    assert "les corrections ne s’appliquent pas" in told


def test_semicolons_french_numbers_and_yes_or_no_are_understood(release_home: Path, corrected: Path) -> None:
    [place] = rows(release_home, "lieux", "mednum_bfc", "identifiant", "mediation")[:1]
    assert place[1] is True
    assert (place[0], False) in rows(corrected, "lieux", "mednum_bfc", "identifiant", "mediation")


@pytest.mark.more
def test_what_is_loaded_later_is_corrected_too(home: Path, tmp_path: Path) -> None:
    correct(
        home, "25056,2026-T3,eligibles_8,corriger,80,90," + SIGNED, source="arcep_mci_debits"
    )  # fmt: skip
    path = debits_file(tmp_path, *every_commune(), debits("90073", premises=10, eligible=8))
    told = succeed(home, "load", "arcep_mci_debits", path)
    assert "1 corrigée" in told
    publish(home)
    assert figure(home, SPEED, "commune:25056", "2026-T3")["numerator"] == 90
