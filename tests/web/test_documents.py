"""Documents: one description, four forms; who may not read one form of it reads none."""

import io
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zipfile import ZipFile

import docx
import pptx
import pypdfium2
import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.steering.actions.models import Action, Step, Synthesis, Visibility
from maillage.steering.committees.models import Body, Decision, Item, Meeting, Seat
from maillage.steering.money.models import BudgetLine
from maillage.steering.strategies.models import Strategy
from maillage.web.documents import behind
from tests.web.signing import visitor
from tests.web.words import markup
from tests.working import work

LONG = "Une action dont le titre est bien plus long que ce qu’il faudrait, " * 3
TYPED = "Guichet\x00 des\x0b maires\x1f & <élus> \ufffe\ud83d".encode("utf-8", "ignore").decode()
"""What somebody pasted: control characters, which no XML holds."""
FORMS = {"dossier": ("pdf", "docx", "pptx"), "papiers/ordre-du-jour": ("pdf", "docx"), "compte-rendu": ("pdf", "docx")}


@pytest.fixture
def strategy(site: Client, db: None) -> Strategy:
    region, _ = describe("Région Essai", Described(territory="region:27"))
    describe("Syndicat Essai", Described(territory="departement:25"))
    for role in ("secretaire", "equipe", "lecteur"):
        join(f"{role}@exemple.fr", "Région Essai", role)
    join("membre@exemple.fr", "Syndicat Essai", "contributeur")
    join("autre@exemple.fr", "Syndicat Essai", "administrateur")
    return Strategy.objects.create(
        slug="essai", title="Stratégie d’essai", level="region", organisation=region, shown=True
    )


@pytest.fixture
def action(strategy: Strategy) -> Action:
    """A reserved action, stormy, over its budget."""
    made = Action.objects.create(
        strategy=strategy, code="A01", title="Guichet des maires", status="en_cours", visibility=Visibility.TEAM,
        ends_on=date(2026, 1, 31), starts_on=date(2025, 1, 1), started_on=date(2025, 2, 1),
        territories="departement:25",
    )  # fmt: skip
    Step.objects.create(action=made, title="Maquette", done_on=date(2025, 6, 1))
    BudgetLine.objects.create(action=made, year=2025, kind="fonctionnement", planned=100_000, real=123_456)
    Synthesis.objects.create(
        action=made, weather="orage", to_settle="Faut-il saisir le préfet ?", written_at=timezone.now()
    )
    return made


@pytest.fixture
def meeting(strategy: Strategy, action: Action) -> Meeting:
    body = Body.objects.create(slug="copil", strategy=strategy, name="Comité d’essai", kind="pilotage", shown=True)
    Seat.objects.create(body=body, organisation=strategy.organisation, part="president", rank=1)
    Seat.objects.create(body=body, name="Syndicat", person=User.objects.get(email="membre@exemple.fr"), rank=2)
    start = timezone.now().replace(microsecond=0) - timedelta(1)
    made = Meeting.objects.create(body=body, starts_at=start, ends_at=start + timedelta(hours=2), place="Salle bleue")
    item = Item.objects.create(
        meeting=made, action=action, title=str(action), reasons=["Hors budget : 123 456 € dépensés"], rank=1
    )
    Item.objects.create(meeting=made, title="Calendrier", rank=2)
    Decision.objects.create(
        item=item, action=action, verdict="autre", text="Le préfet est saisi.", due_on=date(2027, 1, 31)
    )
    return made


def entered(who: str) -> Client:
    client = visitor()
    client.force_login(User.objects.get(email=f"{who}@exemple.fr"))
    return client


def printed(content: bytes) -> tuple[str, int]:
    """The words of a PDF without spaces, and its pages."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    text = "".join(page.get_textpage().get_text_range() for page in document)
    pages = len(document)
    document.close()
    return "".join(text.split()), pages


def file(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content


def said(client: Client, address: str) -> str:
    """All that a file says, in any form, without spaces."""
    content = file(client, address)
    if address.endswith("pdf"):
        return printed(content)[0]
    with ZipFile(io.BytesIO(content)) as parts:
        names = [name for name in parts.namelist() if name.endswith(".xml")]
        return "".join("".join(parts.read(name).decode() for name in names).split())


def test_a_paper_says_the_same_on_the_page_in_the_pdf_and_in_the_docx(meeting: Meeting) -> None:
    member = entered("membre")
    page = markup(member.get(f"{meeting.page}/compte-rendu"))
    for words in ("Le préfet est saisi.", "pas définitif", "Relevé de décisions", "Calendrier"):
        assert words in page
        for form in ("pdf", "docx"):
            assert "".join(words.split()) in said(member, f"{meeting.page}/compte-rendu.{form}")


def test_a_pdf_is_tagged_and_says_its_title(meeting: Meeting) -> None:
    content = file(entered("secretaire"), f"{meeting.page}/dossier.pdf")
    assert b"pdfuaid" in content
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    assert "Dossier de séance, Comité d’essai" in document.get_metadata_dict()["Title"]
    document.close()


@pytest.mark.parametrize("paper", FORMS)
def test_who_may_not_read_a_paper_gets_nothing_of_it_in_any_form(meeting: Meeting, paper: str) -> None:
    for who in ("lecteur", "autre"):
        client = entered(who)
        for ending in ("", *(f".{form}" for form in FORMS[paper])):
            assert client.get(f"{meeting.page}/{paper}{ending}").status_code == 404
    assert visitor().get(f"{meeting.page}/{paper}.pdf").status_code == 302


def test_a_member_of_the_body_reads_no_fact_of_an_action_kept_by_the_team(meeting: Meeting) -> None:
    """They read the title of the point, as on the page; neither why it is there, nor its money, nor its weather."""
    reserved = ("123456", "Faut-ilsaisir", "Bloquée", "Horsbudget")
    for paper, forms in FORMS.items():
        for form in forms:
            member = said(entered("membre"), f"{meeting.page}/{paper}.{form}")
            assert "Guichetdesmaires" in member
            assert [words for words in reserved if words in member] == [], (paper, form)
    team = said(entered("secretaire"), f"{meeting.page}/dossier.pdf")
    assert [words for words in reserved if words not in team] == []


def test_the_dossier_gathers_what_the_committee_must_see(meeting: Meeting) -> None:
    text = said(entered("secretaire"), f"{meeting.page}/dossier.pdf")
    for words in (
        "Ordredujour",
        "coupd’œil",
        "Décisiondemandée",
        "Décisionsàsuivre",
        "Touteslesactions",
        "Actionsparétat",
    ):
        assert words in text
    page = entered("secretaire").get(f"{meeting.page}/dossier").content.decode()
    assert page.count('class="paper-drawing"') >= 3
    assert "<style" not in page


def test_a_docx_can_be_edited_and_heard(meeting: Meeting) -> None:
    made: Any = docx.Document(io.BytesIO(file(entered("secretaire"), f"{meeting.page}/dossier.docx")))
    styles = [paragraph.style.name for paragraph in made.paragraphs]
    assert "Title" in styles
    assert {"Heading 1", "Heading 2"} <= set(styles)
    depths = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert all(after <= before + 1 for before, after in pairwise(depths))
    for table in made.tables:
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    assert made.inline_shapes
    for shape in made.inline_shapes:
        assert shape._inline.docPr.get("descr")
    assert made.core_properties.title == "Dossier de séance, Comité d’essai"
    assert made.core_properties.language == "fr-FR"
    assert 'w:val="fr-FR"' in made.styles.element.xml
    assert "PAGE" in made.sections[0].footer._element.xml


def test_slides_have_titles_alternatives_notes_and_numbers(meeting: Meeting) -> None:
    made: Any = pptx.Presentation(io.BytesIO(file(entered("secretaire"), f"{meeting.page}/dossier.pptx")))
    for slide in made.slides:
        assert slide.shapes.title.text_frame.text.strip()
        assert "Établi le" in slide.notes_slide.notes_text_frame.text
        assert 'type="sldNum"' in "".join(shape._element.xml for shape in slide.placeholders)
        for shape in slide.shapes:
            if shape.shape_type == pptx.enum.shapes.MSO_SHAPE_TYPE.PICTURE:
                assert shape._element.nvPicPr.cNvPr.get("descr")
            assert shape.left + shape.width <= made.slide_width
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert any(title.startswith("1\u00a0action, dont 1 en retard") for title in titles)


def test_what_no_document_can_hold_is_left_out(meeting: Meeting, action: Action) -> None:
    Action.objects.update(title=TYPED)
    Item.objects.update(title=TYPED, minutes=TYPED, reasons=[TYPED])
    Meeting.objects.update(introduction=TYPED, minutes=TYPED, place=TYPED)
    client = entered("secretaire")
    for paper, forms in FORMS.items():
        for form in forms:
            text = said(client, f"{meeting.page}/{paper}.{form}")
            assert "Guichetdesmaires" in text
            assert "élus" in text
        assert "Guichet" in markup(client.get(f"{meeting.page}/{paper}"))


def test_a_meeting_without_anything_has_its_documents(meeting: Meeting) -> None:
    Decision.objects.all().delete()
    Item.objects.all().delete()
    Action.objects.all().delete()
    client = entered("secretaire")
    for paper, forms in FORMS.items():
        for form in forms:
            assert said(client, f"{meeting.page}/{paper}.{form}")
    assert "pas encore établi" in markup(client.get(f"{meeting.page}/papiers/ordre-du-jour"))
    assert "Aucune action" in markup(client.get(f"{meeting.page}/dossier"))


@pytest.fixture
def many(strategy: Strategy, meeting: Meeting) -> Strategy:
    """Two hundred late actions with very long titles, whose weather changed."""
    Action.objects.bulk_create(
        Action(
            strategy=strategy, code=f"B{rank}", title=f"{LONG}{rank}"[:250], status="en_cours",
            visibility=Visibility.PUBLIC, ends_on=date(2026, 1, 1), starts_on=date(2025, 1, 1),
        )
        for rank in range(200)
    )  # fmt: skip
    for weather, age in (("soleil", 200), ("orage", 0)):
        when = timezone.now() - timedelta(age)
        Synthesis.objects.bulk_create(
            Synthesis(action=one, weather=weather, to_settle=LONG, written_at=when)
            for one in Action.objects.filter(code__startswith="B")
        )
    Strategy.objects.update(title=("Stratégie au titre très long, " * 9)[:250])
    return strategy


def test_the_point_de_situation_holds_on_one_page_whatever_there_is_to_say(many: Strategy) -> None:
    for who in ("secretaire", "lecteur"):
        text, pages = printed(file(entered(who), "/piloter/strategies/essai/point-de-situation.pdf"))
        assert pages == 1
        assert "Et19" in text
        for words in ("Depuis", "Alertes", "Prochainesdates", "enretard"):
            assert words in text


@pytest.mark.more
def test_two_hundred_actions_are_all_in_the_dossier_and_on_slides(
    many: Strategy, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Made here and now, and not behind.
    monkeypatch.setattr(behind, "LARGE", 10_000)
    client = entered("secretaire")
    text = said(client, f"{meeting.page}/dossier.pdf")
    assert [rank for rank in range(200) if f"B{rank}Une" not in text] == []
    made: Any = pptx.Presentation(io.BytesIO(file(client, f"{meeting.page}/dossier.pptx")))
    shown = "".join(
        cell.text_frame.text
        for slide in made.slides
        for shape in slide.shapes
        if shape.has_table
        for cell in shape.table.iter_cells()
    )
    assert [rank for rank in range(200) if f"B{rank} " not in shown] == []


@pytest.mark.more
def test_a_large_dossier_is_made_behind_for_who_asks_and_says_what_they_may_read(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "LARGE", 1)
    team, member = entered("equipe"), entered("membre")
    address = f"/piloter/reunions/{meeting.pk}/dossier.docx"
    for client in (team, member):
        way = client.get(address)
        assert way.status_code == 303
        assert "Vous pouvez quitter cette page" in markup(client.get(way["Location"]))
        work()
        assert client.get(way["Location"]).status_code == 200
        made = b"".join(client.get(f"{way['Location']}/fichier").streaming_content)
        with ZipFile(io.BytesIO(made)) as parts:
            text = parts.read("word/document.xml").decode()
        assert "Comité d’essai" in text
        # What the pilot asks, which only the team may read.
        assert ("Faut-il" in text) == (client is team)
        assert (team if client is member else member).get(way["Location"]).status_code == 404
    assert entered("autre").get(address).status_code == 404


def test_the_public_follow_up_is_taken_away_without_what_is_not_public(many: Strategy) -> None:
    page = visitor().get("/strategies/essai/suivi")
    for form in ("pdf", "docx"):
        assert f"/strategies/essai/suivi.{form}" in page.content.decode()
        text = said(visitor(), f"/strategies/essai/suivi.{form}")
        assert "B199Une" in text
        assert "Guichet" not in text


def test_the_point_de_situation_of_a_strategy_one_may_not_know_is_not_there(strategy: Strategy) -> None:
    Strategy.objects.update(shown=False)
    for ending in ("", ".pdf", ".docx"):
        assert entered("autre").get(f"/piloter/strategies/essai/point-de-situation{ending}").status_code == 404
        assert entered("lecteur").get(f"/piloter/strategies/essai/point-de-situation{ending}").status_code == 200


def test_the_secretary_sends_the_agenda_and_is_told_when_it_changed(meeting: Meeting) -> None:
    desk = entered("secretaire")
    address = f"{meeting.page}/envoyer/ordre-du-jour"
    shown = markup(desk.get(address))
    assert "membre@exemple.fr" in shown
    assert "Région Essai" in shown.partition("Sans adresse")[2]
    assert "Pas encore envoyé" in markup(desk.get(meeting.page))
    assert "1 message est parti" in markup(desk.post(address))
    sent: Any = mail.outbox[-1]
    name, content, kind = sent.attachments[0]
    assert (name, kind) == ("ordre-du-jour-comite-dessai.pdf", "application/pdf")
    words, _ = printed(content)
    assert "Guichetdesmaires" in words
    assert "123456" not in words
    assert "envoyé le" in markup(desk.get(meeting.page)).lower()
    Item.objects.update(title="Un autre point")
    assert "modifié depuis : renvoyer ?" in markup(desk.get(meeting.page)).replace("\u202f", " ")
    assert "1 message est parti" in markup(desk.post(address))
    assert len(mail.outbox) == 2


def test_the_portrait_is_taken_away_as_a_docx(site: Client) -> None:
    assert "docx" in site.get("/territoires/departement/90").content.decode()
    made: Any = docx.Document(io.BytesIO(site.get("/territoires/departement/90.docx").content))
    text = " ".join(paragraph.text for paragraph in made.paragraphs)
    assert "Territoire de Belfort" in text
    assert "88,2" in text
    assert made.inline_shapes
