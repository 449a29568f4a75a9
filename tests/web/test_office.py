"""LibreOffice opens what we write, as a secretary does: nothing is lost, and the page is not blank."""

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from maillage.web.documents import slides, word
from maillage.web.documents.described import (
    Column,
    Document,
    Entry,
    Facts,
    Figure,
    Figures,
    Kind,
    Link,
    Paragraph,
    Picture,
    Points,
    Section,
    Table,
    Tone,
    clean,
)
from maillage.web.drawing import paper

pytestmark = pytest.mark.more
LINES = tuple((Link(f"A{rank} Une action au titre assez long pour deux lignes", "/a"), str(rank)) for rank in range(40))
DRAWING = Picture(paper.bars([("Faites", 3, "ink"), ("En cours", 7, "thread")]), "Faites 3, en cours 7", "Par état")


def whole() -> Document:
    """A document with one of each block."""
    table = Table("Actions", (Column("Action", share=6), Column("Rang", Kind.FIGURES)), LINES)
    entry = Entry("Fibre", "88,2 %", "des locaux", ("Il en reste 1 200.",), "", "Arcep, 2026", DRAWING)
    blocks = (
        Paragraph("Première ligne\ndeuxième ligne", Tone.LEAD),
        Paragraph("À savoir", Tone.ALERT),
        Points(("un point", Link("un lien", "/b"))),
        Points(("d’abord", "ensuite"), ordered=True),
        Points(("un autre",), ordered=True),
        Facts((("Porteur", "Région"),)),
        Section("Une partie", (Paragraph("Décision demandée", Tone.DECIDED), DRAWING)),
        Figures((Figure("Actions", "60", "dont 37 en cours", "Au 29 novembre"),)),
        entry,
        table,
    )
    section = Section("Ce qui se passe", blocks, "Soixante actions, dont trois en retard", ("À dire",))
    document: Document = clean(
        Document("Dossier", "Comité : l’essai", date(2026, 11, 29), "Région", (section,), "essai", base="https://a.fr")
    )
    return document


def opened(content: bytes, form: str, folder: Path) -> tuple[str, list[int]]:
    """What LibreOffice shows of a file, without spaces, and how many colours each page has."""
    if shutil.which("soffice") is None:
        pytest.fail("LibreOffice is missing: run « bash scripts/install_office.sh ».")
    file = folder / f"essai.{form}"
    file.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    document = pypdfium2.PdfDocument(io.BytesIO((folder / "essai.pdf").read_bytes()))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    inked = [sum(map(bool, page.render(scale=0.3).to_pil().convert("L").histogram())) for page in document]
    document.close()
    return "".join(text.split()), inked


SAID = "Dossier Soixanteactions Premièreligne deuxièmeligne unpoint unlien d’abord Porteur Unepartie 88,2%"


def test_libreoffice_opens_a_docx_with_all_it_says(tmp_path: Path) -> None:
    text, inked = opened(word.write(whole()), "docx", tmp_path)
    said = SAID.replace("Soixanteactions ", "")
    assert [words for words in said.split() if words not in text] == []
    assert [rank for rank in range(40) if f"A{rank}Uneaction" not in text] == []
    assert "1.unautre" in text
    assert len(inked) >= 2
    assert min(inked) > 2


def test_libreoffice_opens_slides_with_all_they_say(tmp_path: Path) -> None:
    text, inked = opened(slides.write(whole()), "pptx", tmp_path)
    assert [words for words in SAID.split() if words not in text] == []
    assert [rank for rank in range(40) if f"A{rank}Uneaction" not in text] == []
    assert len(inked) >= 8
    assert min(inked) > 2
