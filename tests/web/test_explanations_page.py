"""A team explains an automatic headline: readers read its sentence beside it, until the headline changes or the
electoral period holds everything back."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from django.test import Client

from maillage.directory import playground
from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Organisation, User
from maillage.kernel.territory import Level, Ref
from maillage.observatory.door import current
from maillage.steering.desk.demonstration import CARDS
from maillage.steering.explanations import example, published
from maillage.steering.explanations.models import ElectoralPeriod, Explanation
from maillage.steering.explanations.published import Subject
from maillage.steering.strategies.demonstration import MAIN
from maillage.steering.strategies.models import Strategy
from maillage.web.fibre.meanwhile.ways import sentence
from maillage.web.words.forecast import INDICATOR
from maillage.web.words.headlines import headlines
from maillage.web.words.treated import treated
from tests.web.words import visible, words

pytestmark = pytest.mark.django_db(transaction=True)
SENTENCE = "Le recrutement a repris en mai, les travaux suivront."
LIST, SIGN = "/piloter/titres", "/piloter/titres/expliquer"


@pytest.fixture
def read(reading: Any, demo_home: Path) -> Iterator[Client]:
    """A reader of the demonstration; what was signed is forgotten."""
    client: Client = reading(demo_home)
    path = demo_home / published.FILE
    path.unlink(missing_ok=True)
    yield client
    path.unlink(missing_ok=True)


def heard(answer: Any) -> str:
    """What an answer says of its pictures, to those who hear it."""
    return visible(" ".join(re.findall(r'(?:alt|aria-label)="([^"]*)"', answer.content.decode())))


def member(email: str, organisation: str, role: str) -> Client:
    join(email, organisation, role)
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def team(read: Client) -> Client:
    """Somebody who shapes the public strategy of the region."""
    describe("Région Essai", Described(territory="region:99"))
    holder = Organisation.objects.get(name="Région Essai")
    Strategy.objects.create(
        slug="essai",
        title="Stratégie d’essai",
        level="region",
        shown=True,
        organisation=holder,
        territories="region:99",
    )
    return member("ada@exemple.fr", "Région Essai", "equipe")


def typed(**more: str) -> dict[str, str]:
    strategy = str(Strategy.objects.get(slug="essai").pk)
    return {"words": SENTENCE, "name": "Ada Martin", "role": "directrice du numérique", "strategy": strategy, **more}


def test_a_sentence_signed_by_the_team_is_read_beside_the_headline(team: Client, read: Client, demo_home: Path) -> None:
    first = headlines(current(demo_home))[0]
    assert "Expliquer" in words(team.get(LIST))
    assert team.post(f"{SIGN}?sujet={first.about}", typed()).status_code == 302
    home = words(read.get("/"))
    assert SENTENCE in home
    assert "Vu, expliqué par Ada Martin, directrice du numérique, le" in home
    assert home.index(" ".join(first.title.split())) < home.index(SENTENCE)
    kept = Explanation.objects.get()
    assert kept.history.get().history_user.email == "ada@exemple.fr"
    assert team.post(f"{LIST}/{kept.pk}/retirer").status_code == 302
    assert SENTENCE not in words(read.get("/"))


def test_a_portrait_shows_what_was_signed_for_this_place_alone(team: Client, read: Client, demo_home: Path) -> None:
    source = current(demo_home)
    one, other = [place.ref for place in source.territories(Level.COMMUNE) if treated(source, place.ref)][:2]
    gap = treated(source, one)[0]
    assert team.post(f"{SIGN}?dans={one}&sujet={gap.about}", typed()).status_code == 302
    assert SENTENCE in words(read.get(f"/territoires/commune/{one.code}"))
    assert SENTENCE not in words(read.get(f"/territoires/commune/{other.code}"))


def test_a_sentence_goes_when_the_headline_changes_and_the_team_is_told(
    team: Client, read: Client, demo_home: Path
) -> None:
    first = headlines(current(demo_home))[0]
    team.post(f"{SIGN}?sujet={first.about}", typed())
    kept = Explanation.objects.get()
    kept.headline = "Un autre titre, celui du trimestre d’avant"
    kept.save()
    assert SENTENCE not in words(read.get("/"))
    told = words(team.get(LIST))
    assert "N’est plus montrée : elle expliquait « Un autre titre" in told
    again = words(team.get(f"{SIGN}?sujet={first.about}"))
    assert "Le titre a changé" in again
    assert SENTENCE in again


def test_what_is_refused_is_said_and_who_may_not_sign_is_shut_out(team: Client, read: Client, demo_home: Path) -> None:
    about = headlines(current(demo_home))[0].about
    wrong = team.post(f"{SIGN}?sujet={about}", typed(words="Oui."))
    assert wrong.status_code == 422
    assert "trois mots" in words(wrong)
    assert team.get(f"{SIGN}?sujet=rien").status_code == 404
    reader = member("bob@exemple.fr", "Région Essai", "lecteur")
    assert reader.get(f"{SIGN}?sujet={about}").status_code == 403
    assert "Expliquer" not in words(reader.get(LIST))
    assert reader.post(f"{SIGN}?sujet={about}", typed()).status_code == 403
    assert not Explanation.objects.exists()


def test_the_second_of_two_sees_both_sentences(team: Client, read: Client, demo_home: Path) -> None:
    address = f"{SIGN}?sujet={headlines(current(demo_home))[0].about}"
    team.post(address, typed())
    seen = team.get(address).context["version"]
    bob = member("bob@exemple.fr", "Région Essai", "equipe")
    assert bob.post(address, typed(words="Celle de Bob, plus courte.", version=seen)).status_code == 302
    second = team.post(address, typed(words="Celle d’Ada, plus longue.", version=seen))
    assert second.status_code == 409
    assert "Celle de Bob, plus courte." in words(second)
    assert "Celle d’Ada, plus longue." in words(second)


def test_the_electoral_period_holds_headlines_and_verdicts_back_and_pages_say_so(
    team: Client, read: Client, demo_home: Path
) -> None:
    source = current(demo_home)
    place = next(each.ref for each in source.territories(Level.COMMUNE) if treated(source, each.ref))
    portrait, promises = f"/territoires/commune/{place.code}", "/engagements"
    title = " ".join(headlines(source)[0].title.split())
    assert title in words(read.get("/"))
    assert "jugée" in words(read.get(promises)).split("Un carré")[0]
    describe("Équipe projet", Described(kind="equipe"))
    ruler = member("eve@exemple.fr", "Équipe projet", "administrateur")
    assert "Ouvrir la période électorale" in words(ruler.get(LIST))
    assert "Ouvrir la période électorale" not in words(team.get(LIST))
    assert team.post(f"{LIST}/periode-electorale", {"periode": "ouvrir"}).status_code == 403
    assert ruler.post(f"{LIST}/periode-electorale", {"periode": "ouvrir"}).status_code == 302
    for address in ("/", portrait, promises):
        assert "Période électorale : ni titre automatique ni verdict. Les chiffres restent." in words(read.get(address))
    assert title not in words(read.get("/"))
    assert "À traiter" not in words(read.get(portrait))
    assert "La fibre dessert" in words(read.get(portrait))
    assert "Les dates annoncées, tenues ou non" in words(read.get(promises))
    assert ruler.post(f"{LIST}/periode-electorale", {"periode": "fermer"}).status_code == 302
    assert title in words(read.get("/"))


@pytest.fixture
def electoral(read: Client) -> Iterator[Callable[[str], str]]:
    """What a page says in an electoral period, by its address."""

    def told(address: str) -> str:
        ElectoralPeriod.objects.update_or_create(defaults={"on": True})
        return words(read.get(address))

    yield told
    ElectoralPeriod.objects.all().delete()


# A page; what it concludes; what is drawn, said in its place.
CONCLUDES = (
    ("/deploiement", r"La fibre est là pour \d", "Où en est la fibre"),
    ("/deploiement", r"les retards ont|de plus avec la fibre|pris du retard", "Immeubles par état, "),
    ("/engagements", r"En \d+ mois, \d+ secteur", "Les dates annoncées, jusqu’au"),
    ("/comite-fibre", r"de ce qui était dû est arrivé|immeubles dus n’est arrivé", "Ce qui était dû au"),
    ("/comite-fibre", r"À demander", "ni titre automatique ni verdict"),
    ("/previsions", r"des locaux auraient la fibre|ont une date|Aucune date :", "Quand la fibre sera-t-elle là ?"),
    ("/zones-blanches", r"\d locaux sous \S+ Mbit/s Les locaux sans", "Locaux sous "),
    ("/territoires/region/99", r"(est|sont) sous \d+ % Part des locaux", "La fibre par commune,"),
    ("/territoires/region/99", r"points? gagnés? en", "Locaux raccordables à la fibre"),
    ("/carte?indicateur=taux_locaux_raccordables_ftth", r"communes? sur \d+ (est|sont) à", "Par commune, "),
    ("/territoires/region/99/reseaux-fixes", r"La part (passe|reste|revient)", ", du "),
    ("/integrer/graphique/taux_locaux_raccordables_ftth/region/99", r"La part (passe|reste|revient)", "raccordables"),
)


@pytest.mark.parametrize(("address", "found", "drawn"), CONCLUDES)
def test_in_an_electoral_period_nothing_is_concluded_what_is_drawn_is_said(
    read: Client, electoral: Callable[[str], str], address: str, found: str, drawn: str
) -> None:
    usual = read.get(address)
    assert re.search(found, words(usual) + heard(usual)), words(usual)[:3000]
    told = electoral(address)
    assert not re.search(found, told + heard(read.get(address)))
    assert drawn in told


@pytest.mark.parametrize(
    ("address", "found", "drawn"),
    [
        ("/deploiement", r"tenues? sur \d", "dates passées"),
        ("/previsions", r"perdraient? le cuivre|pourraient perdre|fermerait après", "fin du cuivre, vus le"),
        ("/comite-fibre", r"secteurs? (repoussé|avancé)", "Les dates qui ont changé"),
        ("/territoires/region/99", r"locaux attendus fin", "et prévision jusqu’à fin"),
        ("/engagements", r"arrivés depuis ;|attendent encore Un carré|est arrivé depuis", "dates passées, au"),
    ],
)
def test_in_an_electoral_period_what_is_promised_and_forecast_is_counted_and_not_judged(
    reading: Any, public_demo_home: Path, address: str, found: str, drawn: str
) -> None:
    read: Client = reading(public_demo_home)
    assert re.search(found, words(read.get(address)))
    ElectoralPeriod.objects.create(on=True)
    told = words(read.get(address))
    ElectoralPeriod.objects.all().delete()
    assert not re.search(found, told)
    assert drawn in told


def test_in_an_electoral_period_a_commune_that_waits_reads_what_is_declared_and_for_how_many(
    read: Client, electoral: Callable[[str], str], demo_home: Path
) -> None:
    source = current(demo_home)
    counted = {place.ref: source.series(INDICATOR, place.ref)[-1].value for place in source.territories(Level.COMMUNE)}
    waiting = min((ref for ref, share in counted.items() if share), key=lambda ref: counted[ref] or 0.0)
    concluded = visible("".join(part for part, _ in sentence(source.nearby.fixed.sold_in(waiting))))
    assert concluded
    assert concluded in words(read.get(f"/en-attendant/{waiting.code}"))
    told = electoral(f"/en-attendant/{waiting.code}")
    assert concluded not in told
    assert "Ce que les opérateurs déclarent ici, hors fibre, et pour combien de locaux." in told
    assert "Ce qui est déclaré ici" in told


def test_in_an_electoral_period_no_letter_is_drafted_and_pictures_say_what_they_draw(
    read: Client, electoral: Callable[[str], str], demo_home: Path
) -> None:
    electoral("/")
    source = current(demo_home)
    operator = sorted({code for _, code, _ in source.nearby.fixed.counted})[0]
    document = docx.Document(io.BytesIO(read.get(f"/comite-fibre.docx?operateur={operator}").content))
    text = " ".join(each.text for each in document.paragraphs)
    assert "ni titre automatique ni verdict" in text
    assert "Madame, Monsieur" not in text
    picture = read.get("/deploiement/immeubles-par-etat.svg").content.decode()
    assert "Immeubles par état, " in picture.replace("\u202f", " ").replace("\xa0", " ")


def test_one_place_decides_what_is_held_back() -> None:
    web = Path(published.__file__).parents[2] / "web"
    asks = {
        str(file.relative_to(web))
        for file in web.rglob("*.py")
        if re.search(r"import .*\belectoral\b|\.electoral\(", file.read_text("utf-8"))
    }
    # The page of the switch says where it stands.
    assert asks == {"words/held.py", "steer/explanations/view.py"}


def test_the_sentence_of_the_demonstration_is_read_beside_its_headline(read: Client, demo_home: Path) -> None:
    Strategy.objects.create(slug=MAIN, title="Stratégie (fictive)", level="region", shown=True, territories="region:99")
    signer = CARDS[0]
    playground.enter_person(signer.account, signer.name)
    said = [Subject("region:99", each.about, each.period, each.title) for each in headlines(current(demo_home))]
    assert example.enter(said, date(2026, 11, 12)) == 1
    assert f"Vu, expliqué par {signer.name}, {signer.post}" in words(read.get("/"))
    assert Explanation.objects.get().simulated
    assert example.enter(said, date(2026, 11, 13)) == 0


def test_headlines_say_what_they_are_about_and_of_when(demo_home: Path) -> None:
    source = current(demo_home)
    said = [(each.about, each.period) for each in headlines(source)]
    assert len({about for about, _ in said}) == len(said)
    assert all(period for _, period in said)
    assert all(each.period for each in treated(source, Ref.parse("region:99")))


def test_in_an_electoral_period_conventions_say_what_is_measured_and_no_verdict(read: Client) -> None:
    """Conventions of the demonstration: three, some kept and some missed."""
    usual = words(read.get("/conventions"))
    assert "manqué" in usual.split("Les engagements, tenus ou non")[1]
    describe("Équipe projet", Described(kind="equipe"))
    ruler = member("eve@exemple.fr", "Équipe projet", "administrateur")
    ruler.post(f"{LIST}/periode-electorale", {"periode": "ouvrir"})
    told = words(read.get("/conventions"))
    assert "ni titre automatique ni verdict" in told
    assert "verdict réservé" in told
    assert re.search(r"\d(,\d)? %", told)
    body = b"".join(read.get("/conventions.csv").streaming_content).decode("utf-8-sig")
    assert "verdict réservé" in body
    assert ",manqué," not in body


def test_in_an_electoral_period_the_drawing_of_the_cost_says_what_is_drawn(
    team: Client, electoral: Callable[[str], str]
) -> None:
    assert re.search(r"\d % du coût central", words(team.get("/cout")))
    electoral("/")
    told = words(team.get("/cout"))
    assert not re.search(r"\d % du coût central", told)
    assert "Ce que coûterait la fin de la fibre, par " in told
