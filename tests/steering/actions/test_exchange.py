"""Actions as a workbook: what goes out comes back unchanged, each wrong cell is named, nothing is written by half."""

import io
import string
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from maillage.directory.models import Organisation, User
from maillage.kernel.errors import UsageError
from maillage.steering.actions import saving
from maillage.steering.actions.models import Action, Step
from maillage.steering.exchange import applying, columns, powers, reading, writing
from maillage.steering.exchange.checking import Checked
from maillage.steering.strategies.models import Strategy
from tests.steering.actions.conftest import TODAY, make

HEADS = [column.head for column in columns.COLUMNS]


def exported() -> bytes:
    out = io.BytesIO()
    writing.write(columns.loaded(Action.objects.order_by("code")), out)
    return out.getvalue()


def checked(content: bytes) -> Checked:
    return applying.check(content, powers.of_the_operator(), TODAY)


def changed(content: bytes, sheet: str = "Actions", **cells: Any) -> bytes:
    """The workbook with some cells typed anew."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        book[sheet][place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def place(head: str, row: int = 2) -> str:
    return f"{openpyxl.utils.get_column_letter(HEADS.index(head) + 1)}{row}"


@pytest.fixture
def told(action: Action, people: dict[str, User]) -> Action:
    action.description = "Deux lignes\n=1+1"
    action.territories = "commune:25056 epci:200065647"
    action.pilot = people["pilote"]
    partners = [Organisation.objects.get(name="Région Essai")]
    saving.save(action, None, 1, {"partners": partners})
    Step.objects.create(action=action, title="Marché", due_on=date(2026, 6, 1), weight=3, milestone=True)
    Step.objects.create(action=action, title="Marché", due_on=date(2026, 9, 1))
    return action


def test_an_export_sent_back_changes_nothing(told: Action) -> None:
    found = checked(exported())
    assert (found.faults, found.created, found.changed, found.same) == ([], [], [], 1)
    assert applying.apply(found, None) == (0, 0)
    assert Action.objects.get().version == 2


texts = some.text(string.ascii_letters + string.digits + " éÉœ«»’=+-@'\"\n\t;,<>&%_", max_size=60)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, texts, some.dates(date(1990, 1, 1), date(2080, 1, 1)))
def test_whatever_is_typed_comes_back_the_same(strategy: Strategy, title: str, text: str, day: date) -> None:
    Action.objects.all().delete()
    one_line = " ".join(f"T {title}".split())
    make(strategy, "A01", title=one_line, description=text, other_partners=text, ends_on=None, starts_on=day)
    found = checked(exported())
    assert (found.faults, found.changed, found.same) == ([], [], 1)


def test_what_is_typed_in_the_workbook_is_written_with_its_author(told: Action, people: dict[str, User]) -> None:
    content = changed(exported(), **{place("Titre"): "Nouveau titre", place("Fin prévue"): "31/03/2027"})
    content = changed(content, "Étapes", E2=date(2026, 6, 15), A4="A01", B4="Réception", G4=2)
    found = checked(content)
    assert found.changed[0].changed == ("Titre", "Fin prévue")
    assert applying.apply(found, people["equipe"]) == (0, 1)
    fresh = Action.objects.get()
    assert (fresh.title, fresh.ends_on, fresh.version) == ("Nouveau titre", date(2027, 3, 31), 3)
    assert [(one.title, one.done_on, one.weight) for one in fresh.steps.order_by("rank", "pk")] == [
        ("Marché", date(2026, 6, 15), 3),
        ("Marché", None, 1),
        ("Réception", None, 2),
    ]
    assert fresh.history.first().history_user == people["equipe"]


def test_each_wrong_cell_is_named_with_what_to_do_and_nothing_is_written(told: Action) -> None:
    cells = {
        place("État"): "Presque finie",
        place("Porteur"): "Inconnue",
        place("Fin prévue"): "bientôt",
        place("Éléments"): "o1\no99",
        place("Version"): 1,
        place("Code", 3): "A02",
        place("Titre", 3): "Sans stratégie connue",
        place("Stratégie", 3): "ailleurs",
    }
    found = checked(changed(exported(), "Actions", **cells))
    assert {(one.sheet, one.cell, one.reason) for one in found.faults} == {
        ("Actions", "T2", "valeur inconnue"),
        ("Actions", "F2", "organisation inconnue"),
        ("Actions", "Q2", "ce n’est pas une date"),
        ("Actions", "D2", "« o99 » est inconnu"),
        ("Actions", "Y2", "la fiche a changé depuis l’export : elle en est à la version 2"),
        ("Actions", "C3", "stratégie inconnue"),
    }
    assert all(one.advice for one in found.faults)
    with pytest.raises(UsageError, match="Rien n’a été écrit"):
        applying.apply(found, None)
    assert Action.objects.get().version == 2


@pytest.mark.parametrize("written", [-1, "-3", 1001, "1,5", "²", "trois"])
def test_a_weight_that_is_no_whole_number_of_0_to_1000_is_refused_by_its_cell(told: Action, written: int | str) -> None:
    cell = f"{openpyxl.utils.get_column_letter([one.field for one in columns.STEP_COLUMNS].index('weight') + 1)}2"
    found = checked(changed(exported(), "Étapes", **{cell: written}))
    assert [(one.sheet, one.cell, one.reason) for one in found.faults] == [("Étapes", cell, "ce n’est pas un poids")]
    with pytest.raises(UsageError, match="Rien n’a été écrit"):
        applying.apply(found, None)


def test_an_unknown_or_missing_column_is_told_by_its_cell(told: Action) -> None:
    found = checked(changed(exported(), A1="Numéro"))
    assert [(one.cell, one.reason) for one in found.faults] == [
        ("A1", "colonne inconnue"),
        ("1", "la colonne « Code » manque"),
    ]


def test_a_new_code_creates_and_an_action_changed_meanwhile_stops_all(told: Action) -> None:
    content = changed(
        exported(),
        "Actions",
        **{
            place("Code", 3): "A02",
            place("Titre", 3): "Neuve",
            place("Stratégie", 3): "essai",
            place("Titre"): "Autre",
        },
    )
    found = checked(content)
    assert ([one.action.code for one in found.created], len(found.changed)) == (["A02"], 1)
    saving.save(Action.objects.get(), None)
    with pytest.raises(UsageError, match="exportez de nouveau"):
        applying.apply(found, None)
    assert list(Action.objects.values_list("code", flat=True)) == ["A01"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rien", b"code;titre\n"])
def test_what_is_no_workbook_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UsageError, match="XLSX"):
        reading.read(content)


def test_too_heavy_a_workbook_is_refused(db: None) -> None:
    with pytest.raises(UsageError, match="trop lourd"):
        reading.read(b"0" * (reading.HEAVIEST + 1))


@pytest.mark.more
@pytest.mark.parametrize(("sheet", "most"), [("Actions", "2\u202f000"), ("Étapes", "10\u202f000")])
def test_a_workbook_of_more_rows_than_a_server_checks_in_a_moment_is_refused(
    told: Action, sheet: str, most: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(exported()))
    last = [cell.value for cell in book[sheet][2]]
    for _ in range(reading.MOST[sheet] + 1 - (book[sheet].max_row - 1)):
        book[sheet].append(last)
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(UsageError, match=f"Feuille « {sheet} » : {most} lignes au plus. Coupez le fichier"):
        reading.read(out.getvalue())


def test_a_pilot_is_written_by_address_and_read_by_address_or_by_a_name_that_one_person_has(
    told: Action, people: dict[str, User]
) -> None:
    User.objects.filter(pk=people["pilote"].pk).update(name="Élodie Roy")
    User.objects.filter(pk=people["equipe"].pk).update(name="Zoé Roy")
    content = exported()
    assert openpyxl.load_workbook(io.BytesIO(content))["Actions"][place("Pilote")].value == "pilote@exemple.fr"
    assert not checked(content).changed
    assert not checked(changed(content, **{place("Pilote"): "elodie roy"})).changed
    other = checked(changed(content, **{place("Pilote"): "Zoé Roy"}))
    assert [draft.action.pilot for draft in other.changed] == [people["equipe"]]


def test_a_name_that_two_people_have_is_refused_and_says_what_to_write(told: Action, people: dict[str, User]) -> None:
    User.objects.filter(pk__in=[people["pilote"].pk, people["equipe"].pk]).update(name="Élodie Roy")
    (fault,) = checked(changed(exported(), **{place("Pilote"): "Élodie Roy"})).faults
    assert ("plusieurs personnes ont ce nom" in str(fault), "adresse" in str(fault)) == (True, True)
