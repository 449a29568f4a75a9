"""What a user sees when a file is whole, damaged, or of another shape than the publisher documents."""

import gzip
import json
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from maillage.kernel.errors import DataError
from maillage.kernel.source import Format, RawRow
from maillage.sources.formats import csv as csv_format
from maillage.sources.formats import files
from maillage.sources.formats.csv import Csv
from maillage.sources.formats.dbf import ZippedDbf
from maillage.sources.formats.geojson import GeoJson
from maillage.sources.formats.json_records import JsonRecords
from tests.sources.reading import SAMPLES, drawn, written


def refusal(form: Format, path: Path) -> str:
    """The sentence the user reads when the file is turned away."""
    with pytest.raises(DataError) as caught:
        drawn(form, path)
    message = str(caught.value)
    assert path.name in message, "the message names the file"
    assert message.endswith(".")
    return message


# --- Csv: what is read -------------------------------------------------------------------------


def test_rows_come_with_their_column_names_and_line_numbers(tmp_path: Path) -> None:
    content, rows = drawn(Csv(), written(tmp_path, "code;nom\n25056;Besançon\n\n90010;Belfort\n"))
    assert content.columns == ("code", "nom")
    assert [(row.line, dict(row.cells)) for row in rows] == [
        (2, {"code": "25056", "nom": "Besançon"}),
        (4, {"code": "90010", "nom": "Belfort"}),
    ]
    assert content.notes == []


def test_title_lines_above_the_header_are_skipped(tmp_path: Path) -> None:
    content, rows = drawn(Csv(",", header=3), written(tmp_path, 'Un titre,,"\n,,\na,b\n1,2\n'))
    assert content.columns == ("a", "b")
    assert [row.line for row in rows] == [4]


def test_a_byte_order_mark_and_spaces_do_not_change_the_names(tmp_path: Path) -> None:
    content, _ = drawn(Csv(), written(tmp_path, "\ufeff code\u00a0;\u202fnom ;\n"))
    assert content.columns == ("code", "nom", "colonne 3")


def test_a_first_column_named_like_an_archive_is_no_archive(tmp_path: Path) -> None:
    content, _ = drawn(Csv(), written(tmp_path, "PK;nom\n"))
    assert content.columns == ("PK", "nom")


def test_header_case_does_not_matter_when_the_source_says_so(tmp_path: Path) -> None:
    content, _ = drawn(Csv(lower_header=True), written(tmp_path, "site_ZB;Site_2G\n"))
    assert content.columns == ("site_zb", "site_2g")


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_source_published_with_two_separators_is_read_with_both(tmp_path: Path, separator: str) -> None:
    text = separator.join(["code", "nom"]) + "\n" + separator.join(["25056", "Besançon"]) + "\n"
    _, rows = drawn(Csv(";,"), written(tmp_path, text))
    assert rows[0].cells == {"code": "25056", "nom": "Besançon"}


def test_a_cell_over_several_lines_keeps_the_line_it_starts_at(tmp_path: Path) -> None:
    _, rows = drawn(Csv(), written(tmp_path, 'a;b\n1;"deux\nlignes;et ""guillemets"""\n3;4\n'))
    assert [(row.line, row.cells["b"]) for row in rows] == [(2, 'deux\nlignes;et "guillemets"'), (4, "4")]


def test_windows_lines_are_read_and_counted_in_one_note(tmp_path: Path) -> None:
    bytes_ = b"nom;n\nBesan\xe7on;1\n" + "Montbéliard;2\n".encode() + b"\x80uros;3\n"
    content, rows = drawn(Csv(), written(tmp_path, bytes_))
    assert [row.cells["nom"] for row in rows] == ["Besançon", "Montbéliard", "€uros"]
    (note,) = content.notes
    assert (note.line, note.effect.value) == (0, "signalée")
    assert note.reason == "2 lignes ne sont pas en UTF-8 : texte lu en Windows-1252"


@pytest.mark.parametrize("packed", ["gz", "zip"])
def test_a_compressed_file_reads_like_the_plain_one(tmp_path: Path, packed: str) -> None:
    text = "code;nom\n25056;Besançon\n".encode()
    path = tmp_path / f"fichier.csv.{packed}"
    if packed == "gz":
        path.write_bytes(gzip.compress(text))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("lisez-moi.txt", "rien")
            archive.writestr("__MACOSX/._fichier.csv", "rien")
            archive.writestr("dossier/FICHIER.CSV", text)
    _, rows = drawn(Csv(), path)
    assert rows == [RawRow(2, {"code": "25056", "nom": "Besançon"})]


def test_leaving_before_the_last_row_leaves_no_file_open(tmp_path: Path) -> None:
    rows = Csv().read(written(tmp_path, "a;b\n1;2\n3;4\n")).rows
    next(rows)
    del rows  # an open file would warn here, and warnings are errors


# --- Csv: a row that cannot be kept, the others go on ------------------------------------------


def test_a_row_of_another_width_says_how_many_columns_it_has(tmp_path: Path) -> None:
    _, rows = drawn(Csv(), written(tmp_path, "a;b;c\n1;2;3\n1;2\n1;2;3;4\n4;5;6\n"))
    assert [(row.line, row.fault) for row in rows] == [
        (2, ""),
        (3, "2 colonnes au lieu de 3"),
        (4, "4 colonnes au lieu de 3"),
        (5, ""),
    ]
    assert rows[1].cells == {}


@pytest.mark.parametrize("lines_after", [3, 500])
def test_an_open_quote_costs_its_line_and_not_the_rest_of_the_file(tmp_path: Path, lines_after: int) -> None:
    text = 'a;b\n1;2\n3;"ouvert\n' + "".join(f"{i};{i}\n" for i in range(lines_after))
    _, rows = drawn(Csv(), written(tmp_path, text))
    assert [row.line for row in rows] == list(range(2, lines_after + 4))
    assert [(row.line, row.fault) for row in rows if row.fault] == [
        (3, "guillemet ouvert et jamais refermé, ou mal placé")
    ]
    assert rows[-1].cells == {"a": str(lines_after - 1), "b": str(lines_after - 1)}


def test_an_open_quote_does_not_merge_with_the_quote_of_a_later_line(tmp_path: Path) -> None:
    _, rows = drawn(Csv(), written(tmp_path, 'a;b\n1;"ouvert\n"2";"deux"\n"3";"trois"\n'))
    assert [(row.line, bool(row.fault)) for row in rows] == [(2, True), (3, False), (4, False)]
    assert rows[1].cells == {"a": "2", "b": "deux"}


def test_a_64_mb_line_is_refused_in_little_memory_and_reading_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "longue.csv"
    with path.open("wb") as file:
        file.write(b"a;b\n1;2\n3;")
        for _ in range(64):
            file.write(b"x" * 1024**2)
        file.write(b"\n5;6\n")
    tracemalloc.start()
    try:
        _, rows = drawn(Csv(), path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [(row.line, row.fault) for row in rows] == [(2, ""), (3, "ligne de plus de 1 Mo"), (4, "")]
    assert peak < 8 * 1024**2


def test_a_cell_beyond_the_limit_of_the_reader_refuses_its_line(tmp_path: Path) -> None:
    _, rows = drawn(Csv(), written(tmp_path, f"a;b\n1;{'x' * 200_000}\n3;4\n"))
    assert [(row.line, row.fault) for row in rows] == [(2, "cellule de plus de 131072 caractères"), (3, "")]


@pytest.mark.parametrize(
    ("damaged", "fault"),
    [(b"3;\x00", "caractère nul : la ligne est abîmée"), (b"3;\x81", "texte illisible : ni UTF-8, ni Windows-1252")],
)
def test_bytes_that_are_no_text_refuse_their_line(tmp_path: Path, damaged: bytes, fault: str) -> None:
    _, rows = drawn(Csv(), written(tmp_path, b"a;b\n1;2\n" + damaged + b"\n5;6\n"))
    assert [(row.line, row.fault) for row in rows] == [(2, ""), (3, fault), (4, "")]


# --- Csv: a file turned away -------------------------------------------------------------------


def test_the_wrong_separator_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "code,nom\n25056,Besançon\n")
    assert refusal(Csv(";"), path) == "fichier.csv : le fichier semble séparé par « , » et non « ; »."
    assert "par la tabulation et non « ; » ou « , »" in refusal(Csv(";,"), written(tmp_path, "a\tb\n"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "le fichier est vide"),
        (b"\xef\xbb\xbf", "en-tête vide à la ligne 1"),
        (b"\n1;2\n", "en-tête vide à la ligne 1"),
        (b"a;b;a\n1;2;3\n", "deux colonnes portent le nom « a »"),
        (b'a;"b\n1;2\n', "en-tête illisible, guillemet ouvert et jamais refermé, ou mal placé"),
        (b"a;\x00\n", "en-tête illisible, caractère nul"),
        (b"<!doctype html>\n<p>404; introuvable</p>\n", "c’est une page web"),
        ("code;nom\n".encode("utf-16"), "fichier en UTF-16. Enregistrez-le en UTF-8"),
    ],
)
def test_a_file_without_a_usable_header_is_turned_away(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refusal(Csv(), written(tmp_path, content))


def test_a_file_shorter_than_its_header_line_is_turned_away(tmp_path: Path) -> None:
    message = refusal(Csv(",", header=5), written(tmp_path, "titre\n\n"))
    assert message == "fichier.csv : 2 lignes seulement, en-tête attendu à la ligne 5."


def test_a_missing_file_or_a_folder_is_turned_away(tmp_path: Path) -> None:
    assert "fichier illisible" in refusal(Csv(), tmp_path / "absent.csv")
    (tmp_path / "dossier.csv").mkdir()
    assert "fichier illisible" in refusal(Csv(), tmp_path / "dossier.csv")


# --- Archives ----------------------------------------------------------------------------------

INCOMPLETE = "archive incomplète ou abîmée : téléchargez-la de nouveau"
LONG_CSV = b"a;b\n" + b"".join(b"%d;%d\n" % (i, i * 7919) for i in range(20_000))


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
@pytest.mark.parametrize("packed", ["gz", "zip"])
def test_a_truncated_archive_says_to_download_it_again(tmp_path: Path, packed: str, share: float) -> None:
    whole = (
        gzip.compress(LONG_CSV) if packed == "gz" else zipped(tmp_path / "entier.zip", {"a.csv": LONG_CSV}).read_bytes()
    )
    path = written(tmp_path, whole[: int(len(whole) * share)], f"coupe.csv.{packed}")
    assert INCOMPLETE in refusal(Csv(), path)


def test_a_damaged_archive_is_turned_away_before_its_rows_are_trusted(tmp_path: Path) -> None:
    content = bytearray(zipped(tmp_path / "a.zip", {"a.csv": LONG_CSV}).read_bytes())
    content[len(content) // 2] ^= 0xFF
    assert INCOMPLETE in refusal(Csv(), written(tmp_path, bytes(content), "a.zip"))


@pytest.mark.parametrize("name", ["page.zip", "page.csv.gz"])
def test_a_web_page_saved_as_an_archive_is_turned_away(tmp_path: Path, name: str) -> None:
    assert INCOMPLETE in refusal(Csv(), written(tmp_path, "<html>404</html>", name))


def test_an_archive_must_hold_one_file_of_the_kind(tmp_path: Path) -> None:
    none = refusal(ZippedDbf(), zipped(tmp_path / "a.zip", {"a.shp": b"", "a.shx": b""}))
    assert "un fichier .dbf attendu dans l’archive, aucun trouvé" in none
    assert "2 trouvé" in refusal(Csv(), zipped(tmp_path / "b.zip", {"a.csv": b"a\n", "b.csv": b"a\n"}))


def with_header_bits(path: Path, local: int, central: int, bits: int) -> Path:
    """The archive with a 16-bit field of its local and central headers replaced."""
    content = bytearray(path.read_bytes())
    for at in (content.index(b"PK\x03\x04") + local, content.index(b"PK\x01\x02") + central):
        content[at : at + 2] = bits.to_bytes(2, "little")
    path.write_bytes(bytes(content))
    return path


def test_an_encrypted_archive_is_turned_away(tmp_path: Path) -> None:
    path = with_header_bits(zipped(tmp_path / "a.zip", {"a.csv": b"a;b\n"}), 6, 8, bits=1)
    assert "archive protégée par un mot de passe" in refusal(Csv(), path)


def test_an_unknown_compression_is_turned_away(tmp_path: Path) -> None:
    path = with_header_bits(zipped(tmp_path / "a.zip", {"a.csv": b"a;b\n"}), 8, 10, bits=97)
    assert "compression inconnue" in refusal(Csv(), path)


@pytest.mark.parametrize("packed", ["gz", "zip"])
def test_an_archive_that_swells_without_end_is_stopped(
    tmp_path: Path, packed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 64 * 1024)
    monkeypatch.setattr(csv_format, "LARGEST_UNPACKED", 64 * 1024)
    path = tmp_path / f"bombe.csv.{packed}"
    if packed == "gz":
        path.write_bytes(gzip.compress(LONG_CSV))
    else:
        zipped(path, {"a.csv": LONG_CSV})
    assert "une fois décompressé, fichier refusé" in refusal(Csv(), path)


def test_a_file_held_whole_is_bounded_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_WHOLE", 1024)
    path = written(tmp_path, gzip.compress(b"[" + b" " * 5000 + b"]"), "gros.json.gz")
    assert "une fois décompressé, fichier refusé" in refusal(JsonRecords(), path)


# --- JSON --------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [False, True])
def test_json_records_are_counted_from_one(tmp_path: Path, packed: bool) -> None:
    text = json.dumps([{"code": "25056", "nom": "Besançon"}, {"code": "90010", "siren": "219000106"}, 3]).encode()
    path = written(tmp_path, gzip.compress(text) if packed else text, "a.json.gz" if packed else "a.json")
    content, rows = drawn(JsonRecords(), path)
    assert content.columns == ("code", "nom", "siren")
    assert [(row.line, row.fault) for row in rows] == [
        (1, ""),
        (2, ""),
        (3, "enregistrement n°\u00a03 : objet attendu"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "le fichier est vide"),
        (b'[{"a": 1},', "JSON illisible à la ligne 1, colonne 11"),
        (b'{"a": 1}', "un tableau d’objets JSON est attendu"),
        (b'["Ren\xe9"]', "texte qui n’est pas en UTF-8"),
        (b"[" * 100_000, "structure ou nombre démesurés"),
        (b"[" + b"9" * 10_000 + b"]", "structure ou nombre démesurés"),
    ],
)
def test_json_that_cannot_be_read_is_turned_away(tmp_path: Path, text: bytes, words: str) -> None:
    assert words in refusal(JsonRecords(), written(tmp_path, text, "a.json"))


def test_geojson_gives_properties_and_geometry_side_by_side(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [6.02, 47.24]}
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"code": "25056"}, "geometry": point},
            {"type": "Feature", "properties": None, "geometry": None},
            "rien",
        ],
    }
    content, rows = drawn(GeoJson(), written(tmp_path, json.dumps(collection), "a.geojson"))
    assert content.columns == ("code", "geometry")
    assert rows[0] == RawRow(1, {"code": "25056", "geometry": point})
    assert rows[1] == RawRow(2, {"geometry": None})
    assert rows[2].fault == "objet n°\u00a03 : objet attendu"


@pytest.mark.parametrize("text", ["[]", '{"type": "Feature"}', '{"features": {}}'])
def test_json_of_another_shape_is_no_geojson(tmp_path: Path, text: str) -> None:
    assert "une FeatureCollection GeoJSON est attendue" in refusal(GeoJson(), written(tmp_path, text, "a.geojson"))


# --- Zipped shapefile table --------------------------------------------------------------------

CARTEFIBRE = SAMPLES / "arcep_cartefibre_communes.zip"


def test_the_table_is_read_in_latin_1_whatever_the_label_beside_it_says() -> None:
    with zipfile.ZipFile(CARTEFIBRE) as archive:
        assert archive.read("2026T2_commune.cpg") == b"UTF-8"
    content, rows = drawn(ZippedDbf(), CARTEFIBRE)
    assert "ZMD_privé" in content.columns
    assert rows[1].cells["NOM_COM"] == "Besançon"


def test_deleted_records_are_skipped_and_keep_their_rank() -> None:
    _, rows = drawn(ZippedDbf(), CARTEFIBRE)
    assert [row.line for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12]
    assert "99999" not in {row.cells["INSEE_COM"] for row in rows}


@pytest.mark.parametrize("kept", [0, 20, 200, 5000])
def test_a_truncated_table_is_turned_away(tmp_path: Path, kept: int) -> None:
    with zipfile.ZipFile(CARTEFIBRE) as archive:
        table = archive.read("2026T2_commune.dbf")
    assert len(table) > kept
    message = refusal(ZippedDbf(), zipped(tmp_path / "a.zip", {"a.dbf": table[:kept]}))
    assert "table .dbf incomplète ou abîmée : téléchargez-la de nouveau" in message
