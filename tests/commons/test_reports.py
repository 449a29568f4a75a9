"""Reports: a public number, a picture that says nothing of who took it, an answer, and nothing kept after it."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from maillage.commons import places
from maillage.commons.places import Place
from maillage.commons.reports import answering, purge
from maillage.commons.reports.models import Category, Photo, Report, State
from maillage.commons.reports.telling import Telling, take
from maillage.directory.models import Kind, Organisation
from maillage.directory.uploads.pictures import cleaned
from maillage.kernel.errors import UsageError
from maillage.observatory import door
from tests.cli.terminal import plain
from tests.commons.mails import DROPS, NAME, REFUSES, Server

pytestmark = pytest.mark.django_db
ADA = "ada@exemple.fr"
GPS, MAKER = 0x8825, 0x010F


@pytest.fixture
def sochaux(release_home: Path, settings: Any) -> Iterator[Place]:
    settings.MAILLAGE_HOME, settings.EMAIL_BACKEND = release_home, NAME
    settings.MAILLAGE_ADDRESS = "https://numerique.exemple.fr"
    Server.starts()
    yield places.commune(door.current(release_home), "25547")
    Server.starts()


def picture(form: str = "JPEG", size: tuple[int, int] = (3000, 1000), exif: bool = True) -> bytes:
    image, out = Image.new("RGB", size, "olive"), io.BytesIO()
    notes = image.getexif()
    if exif:
        notes[MAKER] = "Appareil d’Ada"
        notes[0x0112] = 6  # turned a quarter
        notes.get_ifd(GPS)[1] = "N"
    image.save(out, form, exif=notes)
    return out.getvalue()


def test_a_report_has_the_next_public_number_of_its_year(sochaux: Place) -> None:
    year = timezone.localdate().year
    numbers = [take(Telling(sochaux, Category.OFFERS, "x")).number for _ in range(3)]
    assert numbers == [f"{year}-000001", f"{year}-000002", f"{year}-000003"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(year=year, rank=3, told_at=timezone.now(), category="offres", commune="25547")


def test_a_picture_is_turned_upright_made_smaller_and_says_nothing_of_who_took_it() -> None:
    sent = picture()
    assert b"Appareil" in sent
    kept = cleaned(io.BytesIO(sent), len(sent))
    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size) == ("JPEG", (533, 1600))
        assert not image.getexif()
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)
    with Image.open(io.BytesIO(cleaned(io.BytesIO(picture("PNG", (20, 10), exif=False)), 99))) as image:
        assert (image.format, image.size) == ("JPEG", (20, 10))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a text", b"<svg onload=alert(1)>"),
        ("nothing", b""),
        ("half a picture", picture()[:2000]),
        ("another format", picture("GIF", (10, 10), exif=False)),
        ("a head and no body", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
    ],
)
def test_what_is_not_a_whole_jpeg_or_png_is_refused_in_words(name: str, content: bytes) -> None:
    with pytest.raises(UsageError, match="n’est pas une photo JPEG ou PNG entière"):
        cleaned(io.BytesIO(content), len(content))


@pytest.mark.more
def test_a_picture_too_heavy_or_with_too_many_pixels_is_refused_before_it_is_opened() -> None:
    with pytest.raises(UsageError, match=r"5,2.Mo : 5.Mo au plus"):
        cleaned(SimpleUploadedFile("x.jpg", b""), 5_200_000)
    bomb = picture("PNG", (12_000, 6_000), exif=False)
    assert len(bomb) < 5_000_000
    with pytest.raises(UsageError, match="trop de pixels"):
        cleaned(io.BytesIO(bomb), len(bomb))


def test_an_address_that_does_not_exist_goes_to_the_commune_once(sochaux: Place) -> None:
    town = Organisation.objects.create(
        name="Sochaux", kind=Kind.COLLECTIVITE, level="commune", code="25547", email="mairie@exemple.fr"
    )
    told = take(Telling(sochaux, Category.ADDRESS_MISSING, where="3 bis rue Neuve", email=ADA, picture=picture()))
    other = take(Telling(sochaux, Category.OFFERS, "Il manque un opérateur"))
    assert (told.routed_to, other.routed_to) == (town, None)
    Server.starts([REFUSES])
    assert (answering.send_due().refused, len(Server.arrived)) == (1, 0)
    assert answering.send_due().forwarded == 1
    assert answering.send_due().forwarded == 0
    (mail,) = Server.arrived
    assert mail.to == ["mairie@exemple.fr"]
    assert "Où : 3 bis rue Neuve" in plain(str(mail.body))
    assert ADA not in mail.message().as_string()
    assert len(mail.attachments) == 1
    assert Report.objects.get(pk=told.pk).state == State.FORWARDED


def test_who_left_an_address_gets_the_answer_once(sochaux: Place) -> None:
    report = take(Telling(sochaux, Category.DATE, "Toujours rien", email=ADA))
    take(Telling(sochaux, Category.DATE, "Toujours rien non plus"))
    assert answering.send_due().answered == 0
    report.state, report.answer = State.CORRECTED, "La date a été corrigée."
    report.save()
    assert report.ended_on == timezone.localdate()
    Server.starts([DROPS])
    assert answering.send_due().unsure == 1
    assert answering.send_due().answered == 0
    (mail,) = Server.arrived
    assert mail.to == [ADA]
    text = plain(str(mail.body))
    assert "La date a été corrigée." in text
    assert f"https://numerique.exemple.fr/signaler/{report.number}" in text


def test_who_told_is_forgotten_a_month_after_the_answer_and_what_nobody_showed_after_a_year(sochaux: Place) -> None:
    answered = take(Telling(sochaux, Category.DATE, "Toujours rien", email=ADA))
    answered.state, answered.text_shown = State.KEPT, True
    answered.save()
    waiting = take(Telling(sochaux, Category.OTHER, "Ada Martin, 06…", "3 rue Neuve", "", ADA, picture()))
    assert purge.forget() == 0
    Report.objects.filter(pk=answered.pk).update(ended_on=timezone.localdate() - timedelta(days=31))
    assert purge.forget() == 1
    assert list(Report.objects.values_list("email", flat=True)) == [ADA, ""]
    Report.objects.update(told_at=timezone.now() - timedelta(days=366))
    purge.forget()
    waiting.refresh_from_db()
    answered.refresh_from_db()
    assert (waiting.email, waiting.text, waiting.place) == ("", "", "")
    assert not Photo.objects.exists()
    assert answered.text == "Toujours rien"


@pytest.mark.parametrize(("form", "side"), [("PNG", 4100), ("JPEG", 7800)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(form: str, side: int) -> None:
    out = io.BytesIO()
    Image.new("L", (side, side)).save(out, form)
    whole = out.getvalue()
    # Cut after its head: had it been decoded, it would be refused as a picture that is not whole.
    with pytest.raises(UsageError, match="trop de pixels"):
        cleaned(io.BytesIO(whole[:2000]), len(whole))
