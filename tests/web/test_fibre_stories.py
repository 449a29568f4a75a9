"""The titles of the pages of fibre are computed: each is right for nothing, for one, for ties, at the edges."""

from datetime import date
from typing import Any

import pytest

from maillage.kernel.period import Period
from maillage.kernel.territory import Level, Ref
from maillage.observatory.forecasts import Expected, Forecast
from maillage.observatory.listed import Sector
from maillage.observatory.rollout import Counted
from maillage.observatory.slips import Slipped
from maillage.web.drawing.curve import Spread
from maillage.web.fibre.conventions.chosen import headline as conventions_headline
from maillage.web.fibre.forecasts import story as forecasts
from maillage.web.fibre.forecasts.story import Dated
from maillage.web.fibre.postponed import shift
from maillage.web.fibre.rollout import story as rollout
from maillage.web.fibre.slips import story as slips
from maillage.web.fibre.words import long, street
from maillage.web.words.together import Weighed, fan

TODAY = date(2026, 11, 30)
QUARTERS = tuple(Period.parse(code) for code in ("2025-T3", "2025-T4", "2026-T1", "2026-T2"))


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def counted(ready: int, waiting: int = 0, late: int = 0, gone: int = 0) -> Counted:
    found = Counted()
    for state, count, behind in (("deploye", ready, 0), ("cible", waiting, late), ("abandonne", gone, 0)):
        if count:
            found.add(state, count, count, behind, 0)
    return found


def told(*quarters: Counted, late: dict[str, int] | None = None) -> rollout.Story:
    return rollout.Story(tuple(zip(QUARTERS[-len(quarters) :], quarters, strict=True)), late or {})


@pytest.mark.parametrize(
    ("found", "answer", "lateness"),
    [
        (counted(0), "Aucun immeuble à équiper ici.", ""),
        (counted(0, gone=3), "Aucun immeuble à équiper ici.", ""),
        (counted(0, 5), "La fibre n’est encore là pour aucun immeuble.", "Aucun n’est en retard."),
        (counted(5), "La fibre est là pour tous les immeubles.", ""),
        (counted(5, gone=1), "La fibre est là pour tous les immeubles.", ""),
        (counted(82, 18, 1), "La fibre est là pour 82 % des immeubles.", "1 est en retard."),
        (counted(9_999, 1, 0), "La fibre est là pour 99 % des immeubles.", "Aucun n’est en retard."),
        (counted(1, 9_999, 7_931), "La fibre est là pour moins de 1 % des immeubles.", "7 931 sont en retard."),
    ],
)
def test_roll_out_answers_with_what_is_there_then_what_is_late(found: Counted, answer: str, lateness: str) -> None:
    assert plain(rollout.answer(found)) == answer
    assert plain(rollout.lateness(found)) == lateness


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (None, 7, ""),
        (0, 0, ""),
        (4, 4, "C’est autant qu’en mars 2026."),
        (9_643, 7_931, "C’est 1 712 de moins qu’en mars 2026."),
        (0, 1, "C’est 1 de plus qu’en mars 2026."),
    ],
)
def test_what_is_late_is_compared_with_the_quarter_before(then: int | None, now: int, said: str) -> None:
    before = [] if then is None else [counted(1, 10_000, then)]
    assert plain(rollout.change(told(*before, counted(1, 10_000, now)))) == said


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ({}, ""),
        ({"Chamet": 0}, ""),
        ({"Chamet": 3, "Seigneux": 0}, "Tous sont dans une seule commune : Chamet."),
        ({"Chamet": 2, "Seigneux": 1, "Ramay": 1}, "La moitié sont dans une seule commune : Chamet."),
        ({"A": 5, "B": 4, "C": 3, "D": 2, "E": 1}, "Plus de la moitié sont dans deux communes : A et B."),
        # The second and the third are as many: naming one would leave the other out for nothing.
        ({"A": 5, "B": 4, "C": 4, "D": 2}, ""),
        (dict.fromkeys("ABCD", 1), ""),
        ({chr(65 + rank): 20 - rank for rank in range(20)}, ""),
    ],
)
def test_the_communes_that_hold_half_of_what_is_late_are_named_but_never_by_a_tie(
    late: dict[str, int], said: str
) -> None:
    assert plain(rollout.concentration(late)) == said


@pytest.mark.parametrize(
    ("quarters", "title"),
    [
        ([counted(0, 4)], "Rien n’est fini"),
        ([counted(1)], "1 immeuble avec la fibre, fin juin 2026"),
        ([counted(1, 99, 50), counted(1, 99, 50)], "En 3 mois, les retards n’ont pas bougé"),
        ([counted(1, 20_000, 13_443)] + 3 * [counted(1, 20_000, 7_931)], "En 9 mois, les retards ont baissé de 41 %"),
        ([counted(1, 2_000, 1_000), counted(1, 2_000, 999)], "En 3 mois, les retards ont baissé de moins de 1 %"),
        ([counted(1, 99, 10), counted(1, 99, 30)], "En 3 mois, les retards ont plus que doublé"),
        ([counted(1, 99, 10), counted(1, 99, 0)], "En 3 mois, il ne reste aucun retard"),
        ([counted(1, 99, 0), counted(1, 99, 1)], "En 3 mois, 1 immeuble a pris du retard"),
        ([counted(1, 99), counted(3, 97)], "En 3 mois, 2 immeubles de plus avec la fibre"),
        ([counted(3, 97), counted(3, 97)], "En 3 mois, le nombre d’immeubles avec la fibre n’a pas changé"),
    ],
)
def test_the_drawing_of_states_is_titled_by_what_it_shows(quarters: list[Counted], title: str) -> None:
    assert plain(rollout.trend(told(*quarters))) == title


@pytest.mark.parametrize(
    ("ranked", "places", "title"),
    [
        ([("Chamet", 4), ("Seigneux", 4)], 2, "2 communes ont des immeubles en retard"),
        ([("Chamet", 4), ("Seigneux", 3)], 9, "Chamet : le plus d’immeubles en retard"),
    ],
)
def test_the_ranking_names_the_first_commune_unless_another_has_as_many(
    ranked: list[tuple[str, int]], places: int, title: str
) -> None:
    assert plain(rollout.ranked_title(ranked, places)) == title


@pytest.mark.parametrize(
    ("late", "title"),
    [
        ({}, "Où sont les retards"),
        (dict.fromkeys("ABCD", 1), "Où sont les retards"),
        ({"Chamet": 3}, "Une seule commune est en retard : Chamet"),
        ({"A": 2, "B": 1, "C": 1}, "Une seule commune porte la moitié des retards"),
        ({"A": 5, "B": 4, "C": 3, "D": 2, "E": 1}, "Deux communes portent plus de la moitié des retards"),
    ],
)
def test_the_map_of_what_is_late_is_titled_by_where_it_gathers(late: dict[str, int], title: str) -> None:
    assert plain(rollout.concentration_title(late)) == title


@pytest.mark.parametrize(
    ("by_year", "title"),
    [
        ({2026: 4}, "Aucun n’attendait avant 2025"),
        ({2024: 1}, "Il attendait déjà avant 2025"),
        ({2023: 2, 2024: 1}, "Tous attendaient déjà avant 2025"),
        ({2024: 1, 2025: 9}, "1 attendait déjà avant 2025"),
        ({2014: 252, 2022: 6_552, 2025: 1_127}, "6 804 attendaient déjà avant 2025"),
    ],
)
def test_how_long_late_buildings_waited_is_the_title_of_their_years(by_year: dict[int, int], title: str) -> None:
    assert plain(rollout.waited(by_year, 2025)) == title


@pytest.mark.parametrize(
    ("total", "headline"),
    [
        (Slipped(), "Aucune date n’est annoncée ici"),
        (Slipped(promis=4), "Rien à juger encore"),
        (Slipped(promis=9, echus=9, indetermines=9), "Rien à juger encore"),
        (Slipped(promis=1, echus=1, tenus=1), "1 date jugée : tenue"),
        (Slipped(promis=1, echus=1, en_retard=1), "1 date jugée : manquée"),
        (Slipped(promis=4, echus=4, tenus=4), "4 dates jugées : toutes tenues"),
        (Slipped(promis=4, echus=4, en_retard=4), "4 dates jugées : aucune tenue"),
        (Slipped(promis=259, echus=259, tenus=3, en_retard=253, abandonnes=3), "259 dates jugées : 3 tenues"),
    ],
)
def test_the_news_of_promises_is_how_many_were_kept(total: Slipped, headline: str) -> None:
    assert plain(" ".join(filter(None, slips.headline(total)))) == headline


def test_dates_that_nobody_can_judge_are_said_and_never_counted_as_missed() -> None:
    assert slips.unjudged(Slipped()) == ""
    assert slips.unjudged(Slipped(promis=3)) == "Aucune des dates annoncées n’est encore passée."
    assert slips.unjudged(Slipped(promis=3, echus=1, indetermines=1)).startswith("Une date était déjà passée")
    many = Slipped(promis=60_000, echus=51_643, indetermines=51_384, tenus=3, en_retard=256)
    assert plain(slips.unjudged(many)).startswith("Les 51 384 autres dates passées l’étaient déjà")


@pytest.mark.parametrize(
    ("judged", "title"),
    [
        (slips.Judged(3, 0, 0, 0), "Chaque immeuble est arrivé à la date dite"),
        (slips.Judged(3, 0, 0, 1), "1 immeuble abandonné, le reste à la date dite"),
        (slips.Judged(0, 1, 0, 0), "1 immeuble de plus est arrivé depuis"),
        (slips.Judged(3, 35, 218, 3), "35 immeubles de plus sont arrivés depuis ; 218 attendent encore"),
        (slips.Judged(0, 0, 1, 0), "1 attend encore"),
    ],
)
def test_what_became_of_missed_dates_is_the_title_of_the_squares(judged: slips.Judged, title: str) -> None:
    assert plain(slips.outcome(judged)) == title


def sector(
    first: str, last: str, commune: str = "00001", exchange: str = "NRO_00001_00003", waiting: int = 1
) -> Sector:
    return Sector(commune, exchange, date.fromisoformat(first), date.fromisoformat(last), 4, waiting)


LATER, SOONER = sector("2025-01-01", "2025-07-01"), sector("2025-07-01", "2025-04-01", waiting=0)


@pytest.mark.parametrize(
    ("sectors", "title"),
    [
        ([], "En 9 mois, aucune date n’a bougé"),
        ([LATER], "En 9 mois, 1 secteur repoussé, aucun avancé"),
        ([SOONER, SOONER], "En 9 mois, 2 secteurs avancés, aucun repoussé"),
        ([LATER, LATER, SOONER], "En 9 mois, 2 secteurs repoussés, un seul avancé"),
        ([LATER, SOONER, SOONER], "En 9 mois, 1 secteur repoussé, 2 avancés"),
    ],
)
def test_the_dumbbells_say_how_many_sectors_moved_each_way(sectors: list[Sector], title: str) -> None:
    assert plain(slips.moved_title(sectors, QUARTERS[0], QUARTERS[-1])) == title


def test_a_sector_says_how_far_it_moved_who_waits_and_which_it_is_of_its_commune() -> None:
    near = sector("2025-01-01", "2025-01-09", waiting=1_200)
    assert [plain(shift(each.first, each.last)) for each in (LATER, SOONER, near)] == ["+6 mois", "−3 mois", "+8 jours"]
    assert [plain(slips.waits(each)) for each in (LATER, SOONER, near)] == [
        "1 attend",
        "tous servis",
        "1 200 attendent",
    ]
    other = sector("2025-01-01", "2025-07-01", exchange="NRO_00001_00004")
    alone = sector("2025-01-01", "2025-07-01", commune="00002")
    assert slips.names([LATER, other, alone], {"00001": "Essonne", "00002": "Ramay"}) == [
        "Essonne, 3",
        "Essonne, 4",
        "Ramay",
    ]


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((0, 0, 0), "Nous n’avons rien à prévoir ici"),
        ((0, 4, 0), "90 % des locaux sont passés partout"),
        ((0, 4, 1), "Aucune date : 1 commune attend"),
        ((1, 0, 0), "1 commune a une date"),
        ((29, 82, 6), "29 communes ont une date, 6 n’en ont pas"),
        ((29, 82, 1), "29 communes ont une date, 1 n’en a pas"),
    ],
)
def test_forecasts_say_how_many_communes_have_a_date(counts: tuple[int, int, int], title: str) -> None:
    assert plain(forecasts.headline(*counts, 90.0)) == title


def forecast(first: str | None, middle: str | None, last: str | None, state: str = "prevue") -> Forecast:
    quarters = [Period.parse(code) if code else None for code in (first, middle, last)]
    return Forecast(Ref(Level.COMMUNE, "00001"), QUARTERS[-1], state, "s", 16.0, *quarters, ())


@pytest.mark.parametrize(
    ("found", "head", "lead"),
    [
        (None, "Nous n’avons pas de mesure ici", ""),
        (forecast(None, None, None, "achevee"), "90 % des locaux sont passés", ""),
        (forecast(None, None, None, "pas_commencee"), "Nous ne savons pas dire quand", ""),
        (forecast("2028-T3", None, None), "90 % des locaux n’auraient pas la fibre avant sept. 2028", ""),
        (
            forecast("2028-T3", "2029-T1", "2030-T2"),
            "90 % des locaux auraient la fibre fin mars 2029",
            "Au plus tôt fin sept. 2028, au plus tard fin juin 2030 : 8 chances sur 10.",
        ),
        (
            forecast("2026-T3", "2026-T3", None),
            "90 % des locaux attendus fin sept. 2026, pas encore vérifié",
            "Au plus tôt fin sept. 2026, sans que nous sachions dire jusqu’à quand : 8 chances sur 10.",
        ),
    ],
)
def test_the_forecast_of_a_commune_is_a_date_or_an_avowal(found: Forecast | None, head: str, lead: str) -> None:
    assert tuple(map(plain, forecasts.alone(found, 90.0, TODAY))) == (head, lead)


JUNE = date(2026, 6, 30)


def ahead(*shares: tuple[float, float, float]) -> list[Spread]:
    days = (date(2026, 9, 30), date(2026, 12, 31), date(2027, 6, 30), date(2028, 6, 30))
    return [Spread(day, *bounds) for day, bounds in zip(days, shares, strict=False)]


@pytest.mark.parametrize(
    ("now", "spreads", "head", "lead"),
    [
        (91.0, ahead((91, 92, 93)), "", ""),
        (80.0, [], "", ""),
        (
            80.9,
            ahead((83.2, 84.1, 85.2), (85.4, 86.8, 88.3), (88.3, 90.4, 92.1), (91.0, 92.8, 94.1)),
            "90 % des locaux auraient la fibre vers juin 2027",
            "Au plus tôt vers mars 2027, au plus tard vers févr. 2028. 29 communes ont une date.",
        ),
        (
            50.0,
            ahead((60, 70, 92), (60, 91, 95)),
            "90 % des locaux auraient la fibre vers déc. 2026",
            "Au plus tôt vers sept. 2026, peut-être pas avant déc. 2026. 29 communes ont une date.",
        ),
        (20.0, ahead((21, 22, 23)), "22 % des locaux auraient la fibre fin sept. 2026", "29 communes ont une date."),
    ],
)
def test_the_forecasts_of_communes_added_up_say_when_the_place_would_be_there(
    now: float, spreads: list[Spread], head: str, lead: str
) -> None:
    told = forecasts.wider((JUNE, now), spreads, 90.0, "29 communes ont une date", TODAY)
    assert tuple(map(plain, told)) == (head, lead)


def test_a_date_of_several_communes_that_is_past_is_said_not_checked_yet() -> None:
    head, _ = forecasts.wider((JUNE, 89.0), ahead((92, 93, 94)), 90.0, "29 communes ont une date", date(2026, 11, 30))
    assert plain(head) == "90 % des locaux attendus vers juil. 2026, pas encore vérifié"


def test_a_commune_without_forecast_counts_without_progress_and_none_goes_back() -> None:
    expected = (Expected(1, 10.0, 60.0, 80.0), Expected(2, 60.0, 70.0, 90.0))
    communes = [Weighed(100, 50, expected), Weighed(300, 30, ())]
    first, second, *_ = fan(communes, QUARTERS[-1])
    # 50, 60 and 80 premises of the first commune, 30 of the other, of 400.
    assert (first.low, first.middle, first.high) == (20.0, 22.5, 27.5)
    assert (second.day, second.middle) == (date(2026, 12, 31), 25.0)
    assert fan([Weighed(300, 30, ())], QUARTERS[-1]) == ()
    assert fan([], QUARTERS[-1]) == ()


def dated(copper: str | None, *quarters: str | None) -> Dated:
    return Dated("Chamet", "00055", forecast(*quarters), date.fromisoformat(copper) if copper else None, 4)  # type: ignore[arg-type]


LOST, UNSURE = (
    dated("2027-01-31", "2027-T2", "2027-T3", "2027-T4"),
    dated("2027-08-31", "2027-T2", "2027-T3", "2027-T4"),
)
SAFE, SILENT = dated("2030-01-31", "2027-T2", "2027-T3", "2027-T4"), dated(None, "2027-T2", "2027-T3", "2027-T4")


@pytest.mark.parametrize(
    ("every", "title"),
    [
        ([SILENT], "Quand 90 % des locaux seraient raccordables ; aucune fin du cuivre n’est annoncée"),
        ([SAFE, SILENT], "Là où sa fin est annoncée, le cuivre fermerait après 90 % de fibre"),
        ([UNSURE], "1 commune pourrait perdre le cuivre avant d’avoir 90 % de fibre"),
        ([LOST, SAFE], "1 commune perdrait le cuivre avant d’avoir 90 % de fibre"),
        ([LOST, LOST, UNSURE], "Au moins 2 communes perdraient le cuivre avant d’avoir 90 % de fibre"),
        ([dated("2027-01-31", "2027-T2", None, None)], "1 commune perdrait le cuivre avant d’avoir 90 % de fibre"),
    ],
)
def test_the_ranges_say_how_many_communes_lose_copper_before_fibre(every: list[Dated], title: str) -> None:
    assert plain(forecasts.copper_title(every, 90.0)) == title


def test_conventions_say_what_was_kept_and_missed() -> None:
    from maillage.steering.conventions.verdict import Judged, Verdict

    def judged(*verdicts: Verdict) -> list[Any]:
        return [Judged(None, verdict, None, None, "") for verdict in verdicts]  # type: ignore[arg-type]

    said = [
        conventions_headline(0, []),
        conventions_headline(1, []),
        conventions_headline(2, judged(Verdict.GOING)),
        conventions_headline(3, judged(Verdict.KEPT, Verdict.MISSED, Verdict.GOING)),
        conventions_headline(3, judged(Verdict.MISSED, Verdict.MISSED)),
    ]
    assert list(map(plain, said)) == [
        "Aucune convention publiée ici",
        "1 convention, aucun engagement daté",
        "2 conventions : aucun engagement à juger encore",
        "3 conventions : 1 engagement tenu, 1 manqué",
        "3 conventions : 2 engagements manqués",
    ]


@pytest.mark.parametrize(
    ("days", "said"), [(1, "1 jour"), (12, "12 jours"), (31, "1 mois"), (365, "1 an"), (1_735, "4 ans et 9 mois")]
)
def test_how_long_somebody_waits_is_said_in_years_and_months(days: int, said: str) -> None:
    assert plain(long(days)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("142 CHE DE LA LIBERATION", "142 chemin de la Liberation"),
        ("8 B AV DU 8 MAI 1945", "8 b avenue du 8 Mai 1945"),
        ("LD LES BARAQUES", "lieu-dit les Baraques"),
        ("51 AV DE L'EGLISE", "51 avenue de l’Eglise"),
        ("", ""),
    ],
)
def test_an_address_of_an_operator_is_easier_to_read(text: str, said: str) -> None:
    assert plain(street(text)) == said
