"""Two who edit one thing at once: what each changed alone is kept, what both changed is told, nothing is lost."""

from typing import Any

from django import forms
from django.http import QueryDict

from maillage.web.forms import bind, conflict
from maillage.web.forms.rows import Rows, data

BASE = {"f7-funder_name": ["Europe"], "f7-amount": ["10"], "f7-state": ["demande"], "f7-note": [""]}


class Share(forms.Form):
    funder_name = forms.CharField(label="Financeur", required=False)
    amount = forms.CharField(label="Montant", required=False)
    remove = forms.BooleanField(label="Retirer", required=False)


class Sheet(forms.Form):
    title = forms.CharField(label="Titre")
    level = forms.ChoiceField(label="Niveau", choices=[("a", "Haut"), ("b", "Bas")], required=False)
    day = forms.DateField(label="Jour", required=False)
    marks = forms.MultipleChoiceField(label="Marques", choices=[("1", "Un"), ("2", "Deux")], required=False)


START: dict[str, Any] = {"title": "T", "level": "a", "day": "2026-03-01", "marks": ["1"]}


def sent(values: dict[str, list[str]], start: dict[str, list[str]]) -> QueryDict:
    return data({**values, "base": [conflict.kept(start)], "version": ["1"]})


def test_what_only_one_changed_is_taken_and_what_both_changed_is_told_in_words() -> None:
    start = conflict.texts(Sheet(initial=START))
    now = Sheet(initial={**START, "level": "b", "day": "2026-04-02", "title": "Le sien"})
    mine = {**start, "title": ["Le mien"], "marks": ["2", "1"], "day": ["2026-05-03"]}
    values, shown = conflict.settle(sent(mine, start), None, now)
    assert (values["title"], values["level"], values.getlist("marks")) == ("Le mien", "b", ["2", "1"])
    assert [(each.name, each.label, each.theirs, each.mine) for each in shown.both] == [
        ("title", "Titre", "Le sien", "Le mien"),
        ("day", "Jour", "2 avril 2026", "3 mai 2026"),
    ]


def test_a_box_that_this_reader_empties_stays_empty_and_ends_of_lines_change_nothing() -> None:
    start = {"marks": ["1"], "text": ["a\nb"], "order": ["2", "1"]}
    merged = conflict.merge({"text": ["a\r\nb "], "order": ["1", "2"]}, start, {**start, "text": ["c"]})
    assert (merged.values["marks"], merged.values["text"], merged.both) == ([], ["c"], ())


def test_without_what_was_read_everything_that_differs_is_told() -> None:
    _, shown = conflict.settle(data({"title": ["Le mien"], "level": ["a"]}), None, Sheet(initial=START))
    assert [each.name for each in shown.both] == ["title"]
    assert conflict.base(data({"base": ["{}"]})) == {}


def test_what_another_took_away_and_this_reader_left_as_it_was_stays_away() -> None:
    assert conflict.merge(BASE, BASE, {}) == conflict.Merged({}, (), {})


def test_what_both_took_away_is_gone() -> None:
    assert conflict.merge(BASE | {"f7-remove": ["on"]}, BASE, {}) == conflict.Merged({}, (), {})


def test_what_another_took_away_and_this_reader_changed_comes_back_to_be_added() -> None:
    rows = Rows(Share, {}, "À ajouter", 1)
    mine = BASE | {"f7-amount": ["12"], "n1-amount": ["3"]}
    values, shown = conflict.settle(sent(mine, BASE), None, rows)
    assert (values["n2-amount"], values["n2-funder_name"], values["n1-amount"]) == ("12", "Europe", "3")
    assert not any(name.startswith("f7") for name in values)
    assert (shown.again, "12" in shown.lost) == (True, True)


def test_what_this_reader_takes_away_while_another_changes_it_is_told_first() -> None:
    merged = conflict.merge(BASE | {"f7-remove": ["on"]}, BASE, BASE | {"f7-amount": ["99"]})
    assert (merged.values["f7-remove"], merged.values["f7-amount"]) == (["on"], ["99"])
    assert merged.both == ("f7-amount",)


def test_what_another_added_is_taken() -> None:
    merged = conflict.merge(BASE, BASE, BASE | {"f9-amount": ["3"]})
    assert (merged.values["f9-amount"], merged.both) == (["3"], ())


def test_what_a_service_refuses_is_said_beside_its_row_or_of_the_whole_form() -> None:
    posted = data({"s1-amount": ["3"], "n1-amount": ["4"]})
    rows = Rows(Share, {"s1": ("Europe", {})}, "À ajouter", 1, posted)
    assert rows.is_valid()
    assert [row.key for row in rows.kept()] == ["s1", "n1"]
    bind.refuse(rows, forms.ValidationError({"n1-amount": ["Trop."], "zzz": ["Non."]}))
    shown = bind.shown(rows)
    assert [(field.name, field.error) for field in shown["fields"] if field.error] == [("n1-amount", "Trop.")]
    assert (shown["general"], shown["wrong"]) == (["Non."], True)
