"""What is picked by its name: understood by name or code, asked about when several answer, else refused in words."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from maillage.directory.joining import Described, describe, join
from maillage.directory.models import Membership, User
from maillage.kernel.territory import Level, Ref, Territory
from maillage.steering.actions.models import Action, Effect, Visibility
from maillage.steering.strategies.models import Edition, Link, Node, Sense, State, Strategy
from maillage.steering.targets.models import Sheet, Target
from maillage.web.forms.pickers import territories
from maillage.web.forms.pickers.catalogue import Catalogue, Entry
from tests.web.signing import visitor
from tests.web.words import markup, words

BESANCON, BELFORT = "commune:25056", "commune:90010"


def place(level: Level, code: str, name: str, *parents: str) -> Territory:
    return Territory(Ref(level, code), name, level.label, 100, (code,), 1, 1, tuple(map(Ref.parse, parents)))


class Region:
    """What a catalogue reads of a release: namesakes, as there are in Bourgogne-Franche-Comté."""

    places = (
        place(Level.COMMUNE, "71445", "Saint-Marcel", "departement:71"),
        place(Level.COMMUNE, "21999", "Saint-Marcel", "departement:21"),
        place(Level.COMMUNE, "25100", "Doubs", "departement:25"),
        place(Level.COMMUNE, "21100", "Twice", "departement:21"),
        place(Level.COMMUNE, "21101", "Twice", "departement:21"),
        place(Level.DEPARTEMENT, "25", "Doubs"),
        place(Level.DEPARTEMENT, "71", "Saône-et-Loire"),
        place(Level.DEPARTEMENT, "21", "Côte-d’Or"),
    )

    def territories(self, level: Level) -> list[Territory]:
        return [each for each in self.places if each.ref.level is level]

    def search(self, text: str, limit: int) -> list[Any]:
        return [SimpleNamespace(territory=self.places[0])] if text == "71380" else []

    def territory(self, ref: Ref) -> Territory:
        return next(each for each in self.places if each.ref == ref)


def keys(text: str) -> list[str]:
    source: Any = Region()
    return [choice.key for choice in territories.catalogue(source).named(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saint-Marcel", ["commune:21999", "commune:71445"]),
        ("ST MARCEL (71)", ["commune:71445"]),
        ("saint-marcel (Saône-et-Loire)", ["commune:71445"]),
        ("commune:71445", ["commune:71445"]),
        ("71445", ["commune:71445"]),
        ("Doubs", ["commune:25100", "departement:25"]),
        ("doubs (département)", ["departement:25"]),
        ("Doubs (commune)", ["commune:25100"]),
        ("saone et loire", ["departement:71"]),
        ("Twice (commune, 21101)", ["commune:21101"]),
        ("Marcel", []),
        ("", []),
    ],
)
def test_a_territory_is_understood_by_its_name_in_any_case_and_by_its_codes(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


def test_what_is_written_for_a_territory_means_it_alone() -> None:
    source: Any = Region()
    known = territories.catalogue(source)
    labels = {str(each.ref): known.label(str(each.ref)) for each in Region.places}
    assert labels["commune:71445"] == "Saint-Marcel (71)"
    assert labels["departement:25"] == "Doubs (département)"
    assert labels["departement:71"] == "Saône-et-Loire"
    assert labels["commune:21101"] == "Twice (commune, 21101)"
    assert all(keys(label) == [key] for key, label in labels.items())


def test_a_territory_of_an_address_says_what_else_it_may_be() -> None:
    source: Any = Region()
    assert territories.ref(source, "saint-marcel (21)") == Ref.parse("commune:21999")
    with pytest.raises(Exception, match=r"« Saint-Marcel \(21\) » ou « Saint-Marcel \(71\) »"):
        territories.ref(source, "Saint-Marcel")
    with pytest.raises(Exception, match="Vouliez-vous dire Saône-et-Loire"):
        territories.ref(source, "Saone et Loir")
    assert [choice.key for choice in territories.catalogue(source).near("71380")] == ["commune:71445"]


def test_two_people_of_one_name_are_told_apart_by_their_address() -> None:
    ways = {"1": "a@exemple.fr", "2": "b@exemple.fr"}
    known = Catalogue((Entry(key, "Claire Morel", (way,), (way,)) for key, way in ways.items()), "Personne")
    assert [choice.label for choice in known.named("claire morel")] == [
        "Claire Morel (a@exemple.fr)",
        "Claire Morel (b@exemple.fr)",
    ]
    assert [choice.key for choice in known.named("B@exemple.fr")] == ["2"]
    assert [choice.key for choice in known.begun("mor cl")] == ["1", "2"]


@pytest.fixture(scope="module")
def written(written_once: Any) -> dict[str, Any]:
    named: dict[str, Any] = written_once(_write)
    return named


def _write() -> dict[str, Any]:
    """The strategy of Doubs, of which two elements are called the same, and two actions too."""
    doubs, _ = describe("Doubs", Described(territory="departement:25"))
    describe("Jura", Described(territory="departement:39", siren="223900010"))
    for role in ("equipe", "contributeur", "administrateur"):
        join(f"{role}@exemple.fr", "Doubs", role)
    join("ailleurs@exemple.fr", "Jura", "equipe")
    plan = Strategy.objects.create(slug="plan", title="Plan", level="departement", organisation=doubs, shown=True)
    cache = Strategy.objects.create(slug="cache", title="Caché", level="departement", organisation=doubs)
    nodes = {}
    for strategy, numbers in ((plan, ("1", "2", "3")), (cache, ("9",))):
        edition = Edition.objects.create(strategy=strategy, name="2026", state=State.IN_FORCE)
        for number in numbers:
            title = "Former" if number in "12" else f"Relier {number}"
            nodes[number] = Node.objects.create(edition=edition, key=f"n{number}", number=number, title=title)
    Action.objects.create(code="A1", title="Semaine", strategy=plan, territories=f"{BESANCON} {BELFORT}", lead=doubs)
    Action.objects.create(code="A2", title="Cachée", strategy=plan, visibility=Visibility.TEAM)
    Sheet.objects.create(code="visites", title="Visites", territories="departement:25").strategies.add(plan)
    return {number: node.pk for number, node in nodes.items()} | {"doubs": doubs.pk}


@pytest.fixture
def team(site: Client, db: None, written: dict[str, Any]) -> Client:
    return entered("equipe")


def entered(who: str) -> Client:
    client = visitor()
    client.force_login(User.objects.get(email=f"{who}@exemple.fr"))
    return client


def sent(page: Any) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    return {name: value[0] for name, value in _filled(page).items() if value}


def _filled(page: Any) -> dict[str, list[str]]:
    form = page.context["form"]
    values = {bound.html_name: [*_values(bound.value())] for bound in form}
    return values | {"version": [page.context["version"]], "base": [page.context["base"]]}


def _values(value: Any) -> list[str]:
    return [] if value is None else [str(each) for each in value] if isinstance(value, list) else [str(value)]


EDIT = "/piloter/actions/A1/modifier"


def test_a_sheet_comes_back_with_names_and_keeps_what_it_had(team: Client) -> None:
    page = team.get(EDIT)
    assert re.search(r"<textarea[^>]*>Besançon\nBelfort</textarea>", page.content.decode())
    assert 'value="Doubs"' in page.content.decode()
    assert team.post(EDIT, sent(page) | {"audience": "Tous"}).status_code == 302
    action: Any = Action.objects.get(code="A1")
    assert (action.territories, action.lead.name, action.audience) == (f"{BESANCON} {BELFORT}", "Doubs", "Tous")


def test_names_and_codes_are_both_understood_and_kept_as_before(team: Client, written: dict[str, Any]) -> None:
    typed = {
        "territories": "sochaux ; departement:25\nCOMMUNE:90010 territoire de belfort",
        "lead": "jura",
        "partners": "Doubs\n223900010",
        "pilot": "Contributeur@Exemple.fr",
        "nodes": "3\n1 former",
    }
    answer = team.post(EDIT, sent(team.get(EDIT)) | typed)
    assert answer.status_code == 422
    assert "Aucun territoire ne s’appelle « COMMUNE:90010 territoire de belfort »" in words(answer)
    typed["territories"] = "sochaux ; departement:25\nCOMMUNE:90010 commune:25056\nterritoire de belfort"
    assert team.post(EDIT, sent(team.get(EDIT)) | typed).status_code == 302
    action: Any = Action.objects.get(code="A1")
    assert action.territories == f"commune:25547 departement:25 {BELFORT} {BESANCON} departement:90"
    assert (action.lead.name, action.pilot.email) == ("Jura", "contributeur@exemple.fr")
    assert sorted(action.partners.values_list("name", flat=True)) == ["Doubs", "Jura"]
    assert sorted(action.nodes.values_list("number", flat=True)) == ["1", "3"]
    numbers = {"lead": str(written["doubs"]), "nodes": f"{written['3']}"}
    assert team.post(EDIT, sent(team.get(EDIT)) | numbers).status_code == 302
    assert str(Action.objects.get(code="A1").lead) == "Doubs"


def test_when_several_answer_the_form_comes_back_with_the_choices_and_takes_one(
    team: Client, written: dict[str, Any]
) -> None:
    typed = sent(team.get(EDIT)) | {"nodes": "former\n3", "title": "Autre titre"}
    answer = team.post(EDIT, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Plusieurs répondent à « former »" in words(answer)
    assert page.count('type="radio" name="nodes_choix0"') == 2
    assert "former\n3 Relier 3</textarea>" in page
    assert 'value="Autre titre"' in page
    chosen = typed | {"nodes_choix0": str(written["2"])}
    assert team.post(EDIT, chosen | {"title": " "}).content.decode().count("2 Former\n3 Relier 3</textarea>") == 1
    assert team.post(EDIT, chosen).status_code == 302
    assert sorted(Action.objects.get(code="A1").nodes.values_list("number", flat=True)) == ["2", "3"]


def test_a_choice_is_only_one_of_those_that_answer_what_is_written(team: Client, written: dict[str, Any]) -> None:
    typed = sent(team.get(EDIT)) | {"nodes": "former", "nodes_choix0": str(written["9"])}
    assert team.post(EDIT, typed).status_code == 422
    typed = sent(team.get(EDIT)) | {"nodes": "3", "nodes_choix0": str(written["1"])}
    assert team.post(EDIT, typed).status_code == 302
    assert [node.number for node in Action.objects.get(code="A1").nodes.all()] == ["3"]


def test_when_none_answers_it_says_so_and_shows_what_is_near(team: Client) -> None:
    answer = team.post(EDIT, sent(team.get(EDIT)) | {"territories": "belfor\nAtlantide", "lead": "Le Jurra"})
    text = words(answer)
    assert "Aucun territoire ne s’appelle « belfor »" in text
    assert "Aucun territoire ne s’appelle « Atlantide »." in text
    assert "Aucune organisation ne s’appelle « Le Jurra »" in text
    assert 'value="commune:90010"' in answer.content.decode()
    assert "Commune · 90000" in text


def test_people_are_only_those_whom_one_may_name(team: Client) -> None:
    answer = team.post(EDIT, sent(team.get(EDIT)) | {"pilot": "ailleurs@exemple.fr"})
    assert "Aucune personne que vous puissiez nommer ne s’appelle « ailleurs@exemple.fr »" in words(answer)
    stranger = User.objects.get(email="ailleurs@exemple.fr")
    assert team.post(EDIT, sent(team.get(EDIT)) | {"pilot": str(stranger.pk)}).status_code == 422
    asked = team.get("/piloter/choix/personnes", {"q": "exemple"}).json()["choices"]
    assert sorted(choice["label"] for choice in asked) == [
        "administrateur@exemple.fr",
        "contributeur@exemple.fr",
        "equipe@exemple.fr",
    ]
    elsewhere = entered("ailleurs").get("/piloter/choix/personnes", {"q": "exemple"}).json()["choices"]
    assert [choice["label"] for choice in elsewhere] == ["ailleurs@exemple.fr"]


def test_what_is_proposed_is_what_one_may_read(team: Client) -> None:
    def labels(client: Client, kind: str, text: str) -> list[str]:
        return [choice["label"] for choice in client.get(f"/piloter/choix/{kind}", {"q": text}).json()["choices"]]

    assert labels(team, "actions", "cach") == ["A2 Cachée"]
    assert labels(entered("ailleurs"), "actions", "cach") == []
    assert labels(team, "orientations/cache", "relier") == ["9 Relier 9"]
    assert entered("ailleurs").get("/piloter/choix/orientations/cache?q=relier").status_code == 404
    assert labels(team, "liens/plan", "relier") == ["9 Relier 9"]
    assert labels(team, "indicateurs", "visi") == ["Visites"]
    assert labels(entered("ailleurs"), "organisations", "dou") == ["Doubs"]
    assert "Locaux raccordables" in "".join(labels(team, "observatoire", "raccordables"))
    assert labels(team, "personnes", "e") == []


def test_a_link_is_declared_to_an_element_by_its_name(team: Client) -> None:
    page = "/piloter/strategies/plan/liens"
    wrong = team.post(page, {"sense": "repond_a", "target": "Atlantide", "source_node": ""})
    assert "Aucune stratégie, aucun de leurs éléments ne s’appelle « Atlantide »" in words(wrong)
    done = team.post(page, {"sense": Sense.values[0], "target": "relier 9", "source_node": "3"})
    assert done.status_code == 302
    link: Any = Link.objects.get()
    assert (link.target.slug, link.target_node.number, link.source_node.number) == ("cache", "9", "3")


def test_a_target_and_an_effect_are_of_a_territory_by_its_name(team: Client) -> None:
    page = "/piloter/indicateurs/visites/cibles"
    blank = {"targets-TOTAL_FORMS": "1", "targets-INITIAL_FORMS": "0"}
    row = {"targets-0-territory": "doubs", "targets-0-value": "10", "version": team.get(page).context["version"]}
    assert team.post(page, blank | row).status_code == 302
    assert Target.objects.get().territory == "departement:25"
    assert 'value="Doubs"' in markup(team.get(page))
    page = "/piloter/actions/A1/effets"
    blank = {"effects-TOTAL_FORMS": "1", "effects-INITIAL_FORMS": "0"}
    row = {"effects-0-indicator": "visites", "effects-0-territory": "Besançon", "effects-0-amount": "3"}
    assert team.post(page, blank | row | {"version": team.get(page).context["version"]}).status_code == 302
    effect = Effect.objects.get()
    assert (effect.indicator, effect.territory) == ("visites", BESANCON)
    Effect.objects.update(indicator="disparu")
    shown = team.get(page)
    assert 'value="disparu"' in markup(shown)
    blank = {"effects-TOTAL_FORMS": "1", "effects-INITIAL_FORMS": "1", "effects-0-id": str(effect.pk)}
    row = {"effects-0-indicator": "disparu", "effects-0-territory": "Besançon", "effects-0-amount": "4"}
    assert team.post(page, blank | row | {"version": shown.context["version"]}).status_code == 302
    assert str(Effect.objects.get().amount) == "4.0000"


def test_a_role_is_limited_to_territories_by_their_names(team: Client) -> None:
    held = Membership.objects.get(person__email="contributeur@exemple.fr")
    page = f"/piloter/personnes/roles/{held.pk}"
    typed = {"role": "pilote", "strategy": "", "territories": "Besançon; doubs"}
    assert entered("administrateur").post(page, typed).status_code == 302
    held.refresh_from_db()
    assert held.territories == f"{BESANCON} departement:25"
    assert "Besançon\nDoubs</textarea>" in entered("administrateur").get(page).content.decode()


def test_a_list_and_a_frame_are_asked_for_a_territory_by_its_name(team: Client) -> None:
    assert "Semaine" in words(team.get("/piloter/actions?territoire=besançon"))
    assert "Vouliez-vous dire" in words(team.get("/piloter/actions?territoire=belfor"))
    assert team.get("/piloter/indicateurs?territoire=Doubs").status_code == 200
    page = team.get("/integrer?forme=territoire&territoire=belfor")
    assert "Lequel appelez-vous" in words(page)
    assert "territoire=Belfort" in page.content.decode()
