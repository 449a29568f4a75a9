"""Files read in SQL, block by block: the same refusals at the same lines as the other way, and no good row lost."""

import csv
import gzip
import io
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given as any_of
from hypothesis import strategies as st

from maillage import sources, tables
from maillage.kernel.errors import DataError
from maillage.kernel.problem import Effect
from maillage.kernel.source import RawRow
from maillage.pipeline import load_sql
from maillage.pipeline.job import Load
from maillage.sources.formats import csv_blocks
from maillage.sources.formats.csv import Csv
from maillage.store.duck import connect, create
from maillage.store.home import Home, fresh_folder
from maillage.store.lake import stored_columns
from tests.cli.terminal import own_copy, plain, rows, snapshot, succeed, turned_away

NAME = "arcep_cartefibre_immeubles"
HEADER = (
    "x,y,imb_id,num_voie,cp_no_voie,type_voie,nom_voie,batiment,code_insee,code_poste,nom_com,catg_loc_imb,imb_etat,"
    "pm_ref,pm_etat,pm_date_mad,code_l331,type_imb,date_completude,date_completude_manquante"
)
MEGABYTE = 1024**2


def building(rank: int, **cells: str) -> str:
    """A good line; `cells` replace some of its cells."""
    found = dict(
        zip(
            HEADER.split(","),
            f"6.02,47.23,B{rank},{rank % 90},,RUE,DES LILAS,,25056,25000,Besançon,individuel,cible,,,,FRTE,PA,,f".split(
                ","
            ),
            strict=True,
        )
    )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow((found | cells).values())
    return text.getvalue()[:-1]


def good(count: int) -> list[bytes]:
    return [building(rank).encode() for rank in range(count)]


def given(folder: Path, lines: list[bytes], name: str = "immeubles.csv") -> Path:
    path = folder / name
    path.write_bytes(b"\n".join([HEADER.encode(), *lines]) + b"\n")
    return path


def read(
    folder: Path, path: Path, progress: list[int] | None = None
) -> tuple[dict[int, str], dict[int, tuple[str, str]], Load]:
    """The identifiers kept by line, the refusals (column, reason) by line, and the load."""
    module = sources.catalogue()[NAME]
    assert sources.is_sql(module)
    home = Home(folder / "home")
    fresh_folder(home.aside)
    with closing(connect()) as con:
        job = Load(home, module.SOURCE, tables.catalogue()[module.SOURCE.table], con, None, "2026-T2", "")
        create(con, "staging", stored_columns(job.table))
        steps = [] if progress is None else progress
        load_sql.read_in_sql(job, module, [path], lambda label, rows: steps.append(rows))
        kept = dict(con.execute("SELECT ligne, imb_id FROM staging").fetchall())
    return kept, {p.line: (p.column, plain(p.reason)) for p in job.problems}, job


NOT_A_CODE = "ce n’est pas un code de commune (5 caractères, ex. 25056)"
UNREADABLE = "texte illisible : ni UTF-8, ni Windows-1252"
QUOTED = building(0).encode().replace(b",DES", b',"DES')
SPOILT = {
    "commune": (building(0, code_insee="2505X").encode(), "code_insee", NOT_A_CODE),
    "longue": (building(0, code_insee="250561").encode(), "code_insee", NOT_A_CODE),
    "identifiant": (building(0, imb_id=" ").encode(), "imb_id", "valeur obligatoire absente"),
    "operateur": (building(0, code_l331="").encode(), "code_l331", "valeur obligatoire absente"),
    "etat": (building(0, imb_etat="posé").encode(), "imb_etat", "état d’immeuble inconnu"),
    "sans etat": (building(0, imb_etat="").encode(), "imb_etat", "état d’immeuble inconnu"),
    "sans x": (building(0, x="").encode(), "x", "valeur obligatoire absente"),
    "sans y": (building(0, y="").encode(), "y", "valeur obligatoire absente"),
    "x illisible": (building(0, x="6.0.2").encode(), "x", "nombre illisible"),
    "infini": (building(0, x="inf").encode(), "x", "coordonnées hors de France"),
    "nan": (building(0, y="nan").encode(), "y", "valeur obligatoire absente"),
    "NULL": (building(0, x="NULL").encode(), "x", "valeur obligatoire absente"),
    "inversees": (building(0, x="47.23", y="6.02").encode(), "x", "coordonnées hors de France"),
    "numero": (building(0, num_voie="12 bis").encode(), "num_voie", "nombre illisible"),
    "type": (building(0, type_imb="XX").encode(), "type_imb", "type d’immeuble inconnu"),
    "date": (building(0, pm_date_mad="31/12/2020").encode(), "pm_date_mad", "date illisible"),
    "date impossible": (building(0, date_completude="2020-02-30").encode(), "date_completude", "date illisible"),
    "coupee": (b"6.02,47.23,B0,12", "", "4 colonnes au lieu de 20"),
    "trop": (building(0).encode() + b",de trop", "", "21 colonnes au lieu de 20"),
    "guillemet": (QUOTED, "", "guillemet ouvert et jamais refermé, ou mal placé"),
    "nul": (building(0).encode().replace(b"LILAS", b"LI\0AS"), "", "caractère nul : la ligne est abîmée"),
    "octets": (building(0).encode().replace(b"LILAS", b"LI\x81AS"), "", UNREADABLE),
    "2 Mo": (building(0).encode() + b"x" * 2 * MEGABYTE, "", "ligne de plus de 1 Mo"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_line_is_refused_with_its_reason_and_no_other(tmp_path: Path, case: str) -> None:
    line, column, reason = SPOILT[case]
    lines = good(40)
    lines[17] = line
    kept, refused, job = read(tmp_path, given(tmp_path, lines))
    assert refused == {19: (column, reason)}
    assert kept == {rank + 2: f"B{rank}" for rank in range(40) if rank != 17}
    assert job.read == 40


@any_of(st.text(" a\u00a0\u202f\u2003\té'-", max_size=6) | st.text(max_size=8))
def test_a_cell_loses_the_spaces_around_it_whatever_they_are(cell: str) -> None:
    with closing(connect()) as con:
        con.execute(f"CREATE TEMP MACRO {load_sql.MACROS[0]}")
        assert con.execute("SELECT trim(c) = system.main.trim(c) FROM (SELECT ?::VARCHAR AS c)", [cell]).fetchone() == (
            True,
        )


def test_each_file_of_a_delivery_keeps_its_name_and_its_lines(tmp_path: Path) -> None:
    module = sources.catalogue()[NAME]
    assert sources.is_sql(module)
    home = Home(tmp_path / "home")
    fresh_folder(home.aside)
    paths = [tmp_path / name for name in ("b.csv", "a.csv")]
    for path in paths:
        lines = [building(rank, imb_id=f"{path.stem}{rank}") for rank in range(3)]
        lines[1] = building(1, x="6.0.2")
        path.write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")
    with closing(connect()) as con:
        job = Load(home, module.SOURCE, tables.catalogue()[module.SOURCE.table], con, None, "2026-T2", "")
        create(con, "staging", stored_columns(job.table))
        load_sql.read_in_sql(job, module, paths, lambda label, rows: None)
        kept = con.execute("SELECT fichier, ligne, imb_id FROM staging ORDER BY ALL").fetchall()
    assert kept == [("a.csv", 2, "a0"), ("a.csv", 4, "a2"), ("b.csv", 2, "b0"), ("b.csv", 4, "b2")]
    assert [(problem.file, problem.line) for problem in job.problems if problem.line] == [("b.csv", 3), ("a.csv", 3)]
    assert list(home.aside.iterdir()) == []


@pytest.mark.more
@pytest.mark.parametrize("size", [200, 1_500, 40_000])
def test_lines_keep_their_numbers_whatever_the_blocks(
    tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = good(400)
    for rank, (line, _, _) in enumerate(SPOILT.values()):
        lines[7 + 15 * rank] = line
    monkeypatch.setattr(load_sql, "blocks", lambda path, header: csv_blocks.blocks(path, header, size))
    kept, refused, _ = read(tmp_path, given(tmp_path, lines))
    expected = {9 + 15 * rank: fault[1:] for rank, fault in enumerate(SPOILT.values())}
    assert refused == expected
    assert kept == {rank + 2: f"B{rank}" for rank in range(400) if rank + 2 not in expected}


@pytest.mark.more
def test_lines_keep_their_numbers_in_a_block_that_several_threads_read(tmp_path: Path) -> None:
    before, after = building(0).encode().split(b"B0")
    kept, refused, _ = read(tmp_path, given(tmp_path, [b"%bB%d%b" % (before, i, after) for i in range(250_000)]))
    assert (len(kept), refused) == (250_000, {})
    assert all(name == f"B{line - 2}" for line, name in kept.items())


def test_a_line_in_windows_1252_is_read_and_told(tmp_path: Path) -> None:
    lines = good(5)
    lines[2] = building(2, nom_voie="DE L’ÉTÉ").encode("cp1252")
    kept, told, _ = read(tmp_path, given(tmp_path, lines))
    assert len(kept) == 5
    assert [reason for _, reason in told.values()] == ["1 ligne n’est pas en UTF-8 : texte lu en Windows-1252"]


@pytest.mark.parametrize("size", [150, 4_000])
def test_a_cell_over_two_lines_is_one_row(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = good(20)
    lines[4] = building(4, nom_voie="DES\nLILAS").encode()
    monkeypatch.setattr(load_sql, "blocks", lambda path, header: csv_blocks.blocks(path, header, size))
    kept, refused, job = read(tmp_path, given(tmp_path, lines))
    assert (refused, job.read) == ({}, 20)
    assert sorted(kept) == [*range(2, 7), *range(8, 23)]


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
@pytest.mark.parametrize("last", [b"", b"\n"])
def test_any_end_of_line_and_any_packing(tmp_path: Path, ending: bytes, last: bytes) -> None:
    text = b"\xef\xbb\xbf" + given(tmp_path, good(300)).read_bytes().strip().replace(b"\n", ending) + last
    (tmp_path / "a.csv").write_bytes(text)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(text))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("carte.csv", text)
    for name in ("a.csv", "a.csv.gz", "a.zip"):
        kept, refused, _ = read(tmp_path, tmp_path / name)
        assert refused == {}
        assert kept == {rank + 2: f"B{rank}" for rank in range(300)}


@pytest.mark.more
def test_both_ways_of_reading_cut_the_same_rows(tmp_path: Path) -> None:
    """Many buffers of the engine: lines are numbered in the order of the file."""
    count = 120_000
    path = given(tmp_path, good(count))
    kept, _, _ = read(tmp_path, path)
    expected: list[RawRow] = list(Csv(",").read(path).rows)
    assert kept == {row.line: row.cells["imb_id"] for row in expected}


def test_what_a_table_requires_is_asked_of_each_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = sources.catalogue()[NAME]
    monkeypatch.setattr(module, "CHECKS", ())
    lines = good(6)
    lines[1], lines[3] = building(1, code_l331=" ").encode(), building(3, x="?").encode()
    kept, refused, job = read(tmp_path, given(tmp_path, lines))
    assert sorted(kept) == [2, 4, 6, 7]
    assert refused == {3: ("operateur", "valeur obligatoire absente"), 5: ("longitude", "valeur obligatoire absente")}
    assert job.read == 6


def test_a_refusal_tells_what_was_read_and_in_which_file(tmp_path: Path) -> None:
    lines = good(3)
    lines[0], lines[1] = (building(0, x="6.0.2").encode(), building(1, nom_voie="x", imb_etat="é" * 90).encode())
    _, _, job = read(tmp_path, given(tmp_path, lines))
    refusals = [(refusal.file, refusal.line, refusal.value, refusal.effect) for refusal in job.problems if refusal.line]
    assert refusals == [("immeubles.csv", 2, "6.0.2", Effect.REFUSED), ("immeubles.csv", 3, "é" * 80, Effect.REFUSED)]


def test_a_column_that_a_file_may_lack_reads_as_unknown_and_its_label_as_not_there(tmp_path: Path) -> None:
    path = given(tmp_path, good(3))
    rows = [line.split(b",") for line in path.read_bytes().splitlines()]
    dropped = HEADER.split(",").index("catg_loc_imb")
    kept = (b",".join(cells[:dropped] + cells[dropped + 1 :]) for cells in rows)
    path.write_bytes(b"\n".join(kept))
    identifiers, refused, job = read(tmp_path, path)
    assert (len(identifiers), refused) == (3, {})
    assert {column.labels.column: column.present for column in job.labels} == {
        "imb_etat": True, "catg_loc_imb": False, "pm_etat": True,
    }  # fmt: skip


def test_progress_tells_the_rows_read_after_each_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    size = 10 * (len(building(10)) + 1)
    monkeypatch.setattr(load_sql, "blocks", lambda path, header: csv_blocks.blocks(path, header, size))
    kept, _, _ = read(tmp_path, given(tmp_path, good(60)), steps)
    assert len(kept) == 60
    assert len(steps) >= 5
    assert (steps, steps[-1]) == (sorted(steps), 60)


@pytest.mark.parametrize("most", [3, 4])
def test_as_many_refusals_as_can_be_listed_are_kept_and_one_more_turns_the_file_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(load_sql, "MOST_REFUSED", most)
    path = given(tmp_path, [*good(2), *(building(rank, x="").encode() for rank in range(4))])
    if most == 4:
        assert len(read(tmp_path, path)[0]) == 2
    else:
        with pytest.raises(DataError, match=r"immeubles\.csv : plus de lignes refusées .* ligne 7, valeur"):
            read(tmp_path, path)


def test_a_file_of_refusals_is_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_sql, "MOST_REFUSED", 10)
    with pytest.raises(DataError, match="lignes refusées"):
        read(tmp_path, given(tmp_path, [building(rank, x="").encode() for rank in range(20)]))


def test_the_first_lines_of_the_real_file_are_all_read(tmp_path: Path, shared_data: Path) -> None:
    path = shared_data / "arcep-fixe" / "samples" / "cartefibre_immeubles_2026T2_head.csv"
    if not path.is_file():
        pytest.skip(f"the real sample is not there: {path} is missing")
    kept, told, _ = read(tmp_path, path)
    assert told == {}
    assert len(kept) == 24
    assert kept[2] == "143000AT021900101"


@pytest.fixture
def home(release_home: Path, tmp_path: Path) -> Path:
    return own_copy(release_home, tmp_path)


def load(home: Path, path: Path) -> str:
    return succeed(home, "load", NAME, path, "--period", "2026-T3", "--accept-fewer")


def test_communes_are_carried_doubles_refused_and_other_regions_left_out(home: Path, tmp_path: Path) -> None:
    lines = [building(rank, code_insee="25056") for rank in range(8)]
    lines += [
        building(8, code_insee="25034"),
        building(9, code_insee="68192"),
        building(10, code_insee="25999"),
        lines[3],
    ]
    told = load(home, given(tmp_path, [line.encode() for line in lines]))
    assert "9 lignes gardées sur 12 lues, 2 refusées, 1 hors de la région" in told
    assert "ligne 12, colonne « commune » : commune 25999 inconnue du code officiel géographique" in told
    assert "ligne 13, colonne « operateur » : doublon de la ligne 5 (même operateur, imb_id, periode)" in told
    found = [
        row[1:]
        for row in rows(home, "immeubles_ftth", NAME, "periode", "commune", "commune_publiee", "imb_id")
        if row[0] == "2026-T3"
    ]
    assert found == [*(("25056", "25056", f"B{rank}") for rank in range(8)), ("25035", "25034", "B8")]
    assert not Home(home).aside.exists()


def test_a_zip_cut_short_changes_nothing(home: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("carte.csv", given(tmp_path, good(4_000)).read_bytes())
    (tmp_path / "b.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:-40])
    before = snapshot(home)
    assert "archive incomplète ou abîmée" in turned_away(home, "load", NAME, tmp_path / "b.zip", "--period", "2026-T3")
    assert snapshot(home) == before
