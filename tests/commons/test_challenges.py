"""The formal channel: a file is kept whole or not at all, an operator answers in time, anybody sees how."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from maillage.commons.challenges import file, handling
from maillage.commons.challenges.models import Challenge, State
from maillage.commons.challenges.statistics import records
from maillage.directory.joining import Described, describe, join, leave
from maillage.directory.models import Membership, Organisation, User
from maillage.kernel.errors import UsageError
from maillage.observatory import door
from maillage.observatory.door import Observatory
from tests.cli.terminal import plain
from tests.commons.mails import NAME, REFUSES, Server

pytestmark = pytest.mark.django_db
HEAD = "commune;adresse;cle;operateur;constat;piece\n"


@pytest.fixture
def source(release_home: Path, settings: Any) -> Iterator[Observatory]:
    settings.MAILLAGE_HOME, settings.EMAIL_BACKEND = release_home, NAME
    settings.MAILLAGE_ADDRESS = "https://numerique.exemple.fr"
    Server.starts()
    yield door.current(release_home)
    Server.starts()


@pytest.fixture
def doubs() -> Organisation:
    describe("Doubs", Described(territory="departement:25"))
    describe("Fibre & Co", Described(kind="operateur", email="reponses@exemple.fr"))
    join("ada@exemple.fr", "Doubs", "contributeur")
    join("op@exemple.fr", "Fibre & Co", "contributeur")
    return Organisation.objects.get(name="Doubs")


def person(email: str) -> User:
    return User.objects.get(email=email)


def two(doubs: Organisation, source: Observatory) -> list[Challenge]:
    text = (
        HEAD
        + "25056;;25056_1001_00012;Fibre & Co;Déclaré raccordable, aucun boîtier;https://exemple.fr/1.pdf\n"
        + '25547;3 rue Neuve;;fibre & co;"Déclaré raccordable ; rien sur place";\n'
    )
    lines, wrong = file.read(text.encode(), doubs, source)
    assert wrong == []
    return file.keep(lines, doubs, person("ada@exemple.fr"))


def test_a_file_without_error_is_filed_line_by_line(doubs: Organisation, source: Observatory) -> None:
    first, second = two(doubs, source)
    year = timezone.localdate().year
    assert (first.number, second.number) == (f"{year}-C00001", f"{year}-C00002")
    assert (first.place, first.commune_name) == ("12 rue de la Gare, Besançon", "Besançon")
    assert (second.place, second.observation) == ("3 rue Neuve", "Déclaré raccordable ; rien sur place")
    assert {one.operator.name for one in (first, second)} == {"Fibre & Co"}
    commas = "commune,operateur,constat\r\n25056,FIBRE & CO,Aucun boîtier dans la rue\r\n"
    lines, wrong = file.read(b"\xef\xbb\xbf" + commas.encode(), doubs, source)
    assert (len(lines), wrong) == (1, [])


def test_every_error_is_told_with_its_line_and_column_and_nothing_is_kept(
    doubs: Organisation, source: Observatory
) -> None:
    two(doubs, source)
    text = HEAD + "\n".join(
        (
            "25056;;25056_1001_00001;Fibre & Co;Aucun boîtier dans la rue;",  # right
            "90010;;;Fibre & Co;Aucun boîtier dans la rue;",
            "99999;;;Fibre & Co;Aucun boîtier dans la rue;",
            "25056;;25056_9999_00001;Inconnu;court;",
            "",
            "25547;;25056_1001_00002;Fibre & Co;Aucun boîtier dans la rue;",
            "25056;;25056_1001_00012;Fibre & Co;Aucun boîtier dans la rue;",
            "25056;;25056_1001_00001;fibre & co;Aucun boîtier dans la rue;",
            f"25056;{'x' * 201};;Fibre & Co;Aucun boîtier dans la rue;",
        )
    )
    _, wrong = file.read(text.encode(), doubs, source)
    assert [(one.line, one.column) for one in wrong] == [
        (3, "commune"),
        (4, "commune"),
        (5, "operateur"),
        (5, "constat"),
        (5, "cle"),
        (7, "cle"),
        (8, "cle"),
        (9, "cle"),
        (10, "adresse"),
    ]
    reasons = [plain(one.reason) for one in wrong]
    assert reasons[0] == "Cette commune n’est pas dans le territoire de Doubs."
    assert reasons[2] == "Opérateur inconnu ici. Opérateurs : Fibre & Co."
    assert reasons[5] == "Cette adresse est à Besançon, pas à Sochaux."
    assert "déjà ouverte" in reasons[6]
    assert reasons[7] == "La même contestation est déjà à la ligne 2."
    assert Challenge.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "le fichier est vide"),
        (b"commune;operateur\n", "Il manque : constat"),
        (b"commune;operateur;constat;prix\n", "En trop : « prix »"),
        (b"commune;commune;operateur;constat\n", "deux colonnes portent le nom « commune »"),
        (HEAD.encode(), "aucune ligne"),
        (HEAD.encode() + b"25056;x;;;;;y\n", "ligne 2 ne se lit pas : 7 colonnes au lieu de 6"),
        (HEAD.encode() + b"25056;\x81;;;;\n", "texte illisible à la ligne 2 : ni UTF-8, ni Windows-1252"),
        (HEAD.encode() + b'25056;"a\n', "manque un guillemet"),
        (b"PK\x03\x04\0\0", "n’est pas un texte"),
        (HEAD.encode() + b"25056;;;;;\n" * 5_001, "5.000 au plus"),
        (b"x" * 2_000_001, "2 Mo au plus"),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(
    doubs: Organisation, source: Observatory, content: bytes, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        file.read(content, doubs, source)


def test_a_file_saved_by_a_french_spreadsheet_is_read(doubs: Organisation, source: Observatory) -> None:
    text = "sep=;\r\n" + HEAD.strip().upper() + "\r\n25056;;;Fibre & Co;Aucun boîtier à l’entrée;\r\n;;;;;\r\n"
    lines, wrong = file.read(text.encode("cp1252"), doubs, source)
    assert wrong == []
    assert [(one.line, one.observation) for one in lines] == [(3, "Aucun boîtier à l’entrée")]


def test_the_operator_is_told_once_answers_and_the_collectivite_closes(
    doubs: Organisation, source: Observatory
) -> None:
    first, second = two(doubs, source)
    ada, op = person("ada@exemple.fr"), person("op@exemple.fr")
    with pytest.raises(PermissionDenied):
        handling.answer(first, op, State.CONCEDED, "")
    Server.starts([REFUSES])
    assert handling.transmit_due().refused == 1
    assert {one.state for one in Challenge.objects.all()} == {State.FILED}
    assert handling.transmit_due().challenges == 2
    assert handling.transmit_due().challenges == 0
    (mail,) = Server.arrived
    assert mail.to == ["reponses@exemple.fr"]
    assert f"https://numerique.exemple.fr{first.page}" in str(mail.body)
    first.refresh_from_db()
    assert first.due_on == timezone.localdate() + timedelta(days=60)
    with pytest.raises(PermissionDenied):
        handling.answer(first, ada, State.CONCEDED, "")
    with pytest.raises(UsageError, match="pourquoi"):
        handling.answer(first, op, State.CONTESTED, "  ")
    with pytest.raises(UsageError, match="concédée ou contestée"):
        handling.answer(first, op, State.SETTLED, "x")
    handling.answer(first, op, State.CONTESTED, "Le boîtier est dans la cave.")
    with pytest.raises(PermissionDenied):
        handling.answer(first, op, State.CONCEDED, "changé d’avis")
    with pytest.raises(PermissionDenied):
        handling.settle(first, op, "clos")
    with pytest.raises(PermissionDenied):
        handling.settle(second, ada, "clos")
    handling.settle(first, ada, "Vu ensemble sur place.")
    first.refresh_from_db()
    assert (first.state, first.verdict) == (State.SETTLED, State.CONTESTED)
    steps = list(first.history.order_by("history_id").values_list("state", "history_user"))
    assert [state for state, _ in steps] == [*("deposee", "transmise", "deposee", "transmise", "contestee", "reglee")]
    assert [steps[0][1], steps[-2][1], steps[-1][1]] == [ada.pk, op.pk, ada.pk]
    lines, wrong = file.read(
        (HEAD + "25056;;25056_1001_00012;Fibre & Co;De nouveau déclaré à tort;\n").encode(), doubs, source
    )
    assert (len(lines), wrong) == (1, []), "one that is settled may be opened again"


def test_how_each_operator_answers_is_counted(doubs: Organisation, source: Observatory) -> None:
    assert records() == []
    first, _ = two(doubs, source)
    assert records() == [], "not sent yet"
    handling.transmit_due()
    now = timezone.now()
    Challenge.objects.update(sent_at=now - timedelta(days=70), due_on=timezone.localdate() - timedelta(days=10))
    handling.answer(first, person("op@exemple.fr"), State.CONCEDED, "")
    (one,) = records()
    assert (one.operator, one.received, one.waiting, one.late) == ("Fibre & Co", 2, 1, 1)
    assert (one.conceded, one.contested, one.settled, round(one.days or 0, 3)) == (1, 0, 0, 70)


def test_members_see_their_own_challenges_and_nobody_elses(doubs: Organisation, source: Observatory) -> None:
    two(doubs, source)
    describe("Jura", Described(territory="departement:39"))
    join("blaise@exemple.fr", "Jura", "administrateur")
    join("lectrice@exemple.fr", "Doubs", "lecteur")
    seen = {
        email: handling.seen_by(person(f"{email}@exemple.fr")).count() for email in ("ada", "op", "lectrice", "blaise")
    }
    assert seen == {"ada": 2, "op": 2, "lectrice": 2, "blaise": 0}
    assert handling.seen_by(None).count() == 0
    handling.transmit_due()
    first = Challenge.objects.earliest("pk")
    assert not handling.may_answer(person("lectrice@exemple.fr"), first)


def test_organisations_and_members_are_opened_changed_and_closed(doubs: Organisation) -> None:
    changed, new = describe("Doubs", Described(email="SDTAN@exemple.fr"))
    assert (new, changed.code, changed.email) == (False, "25", "sdtan@exemple.fr")
    for told in (Described(siren="12"), Described(email="x"), Described(territory="lune:1")):
        with pytest.raises(UsageError):
            describe("Doubs", told)
    with pytest.raises(UsageError, match="Organisations : Doubs, Fibre & Co"):
        join("x@exemple.fr", "Lune", "lecteur")
    assert not User.objects.filter(email="x@exemple.fr").exists()
    join("ADA@exemple.fr", "Doubs", "lecteur")
    assert Membership.objects.get(person__email="ada@exemple.fr").role == "lecteur"
    leave("ada@exemple.fr", "Doubs")
    assert not User.objects.filter(email="ada@exemple.fr").exists()
    with pytest.raises(UsageError, match="n’a pas de rôle"):
        leave("ada@exemple.fr", "Doubs")
