"""The forms of the workshop of strategies, filled in and sent in a browser: right, then wrong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.filling import playing, refused, submits

WORKSHOP = "/piloter/strategies"


def done(page: Page, words: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(words)


def send(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def second_tab(page: Page) -> Page:
    """The same page, in another tab of the same browser."""
    other = page.context.new_page()
    other.goto(page.url)
    return other


def add(page: Page, tree: str, title: str) -> None:
    """One more element at the top of a tree."""
    page.goto(f"{tree}/ajouter")
    page.get_by_label("Titre").fill(title)
    send(page, "Ajouter")
    done(page, "L’élément est ajouté.")


@contextmanager
def strategy(browser: Browser, address: str, slug: str, *titles: str) -> Iterator[tuple[Page, str]]:
    """Somebody of the team before a strategy of their own with these elements, and the address of its tree."""
    with playing(browser, address, "animatrice") as page:
        page.goto(f"{WORKSHOP}/nouvelle")
        page.get_by_label("Titre").fill(f"Essai {slug}")
        page.get_by_label("Nom court").fill(slug)
        page.get_by_label("Première édition").fill("2025")
        page.get_by_label("Niveaux de l’arbre").fill("axe, axes\nobjectif, objectifs")
        send(page, "Créer")
        done(page, "C’est créé.")
        tree = page.url.partition("?")[0]
        for title in titles:
            add(page, tree, title)
        yield page, tree


@pytest.mark.browser
@submits("steer/shaping/new.html")
def test_a_strategy_is_created_and_a_name_unfit_for_an_address_refused(browser: Browser, tried_out: str) -> None:
    with playing(browser, tried_out, "animatrice") as page:
        page.goto(f"{WORKSHOP}/nouvelle")
        page.get_by_label("Titre").fill("Schéma d’essai")
        page.get_by_label("Nom court").fill("Schéma d’essai")
        page.get_by_label("Première édition").fill("2025")
        page.get_by_label("Niveaux de l’arbre").fill("\n".join("abcdefgh"))
        page.get_by_label("Territoires").fill("lune:1")
        send(page, "Créer")
        refused(page, "Minuscules sans accents", "de un à six niveaux", "lune")
        expect(page.get_by_label("Titre")).to_have_value("Schéma d’essai")
        page.get_by_label("Nom court").fill("schema-d-essai")
        page.get_by_label("Niveaux de l’arbre").fill("axe, axes")
        page.get_by_label("Territoires").fill("region:99")
        send(page, "Créer")
        done(page, "C’est créé.")
        page.goto(f"{WORKSHOP}/nouvelle")
        page.get_by_label("Titre").fill("Un autre")
        page.get_by_label("Nom court").fill("schema-d-essai")
        page.get_by_label("Première édition").fill("2025")
        page.get_by_label("Niveaux de l’arbre").fill("axe")
        send(page, "Créer")
        refused(page, "Ce nom court est déjà pris.")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/shaping/node.html", "steer/shaping/branches.html", "steer/shaping/remove.html")
def test_elements_are_added_reworded_moved_and_removed(browser: Browser, tried_out: str) -> None:
    with strategy(browser, tried_out, "essai-arbre", "Former les agents", "Ouvrir des lieux") as (page, tree):
        page.goto(f"{tree}/ajouter")
        page.get_by_label("Titre").fill("   ")
        send(page, "Ajouter")
        refused(page, "Champ requis")
        page.goto(tree)
        other = second_tab(page)
        page.get_by_role("button", name="Descendre Former les agents").click()
        done(page, "L’élément est déplacé.")
        other.get_by_role("button", name="Descendre Former les agents").click()
        done(other, "L’élément est déjà au bout")
        page.get_by_role("link", name="Ouvrir des lieux", exact=True).click()
        other.goto(page.url)
        page.get_by_label("Titre").fill("Ouvrir des lieux d’accueil")
        send(page, "Enregistrer")
        done(page, "C’est enregistré.")
        other.get_by_label("Titre").fill("Ouvrir des tiers-lieux")
        send(other, "Enregistrer")
        refused(other, "Quelqu’un a enregistré entre-temps", "Ouvrir des lieux d’accueil")
        send(other, "Enregistrer")
        done(other, "C’est enregistré.")
        other.get_by_role("link", name="Ouvrir des tiers-lieux", exact=True).click()
        other.get_by_role("link", name="Retirer…").click()
        page.goto(other.url)
        send(page, "Retirer")
        done(page, "C’est retiré.")
        expect(page.get_by_role("link", name="Ouvrir des tiers-lieux", exact=True)).to_have_count(0)
        send(other, "Retirer")
        expect(other.locator("main")).to_contain_text("il a peut-être été retiré")


@pytest.mark.more
@pytest.mark.browser
@submits("steer/shaping/sheet.html", "steer/shaping/settings.html")
def test_a_sheet_and_an_edition_are_changed_and_what_is_wrong_is_kept_in_the_form(
    browser: Browser, tried_out: str
) -> None:
    with strategy(browser, tried_out, "essai-fiche") as (page, tree):
        page.goto(f"{WORKSHOP}/essai-fiche/modifier")
        page.get_by_label("Territoires").fill("departement:75")
        page.get_by_label("En quelques mots").fill("Trois axes pour 2030.")
        send(page, "Enregistrer")
        refused(page, "departement:75")
        expect(page.get_by_label("En quelques mots")).to_have_value("Trois axes pour 2030.")
        page.get_by_label("Territoires").fill("region:99")
        page.get_by_label("En vigueur depuis le").fill("2025-03-01")
        page.get_by_label("En vigueur jusqu’au").fill("2024-03-01")
        send(page, "Enregistrer")
        refused(page, "La fin vient après le début.")
        page.get_by_label("En vigueur jusqu’au").fill("2030-12-31")
        page.get_by_label("Remplacée par").fill("La feuille de route 2031")
        send(page, "Enregistrer")
        done(page, "C’est enregistré.")
        page.goto(f"{WORKSHOP}/essai-fiche/modifier")
        expect(page.get_by_label("En vigueur jusqu’au")).to_have_value("2030-12-31")
        expect(page.get_by_label("Ces dates sont")).to_have_value("verifie")
        page.goto(f"{tree}/modifier")
        page.get_by_label("Niveaux de l’arbre").fill("  ")
        page.get_by_label("Note").fill("Relue en comité.")
        send(page, "Enregistrer")
        refused(page, "Champ requis")
        page.get_by_label("Niveaux de l’arbre").fill("chantier, chantiers")
        send(page, "Enregistrer")
        done(page, "C’est enregistré.")
        expect(page.get_by_text("Relue en comité.")).to_be_visible()


@pytest.mark.more
@pytest.mark.browser
@submits("steer/shaping/force.html", "steer/shaping/copy.html")
def test_an_edition_comes_in_force_and_its_copy_has_a_name_of_its_own(browser: Browser, tried_out: str) -> None:
    with strategy(browser, tried_out, "essai-edition") as (page, tree):
        page.goto(f"{tree}/en-vigueur")
        page.get_by_label("Adoptée le").fill("2025-03-01")
        send(page, "Mettre en vigueur")
        refused(page, "Cette édition est vide")
        add(page, tree, "Former les agents")
        page.goto(f"{tree}/en-vigueur")
        other = second_tab(page)
        send(page, "Mettre en vigueur")
        done(page, "L’édition est en vigueur.")
        send(other, "Mettre en vigueur")
        expect(other.locator("main")).to_contain_text("Seule une édition en préparation")
        page.goto(f"{WORKSHOP}/essai-edition/editions/nouvelle")
        page.get_by_label("Nom de la nouvelle édition").fill("2025")
        send(page, "Copier")
        refused(page, "Cette stratégie a déjà une édition")
        page.get_by_label("Nom de la nouvelle édition").fill("2026")
        send(page, "Copier")
        done(page, "L’édition est prête à être modifiée.")
        expect(page.get_by_role("link", name="Former les agents", exact=True)).to_be_visible()


@pytest.mark.more
@pytest.mark.browser
@submits("steer/shaping/links.html")
def test_a_link_is_declared_once_and_taken_back_once(browser: Browser, tried_out: str) -> None:
    with strategy(browser, tried_out, "essai-liens") as (page, _):
        page.goto(f"{WORKSHOP}/essai-liens/liens")
        for _ in range(2):
            page.get_by_label("Avec").fill("PRUN")
            send(page, "Déclarer")
        refused(page, "Ce lien est déjà déclaré.")
        page.goto(f"{WORKSHOP}/essai-liens/liens")
        other = second_tab(page)
        page.get_by_role("button", name=re.compile("^Retirer le lien")).click()
        done(page, "C’est retiré.")
        expect(page.get_by_text("Aucun lien déclaré.")).to_be_visible()
        other.get_by_role("button", name=re.compile("^Retirer le lien")).click()
        expect(other.locator("main")).to_contain_text("Ce lien n’est plus déclaré.")
