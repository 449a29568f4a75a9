"""Files sent to the site: what is not what it says, hides, acts or swells is refused in words; what is sound passes."""

import io
import re
import socket
import struct
import threading
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image

from maillage.directory.uploads import names
from maillage.directory.uploads.clamav import Antivirus
from maillage.directory.uploads.door import DOCUMENT, PAPER, PHOTO, TABLE, WORKBOOK, Purpose, admit
from maillage.directory.uploads.giving import given
from maillage.directory.uploads.kinds import Kind
from maillage.kernel.errors import UsageError

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"
DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
    'document.main+xml"/></Types>'
)


def pdf(body: bytes) -> bytes:
    return PDF.replace(b"1 0 obj<<>>", b"1 0 obj" + body)


def packed(body: bytes, head: bytes = b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode") -> bytes:
    """A PDF whose object is kept compressed."""
    data = zlib.compress(body)
    return pdf(b"<<" + head + b"/Length %d>>\nstream\n" % len(data) + data + b"\nendstream")


def workbook() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Code", "Titre"])
    book.active["A2"].hyperlink = "https://exemple.fr"
    book.save(out)
    return out.getvalue()


def archive(**parts: bytes | str) -> bytes:
    """A document whose parts are these."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", parts.pop("types", DOCX_TYPES))
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def image(form: str, size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


def refused(content: bytes, purpose: Purpose, words: str, name: str = "a") -> None:
    with pytest.raises(UsageError, match=words) as error:
        admit(content, name, purpose)
    assert str(error.value).endswith((".", "!"))


def test_sound_files_pass_and_are_named_after_what_they_are() -> None:
    assert admit(PDF, "Délibération.pdf", DOCUMENT).content == PDF
    assert admit(workbook(), "plan.xlsx", WORKBOOK).kind is Kind.XLSX
    assert admit(archive(**{"word/document.xml": "<w/>"}), "note.docx", PAPER).kind is Kind.DOCX
    assert admit("Territoire;Valeur\nDoubs;12\n".encode("cp1252"), "x.CSV", TABLE).name == "x.csv"
    assert admit("Territoire\tValeur".encode("utf-16"), "x.txt", TABLE).kind is Kind.CSV
    photo = admit(image("PNG"), "vue.png", PHOTO)
    assert (photo.kind, photo.name, photo.content[:3]) == (Kind.JPEG, "vue.jpg", b"\xff\xd8\xff")


@pytest.mark.parametrize(
    ("content", "purpose", "words"),
    [
        (b"", DOCUMENT, "vide"),
        (b"", TABLE, "vide"),
        (PDF[:20], DOCUMENT, "pas un PDF entier"),
        (PDF + b" " * 10_000_000, DOCUMENT, "trop lourd : 10"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", PHOTO, "pas une photo"),
        (b"\xef\xbb\xbf <!doctype html><script>", TABLE, "d’aucune sorte"),
        ("<html>".encode("utf-16"), TABLE, "d’aucune sorte"),
        (b"MZ\x90\x00\x03", PAPER, "d’aucune sorte.*envoyez un PDF ou un document DOCX"),
        (b"\x00\x01\x02", TABLE, "d’aucune sorte"),
        (PDF, TABLE, "est un PDF : envoyez un tableau CSV"),
        (b"Code;Titre", WORKBOOK, "d’aucune sorte.*envoyez un classeur XLSX"),
        (b"PK\x03\x04" + b"x" * 40, WORKBOOK, "d’aucune sorte"),
    ],
)
def test_what_is_empty_cut_heavy_or_of_another_kind_is_refused(content: bytes, purpose: Purpose, words: str) -> None:
    refused(content, purpose, words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(b"<</S/JavaScript/JS(app.alert(1))>>"), "un programme"),
        (pdf(b"<</S/J#61vaScript/JS(x)>>"), "un programme"),
        (pdf(b"<</S/Launch/F(cmd.exe)>>"), "une commande"),
        (pdf(b"<</Names<</EmbeddedFiles 3 0 R>>>>"), "un fichier joint"),
        (pdf(b"<</AcroForm<</XFA 4 0 R>>>>"), "un formulaire"),
        (pdf(b"<</Encrypt 5 0 R>>"), "mot de passe"),
        (packed(b"1 0 <</S/JavaScript/JS(x)>>"), "un programme"),
        (packed(b"1 0 <</S/#4Aava#53cript>>", b"/Type/Obj#53tm/Filter/FlateDecode"), "un programme"),
        (packed(b"x", b"/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]"), "ne savons pas vérifier"),
        (packed(b"0" * 60_000_000), "démesuré"),
        (packed(b"x").replace(zlib.compress(b"x"), b"rompu"), "pas un PDF entier"),
    ],
)
def test_a_pdf_that_acts_or_hides_is_refused(content: bytes, words: str) -> None:
    refused(content, DOCUMENT, words)


def test_a_pdf_that_only_says_these_words_passes() -> None:
    for body in (b"<</Title(Launch of JavaScript)>>", b"<</JavaScripted true>>", b"<</OpenAction[3 0 R/Fit]>>"):
        assert admit(pdf(body), "a.pdf", DOCUMENT)
    assert admit(packed(b"1 0 <</Type/Page>>"), "a.pdf", DOCUMENT)


def test_polyglots_are_refused_or_made_harmless() -> None:
    book = workbook()
    refused(PDF[:9] + book + PDF[9:] + book[-22:], DOCUMENT, "autre sorte|PDF entier")
    refused(pdf(b"(<script>alert(1)</script>)"), DOCUMENT, "autre sorte")
    refused(b"GIF89a" + book, PAPER, "d’aucune sorte")
    refused(book + b"%PDF-1.7", WORKBOOK, "autre sorte|d’aucune sorte")
    out = io.BytesIO(b"PK\x03\x04 leurre")
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("[Content_Types].xml", DOCX_TYPES)
    refused(out.getvalue(), PAPER, "autre sorte")
    hidden = image("JPEG") + b"<script>alert(1)</script>" + book
    assert b"script" not in admit(hidden, "a.jpg", PHOTO).content
    assert not zipfile.is_zipfile(io.BytesIO(admit(hidden, "a.jpg", PHOTO).content))


EXTERNAL = (
    '<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="https://ailleurs.example/modele.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"word/vbaProject.bin": b"x"}, "des macros"),
        ({"types": DOCX_TYPES.replace("<Types", "<Types a='macroEnabled'")}, "des macros"),
        ({"word/embeddings/a.bin": b"x"}, "un fichier inséré"),
        ({"word/activeX/a.xml": b"x"}, "ActiveX"),
        ({"xl/externalLinks/a.xml": b"x"}, "d’autres classeurs"),
        ({"word/media/a.png": b"PK\x03\x04 dedans"}, "un autre fichier"),
        ({"word/media/b.png": b"MZ programme"}, "un autre fichier"),
        ({"word/_rels/settings.xml.rels": EXTERNAL.format("attachedTemplate")}, "ailleurs que dans le fichier"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><w/>'}, "pas un classeur ou un document entier"),
        ({"../evil.xml": b"x"}, "pas un classeur ou un document entier"),
        ({"word/big.xml": b"0" * 61_000_000}, "démesuré"),
        ({"word/big.bin": b"0" * 20_000_000}, "démesuré"),
        ({f"word/p{rank}": b"x" for rank in range(3_001)}, "trop de parties"),
    ],
)
def test_a_document_that_acts_reaches_out_or_swells_is_refused(parts: dict[str, Any], words: str) -> None:
    refused(archive(**parts), PAPER, words)


def test_links_that_one_clicks_pass() -> None:
    link = {"word/_rels/document.xml.rels": EXTERNAL.format("hyperlink")}
    assert admit(archive(**link), "a.docx", PAPER)


def test_an_archive_that_lies_of_its_weight_or_is_cut_is_refused() -> None:
    whole = archive(**{"word/big.xml": b"0" * 6_000_000 + bytes(range(256)) * 2000})
    lying = whole.replace(struct.pack("<I", 6_512_000), struct.pack("<I", 12))
    assert lying != whole
    for content in (lying, whole[:-30], whole[: len(whole) // 2]):
        refused(content, PAPER, "entier|d’aucune sorte|autre sorte|démesuré")


def test_pictures_lose_what_the_camera_noted_and_bombs_of_pixels_are_refused() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Appareil secret"
    sent = image("JPEG", exif=exif)
    assert b"Appareil secret" in sent
    assert b"Appareil secret" not in admit(sent, "a.jpg", PHOTO).content
    refused(image("PNG", (5000, 5000)), PHOTO, "trop de pixels")
    refused(image("JPEG")[:300], PHOTO, "pas une photo")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Délibération n° 3.PDF", "Délibération n° 3.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        (r"C:\Users\moi\bilan.docx", "bilan.pdf"),
        ("facture\u202efdp.exe", "facturefdp.pdf"),
        ("zéro\u200blargeur\x00.pdf", "zérolargeur.pdf"),
        ('a"b<c>|?*.pdf', "a b c.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ("CON.pdf", "_CON.pdf"),
        (unicodedata.normalize("NFD", "é.pdf"), "é.pdf"),
        (".htaccess", "htaccess.pdf"),
    ],
)
def test_names_keep_what_can_be_read_and_nothing_else(name: str, expected: str) -> None:
    assert names.cleaned(name, "pdf") == expected


def test_a_name_of_three_hundred_characters_is_cut() -> None:
    assert len(names.cleaned("é" * 300 + ".pdf", "pdf")) == 120


def test_a_kept_file_is_given_to_keep_never_as_a_page() -> None:
    answer = given(b"<script>", "text/csv", "../à garder.csv")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "%C3%A0%20garder.csv" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


# --- ClamAV


@contextmanager
def clamd(answer: bytes, asked: list[bytes]) -> Iterator[str]:
    """What answers as clamd does, once."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _ = server.accept()
            with line:
                received = b""
                while not received.endswith(b"\0\0\0\0"):
                    block = line.recv(65536)
                    if not block:
                        return
                    received += block
                asked.append(received)
                line.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join(5)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"stream: OK\0", ""),
        (b"stream: Eicar-Test FOUND\0", "reconnaît dans ce fichier « Eicar-Test »"),
        (b"INSTREAM size limit exceeded. ERROR\0", "ne répond pas"),
        (b"", "ne répond pas"),
    ],
)
def test_the_antivirus_is_asked_and_what_it_does_not_clear_is_refused(answer: bytes, words: str, settings: Any) -> None:
    asked: list[bytes] = []
    with clamd(answer, asked) as address:
        settings.MAILLAGE_CLAMAV = Antivirus.parse(address)
        if words:
            refused(PDF, DOCUMENT, words)
        else:
            admit(PDF, "a.pdf", DOCUMENT)
    assert asked == [b"zINSTREAM\0" + struct.pack(">I", len(PDF)) + PDF + struct.pack(">I", 0)]


def test_a_file_is_refused_when_the_antivirus_is_not_there(settings: Any, tmp_path: Path) -> None:
    for address in (f"{tmp_path}/absent.ctl", "127.0.0.1:1"):
        settings.MAILLAGE_CLAMAV = Antivirus.parse(address)
        refused(PDF, DOCUMENT, "L’antivirus de ce site ne répond pas")


def test_where_it_answers_is_read_and_a_mistake_is_told() -> None:
    assert Antivirus.parse("") is None
    assert Antivirus.parse("unix:/run/clamav/clamd.ctl") == Antivirus(path="/run/clamav/clamd.ctl")
    assert Antivirus.parse("[::1]:3310") == Antivirus(host="::1", port=3310)
    for text in ("clamav", "clamav:", "clamav:0", "clamav:99999", ":3310"):
        with pytest.raises(UsageError, match="MAILLAGE_CLAMAV"):
            Antivirus.parse(text)


def test_no_file_comes_in_by_another_door() -> None:
    package = Path(__file__).parents[2] / "maillage"
    others = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if re.search(r"\b(FileField|ImageField|UploadedFile)\b|request\.FILES\[", path.read_text("utf-8"))
    }
    assert others == {"directory/uploads/fields.py"}
