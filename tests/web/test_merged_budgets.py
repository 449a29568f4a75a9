"""Two who write a budget at once: a funding taken away is neither brought back nor lost without a word."""

from maillage.web.steer.money import grid

BASE = {"f7-funder_name": "Europe", "f7-amount": "10", "f7-state": "demande", "f7-note": ""}
NOTHING_HERE: dict[str, str] = {}


def test_what_another_took_away_and_this_reader_left_as_it_was_stays_away() -> None:
    assert grid.merge(BASE, BASE, NOTHING_HERE) == ({}, {})


def test_what_another_took_away_and_this_reader_changed_is_kept_as_a_new_one_and_told() -> None:
    merged, theirs = grid.merge(BASE | {"f7-amount": "12"}, BASE, NOTHING_HERE)
    assert not any(name.startswith("f7") for name in merged)
    (prefix,) = {name.partition("-")[0] for name in merged}
    assert prefix[0] == "n"
    assert (merged[f"{prefix}-amount"], merged[f"{prefix}-funder_name"]) == ("12", "Europe")
    assert theirs == {f"{prefix}-amount": "financement retiré"}


def test_what_both_took_away_is_gone() -> None:
    assert grid.merge(BASE | {"f7-remove": "1"}, BASE, NOTHING_HERE) == ({}, {})


def test_what_this_reader_takes_away_while_another_changes_it_is_told_first() -> None:
    merged, theirs = grid.merge(BASE | {"f7-remove": "1"}, BASE, BASE | {"f7-amount": "99"})
    assert (merged["f7-remove"], merged["f7-amount"]) == ("1", "99")
    assert theirs == {"f7-amount": "99"}


def test_what_another_added_is_taken() -> None:
    merged, theirs = grid.merge(BASE, BASE, BASE | {"f9-amount": "3", "f9-funder_name": "État"})
    assert (merged["f9-amount"], merged["f9-funder_name"], theirs) == ("3", "État", {})
