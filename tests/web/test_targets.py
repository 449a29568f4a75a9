"""Indicators on the site: read with their source, typed, pasted, asked by mail, and never typed when computed."""

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import User
from maillage.steering.strategies.models import Strategy
from maillage.steering.targets import entering, progress
from maillage.steering.targets.entering import Given
from maillage.steering.targets.models import Ask, Entry, Sheet, Target
from tests.web.signing import link_of
from tests.web.words import markup, words

TYPED, COMPUTED = "/piloter/indicateurs/pass", "/piloter/indicateurs/ftth"
REGION = "region:27"


@pytest.fixture
def strategy(db: None) -> Strategy:
    region, _ = describe("Région Essai", Described(territory=REGION))
    describe("Syndicat Essai", Described(territory="departement:25"))
    found = Strategy.objects.create(
        slug="essai", title="Stratégie d’essai", level="region", organisation=region, shown=True
    )
    usual = {"territories": REGION, "owner": region, "definition": "Remis", "source": "Hub", "method": "Compter"}
    join("camille@exemple.fr", "Région Essai", "contributeur")
    person = User.objects.get(email="camille@exemple.fr")
    typed = Sheet.objects.create(
        code="pass", number="1", title="Pass numériques", unit="pass", frequency="annuelle", person=person, **usual
    )
    ftth = Sheet.objects.create(
        code="ftth",
        number="2",
        title="Locaux raccordables",
        unit="%",
        decimals=1,
        indicator="taux_locaux_raccordables_ftth",
        **usual,
    )
    for one in (typed, ftth):
        one.strategies.add(found)
    Target.objects.create(
        sheet=typed,
        territory=REGION,
        on=date(date.today().year + 1, 12, 31),
        value=Decimal(100),
        initial=Decimal(0),
        initial_on=date(2020, 12, 31),
    )
    return found


def signed_in(organisation: str, role: str) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(join(f"{role}@exemple.fr", organisation, role).person)
    return client


@pytest.fixture
def team(site: Client, strategy: Strategy) -> Client:
    return signed_in("Région Essai", "equipe")


def last_year() -> str:
    return str(date.today().year - 1)


def row(value: str, seen: int = 0, **more: str) -> dict[str, str]:
    told = {"value": value, "kind": "resultat", "comment": "", "evidence": "", **more}
    return {"periode": last_year(), f"seen-{REGION}": str(seen)} | {f"{k}-{REGION}": v for k, v in told.items()}


def test_every_page_opens_for_the_team_without_a_style_in_it(team: Client) -> None:
    for address in (
        "/piloter/indicateurs",
        "/piloter/indicateurs?niveau=departement",
        "/piloter/indicateurs?niveau=epci",
        "/piloter/indicateurs?alerte=aucune valeur",
        "/piloter/indicateurs/nouveau",
        TYPED,
        COMPUTED,
        f"{TYPED}/modifier",
        f"{TYPED}/cibles",
        f"{TYPED}/saisie",
        "/strategies/essai/indicateurs",
        "/strategies/essai/indicateurs?niveau=departement",
    ):
        answer = team.get(address)
        assert answer.status_code == 200, address
        assert "style=" not in answer.content.decode(), address


def test_a_typed_value_is_seen_with_its_rate_wherever_it_is_told(site: Client, team: Client) -> None:
    answer = team.post(f"{TYPED}/saisie", row("40", comment="Relu", evidence="https://exemple.fr/pass"))
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert (entry.value, entry.period, entry.author) == (40, last_year(), User.objects.get(email="equipe@exemple.fr"))
    told = words(team.get(TYPED))
    assert "40 %" in told
    assert "(valeur actuelle − valeur initiale) ÷ (cible − valeur initiale)" in told
    assert "Relu" in told
    assert "40 %" in words(team.get("/piloter/indicateurs"))
    public = words(site.get("/strategies/essai/indicateurs"))
    assert "40 pass" in public
    assert "equipe@exemple.fr" not in public
    rows = list(csv.DictReader(io.StringIO(body(site, "/strategies/essai/indicateurs.csv"))))
    assert [(one["indicateur"], one["valeur"], one["taux"]) for one in rows if one["indicateur"] == "pass"] == [
        ("pass", "40.0", "40")
    ]
    assert "Relu" in body(team, f"{TYPED}/valeurs.csv")


def body(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def test_the_second_to_type_a_value_is_told_whose_is_there_and_loses_nothing(team: Client) -> None:
    sheet = Sheet.objects.get(code="pass")
    entering.enter(sheet, Given(REGION, last_year(), Decimal(40)), User.objects.get(email="camille@exemple.fr"))
    answer = team.post(f"{TYPED}/saisie", row("50"))
    assert answer.status_code == 409
    assert "40, par camille@exemple.fr" in words(answer)
    assert 'value="50"' in answer.content.decode()
    assert Entry.objects.count() == 1
    theirs = Entry.objects.get().pk
    assert team.post(f"{TYPED}/saisie", row("50", theirs)).status_code == 302
    assert Entry.objects.get(state="acceptee").value == 50


def test_a_wrong_value_is_said_in_words_and_a_known_one_is_not_emptied(team: Client) -> None:
    answer = team.post(f"{TYPED}/saisie", row("beaucoup"))
    assert answer.status_code == 422
    assert "Une valeur s’écrit en chiffres" in words(answer)
    answer = team.post(f"{TYPED}/saisie", row("4", evidence="javascript:alert(1)"))
    assert "Le justificatif est une adresse" in words(answer)
    entry = entering.enter(Sheet.objects.get(code="pass"), Given(REGION, last_year(), Decimal(40)), None)
    answer = team.post(f"{TYPED}/saisie", row("", entry.pk))
    assert "Une valeur donnée ne s’efface pas" in words(answer)
    assert Entry.objects.count() == 1


def test_pasted_lines_are_checked_first_then_written_all_together(team: Client) -> None:
    page = f"{TYPED}/saisie"
    wrong = {"periode": last_year(), "collage": "Territoire\tValeur\nDoubs\t12\nAtlantide\t3", "ecrire": "oui"}
    answer = team.post(page, wrong)
    assert answer.status_code == 422
    assert "Aucun territoire ne s’appelle « Atlantide »" in words(answer)
    assert not Entry.objects.exists()
    right = {"periode": last_year(), "collage": "Doubs\t12\n27\t1 250,5"}
    answer = team.post(page, right)
    assert "2 valeurs prêtes ; rien n’est encore écrit" in words(answer)
    assert not Entry.objects.exists()
    assert team.post(page, right | {"ecrire": "oui"}).status_code == 302
    assert set(Entry.objects.values_list("territory", "value")) == {
        ("departement:25", Decimal(12)),
        (REGION, Decimal("1250.5")),
    }


def test_what_is_computed_is_shown_with_its_source_and_never_typed(team: Client) -> None:
    told = words(team.get(f"{COMPUTED}?territoire=epci:200069052"))
    assert "calculée, source : Arcep" in told
    assert "Saisir des valeurs" not in told
    assert team.get(f"{COMPUTED}/saisie").status_code == 404
    assert team.post(f"{COMPUTED}/saisie", row("100")).status_code == 404
    assert not Entry.objects.exists()


def test_roles_read_type_and_shape_what_they_may(site: Client, strategy: Strategy) -> None:
    reader, writer = signed_in("Région Essai", "lecteur"), signed_in("Région Essai", "contributeur")
    assert reader.get(TYPED).status_code == 200
    assert reader.get(f"{TYPED}/saisie").status_code == 404
    assert writer.get(f"{TYPED}/saisie").status_code == 200
    assert writer.get(f"{TYPED}/modifier").status_code == 404
    stranger = signed_in("Syndicat Essai", "pilote")
    assert stranger.get(f"{TYPED}/saisie").status_code == 404
    Strategy.objects.update(shown=False)
    assert stranger.get(TYPED).status_code == 404
    assert site.get("/strategies/essai/indicateurs").status_code == 404


def asked(team: Client) -> str:
    period = progress.ended("annuelle", date.today(), 1)[0].code
    answer = team.post(f"{TYPED}/demander", {"periode": period, "territoire": REGION})
    assert answer.status_code == 302
    assert mail.outbox[-1].to == ["camille@exemple.fr"]
    return link_of("/repondre/valeur")


def test_one_number_answers_a_mail_without_signing_in_and_only_once(site: Client, team: Client) -> None:
    link = asked(team)
    page = site.get(link)
    assert page.status_code == 200
    assert "Pass numériques" in words(page)
    assert not Entry.objects.exists()
    assert site.post(link, {"value": "", "kind": "resultat"}).status_code == 422
    answer = site.post(link, {"value": "38", "kind": "resultat", "comment": "Vu avec le Hub"})
    assert "Merci" in words(answer)
    assert Entry.objects.get().author == User.objects.get(email="camille@exemple.fr")
    for again in (site.get(link), site.post(link, {"value": "99", "kind": "resultat"})):
        assert again.status_code == 410
        assert "Pass numériques" not in words(again)
    assert Entry.objects.count() == 1
    assert Ask.objects.get().answer == Entry.objects.get()


def test_one_click_confirms_and_another_value_is_proposed_then_decided(site: Client, team: Client) -> None:
    sheet = Sheet.objects.get(code="pass")
    known = Given(REGION, last_year(), Decimal(40), "estimation")
    entering.enter(sheet, known, User.objects.get(email="equipe@exemple.fr"))
    link = asked(team)
    assert "Confirmer 40" in words(site.get(link))
    told = words(site.post(link, {"value": "45", "kind": "resultat"}))
    assert "la vôtre est proposée" in told
    entry = Entry.objects.get(state="proposee")
    assert "45" in words(team.get(TYPED))
    assert team.post(f"{TYPED}/propositions/{entry.pk}", {"avis": "accepter"}).status_code == 302
    assert Entry.objects.get(state="acceptee").value == 45
    assert "Merci" in words(site.post(asked(team), {"confirmer": "oui"}))
    assert Entry.objects.get(state="acceptee").kind == "resultat"


def test_a_link_that_is_wrong_or_too_old_says_so_and_shows_nothing(
    site: Client, team: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = asked(team)
    assert site.get(link[:-3]).status_code == 410
    monkeypatch.setattr("django.core.signing.time.time", lambda: 4_000_000_000)
    late = site.get(link)
    assert late.status_code == 410
    assert "plus de 30 jours" in words(late)


def test_a_sheet_and_its_targets_are_written_and_two_writers_lose_nothing(team: Client) -> None:
    page, targets = f"{TYPED}/modifier", f"{TYPED}/cibles"
    shown = team.get(page).context
    told = {one.name: one.value for one in shown["fields"] if one.value != "None"}
    told |= {"strategies": shown["ticks"][0][0], "version": shown["version"], "attainable": "Au rythme actuel"}
    assert team.post(page, told).status_code == 302
    answer = team.post(page, told | {"title": "Autre titre"})
    assert answer.status_code == 409
    assert "Autre titre" in answer.content.decode()
    assert Sheet.objects.get(code="pass").attainable == "Au rythme actuel"
    form = team.get(targets).context
    sent = {one.name: one.value for one in form["form"].management} | {"version": form["version"]}
    for each in form["form"].rows:
        sent |= {one.name: one.value for one in (*each.fields, *each.hidden) if one.value != "None"}
    sent |= {"targets-1-territory": "departement:25", "targets-1-on": "2030-12-31", "targets-1-value": "12,5"}
    half = sent | {"targets-1-initial": "3"}
    assert "vont ensemble" in words(team.post(targets, half))
    assert team.post(targets, sent).status_code == 302
    assert Target.objects.get(territory="departement:25").value == Decimal("12.5")
    assert Target.history.filter(history_user__email="equipe@exemple.fr").count() == 1
    assert team.post(targets, sent).status_code == 409


def test_the_list_takes_few_queries_whatever_the_values(
    team: Client, strategy: Strategy, django_assert_max_num_queries: Any
) -> None:
    sheet = Sheet.objects.get(code="pass")
    entries = []
    for year in range(2000, 2025):
        for place in (REGION, "departement:25", "departement:90"):
            end = date(year, 12, 31)
            entries.append(
                Entry(
                    sheet=sheet, territory=place, period=str(year), ends_on=end, value=year, at=f"{year}-12-31T12:00Z"
                )
            )
    Entry.objects.bulk_create(entries)
    with django_assert_max_num_queries(20):
        team.get("/piloter/indicateurs?niveau=departement")
    with django_assert_max_num_queries(20):
        team.get("/piloter/indicateurs")


def of_shares(**more: Any) -> Sheet:
    """« Pass numériques » as a share, in %."""
    Sheet.objects.filter(code="pass").update(unit="%", decimals=1, **more)
    return Sheet.objects.get(code="pass")


def test_a_share_typed_as_a_fraction_in_the_grid_is_asked_about_then_written_as_confirmed(team: Client) -> None:
    of_shares()
    page = f"{TYPED}/saisie"
    answer = team.post(page, row("0,624"))
    assert answer.status_code == 422
    assert "Vouliez-vous 62,4 %" in words(answer)
    assert f'name="sure-{REGION}" value="0,624"' in markup(answer)
    assert team.post(page, row("-3", sure="0,624")).status_code == 422
    assert not Entry.objects.exists()
    assert team.post(page, row("0,624", sure="0,624")).status_code == 302
    assert Entry.objects.get().value == Decimal("0.624")


def test_pasted_shares_written_as_fractions_are_asked_about_line_by_line(team: Client) -> None:
    of_shares()
    page = f"{TYPED}/saisie"
    pasted = {"periode": last_year(), "collage": "25056;0,624\n25035;-3\n25;62,4", "ecrire": "oui"}
    answer = team.post(page, pasted)
    assert answer.status_code == 422
    assert "Vouliez-vous 62,4 %" in words(answer)
    assert "La valeur plausible va de 0 à 100 %" in words(answer)
    assert "Dites si les valeurs douteuses sont justes" in words(answer)
    one = f"commune:25056|{last_year()}|0,624"
    team.post(page, pasted | {"sure": [one]})
    assert not Entry.objects.exists()
    both = [one, f"commune:25035|{last_year()}|-3"]
    assert team.post(page, pasted | {"sure": both}).status_code == 302
    assert sorted(Entry.objects.values_list("value", flat=True)) == [-3, Decimal("0.624"), Decimal("62.4")]


def test_a_share_answered_by_mail_as_a_fraction_is_asked_about(site: Client, team: Client) -> None:
    of_shares()
    link = asked(team)
    answer = site.post(link, {"value": "0,624", "kind": "resultat"})
    assert answer.status_code == 422
    assert "Vouliez-vous 62,4 %" in words(answer)
    assert not Entry.objects.exists()
    assert "Merci" in words(site.post(link, {"value": "0,624", "kind": "resultat", "sure": "0,624"}))
    assert Entry.objects.get().value == Decimal("0.624")


def test_a_closed_series_says_so_and_asks_nothing_on_any_page(site: Client, team: Client) -> None:
    sheet = of_shares(ends_on=date(2022, 12, 31), replaced_by="", dates_from="Sénat")
    entering.enter(sheet, Given(REGION, "2022", Decimal(40)), None)
    told = words(team.get(TYPED))
    assert "Série close." in told
    assert "En vigueur jusqu’au 31 décembre 2022" in told
    assert "Demander la valeur" not in told
    assert "périmée" not in told
    public = words(site.get("/strategies/essai/indicateurs"))
    assert "Les valeurs restent, pour mémoire" in public
    assert "Cible : 100 %" not in public
    period = progress.ended("annuelle", date.today(), 1)[0].code
    assert team.post(f"{TYPED}/demander", {"periode": period, "territoire": REGION}).status_code == 404
    assert not mail.outbox
    late = team.post(f"{TYPED}/saisie", {"periode": "2022", "collage": f"27;50;{last_year()}"})
    assert "cette série est close" in words(late)
    assert team.get(f"{TYPED}/saisie").context["period"].code == "2022"


def test_what_hits_the_target_and_what_the_rate_stands_on_are_said_with_their_periods(
    site: Client, team: Client
) -> None:
    entering.enter(Sheet.objects.get(code="pass"), Given(REGION, last_year(), Decimal(40)), None)
    told = words(site.get("/strategies/essai/indicateurs"))
    assert f"40 ({last_year()}), depuis 0 (31 décembre 2020)" in told
    Target.objects.update(on=date(date.today().year - 1, 12, 31), value=Decimal(40))
    assert f"Atteinte : 40 ({last_year()})" in words(site.get("/strategies/essai/indicateurs"))
    Target.objects.update(on=None, initial=None, initial_on=None)
    undated = words(team.get(TYPED))
    assert "40, sans date" in undated
    assert f"Atteinte : 40 ({last_year()})" in undated
