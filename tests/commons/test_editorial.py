"""The texts of the site: shipped, edited, published, found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Page, Site

from maillage.commons.editorial import published
from maillage.commons.editorial.first import install
from maillage.commons.editorial.models import EditorialPage, HomeTexts
from maillage.commons.editorial.published import NAMES, Answer, content, home_texts
from maillage.commons.editorial.text import Block, Kind, as_record, from_record, read, shipped
from maillage.kernel.errors import DataError, UsageError

TITLES = {
    "a-propos": "À propos",
    "aide": "Aide",
    "mentions-legales": "Mentions légales",
    "accessibilite": "Accessibilité\u202f: non conforme",
    "donnees-personnelles": "Données personnelles",
}
Commit = Callable[..., Any]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.MAILLAGE_HOME = tmp_path
    return tmp_path


def test_a_site_where_nobody_wrote_shows_the_shipped_texts(home: Path) -> None:
    assert home_texts().question == "Que voulez-vous savoir\u202f?"
    assert home_texts().lead.endswith("leur source, leur date et ce qui leur manque.")
    assert {name: published.page(name).title for name in NAMES} == TITLES
    assert published.stamp() == "shipped"
    assert list(home.iterdir()) == []


def test_every_shipped_text_says_enough_and_none_keeps_its_marks() -> None:
    for name in NAMES:
        text = shipped()[name]
        assert len(text.words) > 700, name
        assert not {"**", "](", "{", "}", "'"} & set(text.words), name
        assert not any(mark in text.words for mark in ("**", "](", "## ", " ?", " :")), name
        assert Kind.HEADING in {block.kind for block in text.blocks}


def test_a_shipped_text_is_read_as_it_was_typed() -> None:
    text = read(
        "essai",
        "# L'essai\n\n! D'abord.\n\nUn **mot** & un\n[lien](/aide).\n\n- un\n- deux\nsuite\n\n## Qui ?\n\n"
        "> Une voix\n\n{contact}\n\n{exploitant}\n",
    )
    assert (text.title, text.lead) == ("L’essai", "D’abord.")
    assert text.blocks == (
        Block(
            Kind.RICH, '<p>Un <b>mot</b> &amp; un <a href="/aide">lien</a>.</p><ul><li>un</li><li>deux suite</li></ul>'
        ),
        Block(Kind.HEADING, "Qui\u202f?"),
        Block(Kind.QUOTE, "Une voix"),
        Block(Kind.CONTACT),
        Block(Kind.OPERATOR),
    )
    assert text.words == "D’abord. Un mot & un lien. un deux suite Qui\u202f? Une voix"
    assert from_record(as_record(text)) == text


def test_a_page_that_does_not_exist_is_said() -> None:
    for name in ("inconnue", "accueil"):
        with pytest.raises(UsageError, match="pas publiée"):
            published.page(name)


def test_content_is_found_by_words_whatever_accents_and_capitals() -> None:
    (found,) = content("MEDIATION", 10)
    assert found.address == "/aide"
    assert "«\u202fmédiation\u202f»" in found.excerpt
    assert content("défenseur droits", 10)[0].address == "/accessibilite"
    assert content("cooki", 10)[0].address == "/donnees-personnelles"
    assert content("mediation cookie", 10) == []
    assert content("  ?! ", 10) == []


def test_a_title_that_has_the_word_comes_first_and_the_limit_is_kept() -> None:
    every = content("données", 10)
    assert every[0].address == "/donnees-personnelles"
    assert len(every) > 2
    assert content("données", 2) == every[:2]


def test_an_excerpt_is_short_and_cut_between_words(home: Path) -> None:
    long = " ".join(f"mot{rank}" for rank in range(200))
    published.write([read("aide", f"# Aide\n\n{long} aiguille {long}")])
    assert content("aiguille", 5)[0].excerpt.startswith("… mot")
    assert len(content("aiguille", 5)[0].excerpt) < 220
    published.write([read("aide", f"# Aide\n\n{'a' * 500}")])
    assert content("aide", 5) == [Answer("Aide", " …", "/aide")] or len(content("aide", 5)[0].excerpt) < 220


def test_a_file_of_texts_that_cannot_be_read_is_said(home: Path) -> None:
    (home / "editorial.json").write_text("{")
    with pytest.raises(DataError, match="illisible"):
        home_texts()


@pytest.mark.django_db
def test_a_new_site_has_its_pages_once_and_shows_what_was_shipped() -> None:
    install()
    first = published.stamp()
    install()
    assert published.stamp() == first
    assert {page.slug: page.title for page in EditorialPage.objects.all()} == TITLES
    assert published.texts() == shipped()
    assert Page.objects.count() == 7
    assert Site.objects.get().root_page.specific == HomeTexts.objects.get()
    assert EditorialPage.objects.get(slug="aide").url == "/aide"
    assert EditorialPage.objects.get(slug="aide").full_url == "/aide"
    assert HomeTexts.objects.get().url == "/"


@pytest.mark.django_db
def test_what_an_editor_publishes_reaches_the_readers_and_is_never_written_over(
    django_capture_on_commit_callbacks: Commit,
) -> None:
    install()
    before = published.stamp()
    page = EditorialPage.objects.get(slug="aide")
    page.title = "Comment faire"
    page.body = [("heading", "Ici"), ("rich", '<p data-block-key="a1">Là <a linktype="page" id="1">x</a></p>')]
    page.body.append(("quote", {"text": "Bonjour", "by": ""}))
    page.save_revision()
    assert published.page("aide").title == "Aide"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert published.page("aide").title == "Comment faire"
    assert published.page("aide").blocks[0] == Block(Kind.HEADING, "Ici")
    assert "data-block-key" not in published.page("aide").blocks[1].text
    assert published.page("aide").blocks[2] == Block(Kind.QUOTE, "Bonjour")
    assert published.stamp() != before
    install()
    assert published.page("aide").title == "Comment faire"


@pytest.mark.django_db
def test_a_page_withdrawn_is_no_longer_read_and_stays_withdrawn(django_capture_on_commit_callbacks: Commit) -> None:
    install()
    with django_capture_on_commit_callbacks(execute=True):
        EditorialPage.objects.get(slug="aide").unpublish()
    install()
    with pytest.raises(UsageError, match="pas publiée"):
        published.page("aide")


@pytest.mark.django_db
def test_a_page_nobody_edited_follows_the_texts_of_a_new_version() -> None:
    install()
    EditorialPage.objects.filter(slug="aide").update(title="Aide d’avant")
    HomeTexts.objects.update(title="Question d’avant")
    install()
    assert published.page("aide").title == "Aide"
    assert home_texts().question == "Que voulez-vous savoir\u202f?"


@pytest.mark.django_db
def test_a_file_of_texts_lost_or_spoilt_is_written_again_when_the_site_starts(home: Path) -> None:
    install()
    for spoil in ("", "[{}]"):
        (home / "editorial.json").write_text(spoil)
        install()
        assert published.texts() == shipped()
