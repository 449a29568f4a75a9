"""Conventions: verdicts counted by hand from the samples, what becomes public, and which documents are taken."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from maillage.directory.models import Kind as OrganisationKind
from maillage.directory.models import Organisation
from maillage.directory.uploads.door import DOCUMENT, admit
from maillage.kernel.errors import UsageError
from maillage.kernel.territory import Ref
from maillage.observatory import door
from maillage.observatory.door import Observatory
from maillage.steering.conventions import published
from maillage.steering.conventions.covered import private
from maillage.steering.conventions.models import Commitment, Convention, Document, Meeting
from maillage.steering.conventions.verdict import AT_LEAST, NO_BUILDING, NO_PREMISES, judge

TODAY = date(2026, 11, 22)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"


@pytest.fixture
def source(release_home: Path) -> Observatory:
    return door.current(release_home)


def convention(*places: str, operators: tuple[str, ...] = (), **more: Any) -> published.Convention:
    usual: dict[str, Any] = {
        "number": 1,
        "title": "Convention d’essai",
        "kind": "cpsd",
        "signed_on": date(2016, 1, 1),
        "ends_on": None,
        "parties": (),
        "operators": operators,
        "territories": tuple(map(Ref.parse, places)),
        "purpose": "",
        "commitments": (),
        "meetings": (),
        "documents": (),
    }
    return published.Convention(**usual | more)


def promised(due: str, target: float, measure: str = "part", subject: str = "locaux") -> published.Commitment:
    return published.Commitment(date.fromisoformat(due), subject, measure, target, False, (), "")


def told(source: Observatory, made: published.Convention, one: published.Commitment, day: date = TODAY) -> Any:
    return judge(source, made, one, day)


DOUBS = "departement:25"


def test_a_share_of_premises_reached_by_the_day_is_kept(source: Observatory) -> None:
    # Samples: 5 350 of 10 450 premises of the Doubs at the end of the first quarter of 2018, 51,2 %.
    found = told(source, convention(DOUBS), promised("2018-03-31", 51))
    assert (found.verdict, found.reading.period.code) == ("tenu", "2018-T1")
    assert found.reading.value == pytest.approx(100 * 5350 / 10450)


def test_a_share_not_reached_at_the_end_of_the_quarter_of_the_day_is_missed_and_how_late_is_told(
    source: Observatory,
) -> None:
    # Reached next at the 2nd quarter of 2026 (10 150 of 10 680): 3 013 days later, 99 months.
    found = told(source, convention(DOUBS), promised("2018-03-31", 60))
    assert (found.verdict, found.late_months) == ("manqué", 99)
    never = told(source, convention(DOUBS), promised("2018-03-31", 99))
    assert (never.verdict, never.late_months) == ("manqué", None)


def test_between_two_quarters_nobody_can_tell_the_day_it_was_reached(source: Observatory) -> None:
    found = told(source, convention(DOUBS), promised("2020-01-01", 60))
    assert found.verdict == "non mesurable"
    assert found.why.startswith("Atteint entre la fin du 1er trimestre 2018 et celle du 2e trimestre 2026")


def test_before_the_first_quarter_loaded_only_a_miss_can_be_told(source: Observatory) -> None:
    # 3 500 of 10 450 at the 3rd quarter of 2017: 33,5 %; 4 400 at the 4th, 42,1 %.
    found = told(source, convention(DOUBS), promised("2016-12-31", 30))
    assert (found.verdict, found.why) == (
        "non mesurable",
        "Aucun trimestre n’est chargé avant l’échéance : atteint au 3e trimestre 2017, ou avant.",
    )
    late = told(source, convention(DOUBS), promised("2016-12-31", 40))
    assert (late.verdict, late.late_months) == ("manqué", 12)


def test_after_the_last_quarter_it_is_going_on_until_the_day_and_cannot_be_told_then(source: Observatory) -> None:
    one = promised("2026-09-30", 99)
    assert told(source, convention(DOUBS), one, date(2026, 8, 1)).verdict == "en cours"
    found = told(source, convention(DOUBS), one)
    assert (found.verdict, found.why) == (
        "non mesurable",
        "Aucun trimestre n’est publié depuis l’échéance : le dernier est le 2e trimestre 2026.",
    )


def test_a_commune_whose_premises_are_unknown_makes_the_share_unknown_not_lower(source: Observatory) -> None:
    # Trévenans has no premises in 2018.
    found = told(source, convention("departement:90"), promised("2018-03-31", 10))
    assert (found.verdict, found.why) == ("non mesurable", NO_PREMISES)


def test_buildings_are_those_of_the_operators_committed(source: Observatory) -> None:
    # Of Besançon's four buildings of Orange, one is connectable.
    orange = convention("commune:25056", operators=("FRTE",))
    for target, measure, verdict in (
        (1, "nombre", "tenu"),
        (2, "nombre", "manqué"),
        (25, "part", "tenu"),
        (26, "part", "manqué"),
    ):
        one = promised("2026-06-30", target, measure, "immeubles")
        assert told(source, orange, one).verdict == verdict, (target, measure)
    sfr = convention("commune:25056", operators=("SFR0",))
    found = told(source, sfr, promised("2026-06-30", 1, "nombre", "immeubles"))
    assert (found.verdict, found.why) == ("non mesurable", NO_BUILDING)


def test_a_number_of_premises_of_one_operator_is_only_known_at_least(source: Observatory) -> None:
    # The connectable building has from 12 to 49 premises; Besançon has thousands with all operators.
    orange = convention("commune:25056", operators=("FRTE",))
    assert told(source, orange, promised("2026-06-30", 12, "nombre")).verdict == "tenu"
    found = told(source, orange, promised("2026-06-30", 13, "nombre"))
    assert (found.verdict, found.why) == ("non mesurable", AT_LEAST)
    assert told(source, orange, promised("2026-06-30", 900_000, "nombre")).verdict == "manqué"
    # Every operator: the commune's own count decides.
    everybody = convention("commune:25056")
    assert told(source, everybody, promised("2026-06-30", 13, "nombre")).verdict == "tenu"


def test_communes_of_private_initiative_without_convention_are_found(source: Observatory) -> None:
    alone = private(source, (), TODAY)
    codes = {one.commune.ref.code for one in alone}
    assert codes
    assert not any(one.covered for one in alone)
    some = sorted(codes)[0]
    held = private(source, [convention(f"commune:{some}")], TODAY)
    assert {one.commune.ref.code for one in held if one.covered} == {some}
    ended = private(source, [convention(f"commune:{some}", ends_on=date(2020, 1, 1))], TODAY)
    assert not any(one.covered for one in ended)


@pytest.fixture
def home(release_home: Path, tmp_path: Path, settings: Any) -> Path:
    """A home of its own, that reads the sample release."""
    (tmp_path / "releases").symlink_to(release_home / "releases")
    settings.MAILLAGE_HOME = tmp_path
    return tmp_path


def entered(**changes: Any) -> Convention:
    usual = {"title": "CPSD d’essai", "kind": "cpsd", "signed_on": date(2022, 1, 1), "territories": DOUBS}
    made = Convention(**usual | changes)
    made.full_clean()
    made.save()
    return made


@pytest.mark.django_db
def test_only_what_is_to_be_shown_reaches_the_readers(home: Path, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        hidden = entered(title="Cachée")
    assert published.every() == []
    with django_capture_on_commit_callbacks(execute=True):
        made = entered(shown=True, parties="Préfecture\n\nSyndicat", operators="frte, sfr0")
        made.organisations.add(Organisation.objects.create(name="Ville", kind=OrganisationKind.COLLECTIVITE))
        made.save()
        Commitment.objects.create(
            convention=made, due_on=date(2026, 6, 30), subject="locaux", measure="part", target=90
        )
        Meeting.objects.create(convention=made, held_on=date(2025, 1, 9), minutes="Vu.")
        Document.objects.create(convention=made, title="Signée", pdf=PDF, public=True)
        Document.objects.create(convention=made, title="Brouillon", pdf=PDF)
    [one] = published.every()
    assert (one.number, one.operators, one.parties) == (made.pk, ("FRTE", "SFR0"), ("Ville", "Préfecture", "Syndicat"))
    assert (one.commitments[0].target, one.commitments[0].due_on) == (90, date(2026, 6, 30))
    assert [document.title for document in one.documents] == ["Signée"]
    assert one.documents[0].weight == len(PDF)
    assert "Brouillon" not in json.dumps(json.loads(published.path().read_text("utf-8")))
    with django_capture_on_commit_callbacks(execute=True):
        made.shown = False
        made.save()
    assert published.every() == []
    assert hidden.title == "Cachée"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"territories": "commune:99999"}, "inconnu"),
        ({"territories": "Besançon"}, "illisible"),
        ({"operators": "Orange SA"}, "n’est pas un code d’opérateur"),
        ({"ends_on": date(2021, 1, 1)}, "prend fin après avoir été signée"),
    ],
)
def test_what_cannot_be_is_refused_in_words(home: Path, wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        entered(**wrong)


@pytest.mark.parametrize(
    "content", [b"%PDF-", b"<svg>", b"%PDF-1.7\nhalf", PDF.replace(b"%PDF-", b"%PNG-"), b"\n" + PDF, PDF + b"x" * 2000]
)
def test_a_document_that_is_not_a_whole_pdf_is_refused_whatever_its_name(content: bytes) -> None:
    with pytest.raises(UsageError, match="pas un PDF entier"):
        admit(content, "a.pdf", DOCUMENT)


def test_a_document_heavier_than_ten_megabytes_is_refused() -> None:
    assert admit(PDF, "a.pdf", DOCUMENT).content == PDF
    with pytest.raises(UsageError, match="au plus"):
        admit(PDF + b" " * DOCUMENT.heaviest, "a.pdf", DOCUMENT)
