"""What editors write: the words of the home page, and under it one page for each fixed address."""

import re
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from maillage.commons.editorial.text import Block, Kind, Text

FEATURES = ["bold", "italic", "link", "ul", "ol"]
_KEYS = re.compile(r' data-block-key="[^"]*"')


class Body(blocks.StreamBlock):
    """The blocks an editor may put in a page."""

    heading = blocks.CharBlock(label="Intertitre", icon="title", max_length=150, group="Texte")
    rich = blocks.RichTextBlock(label="Paragraphes et listes", icon="pilcrow", features=FEATURES, group="Texte")
    quote = blocks.StructBlock(
        [
            ("text", blocks.TextBlock(label="Citation")),
            ("by", blocks.CharBlock(label="Qui parle", required=False, max_length=150)),
        ],
        label="Citation",
        icon="openquote",
        group="Texte",
    )
    contact = blocks.StaticBlock(
        label="Comment nous écrire",
        icon="mail",
        admin_text="L’adresse donnée par le réglage MAILLAGE_CONTACT, ou la phrase qui dit qu’elle manque.",
        group="Réglages du site",
    )
    operator = blocks.StaticBlock(
        label="Qui tient ce site",
        icon="group",
        admin_text="Le nom donné par le réglage MAILLAGE_OPERATOR, ou la phrase qui dit qu’il manque.",
        group="Réglages du site",
    )


def _block(child: Any) -> Block:
    kind = Kind(child.block_type)
    if kind is Kind.RICH:
        return Block(kind, _KEYS.sub("", expand_db_html(child.value.source)))
    if kind is Kind.QUOTE:
        return Block(kind, child.value["text"].strip(), child.value["by"].strip())
    return Block(kind, child.value.strip() if kind is Kind.HEADING else "")


class Shown:
    """A page whose address is fixed: ours, without slash at the end, on whatever name the site answers to."""

    @property
    def address(self) -> str:
        """Its path on the site: the home's."""
        return "/"

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Where readers find it, as Wagtail asks."""
        parts = super().get_url_parts(request)  # type: ignore[misc]
        return (parts[0], "", self.address) if parts else None


class HomeTexts(Shown, Page):
    """The words of the home page; its title is the question asked there."""

    lead = models.CharField(
        "phrase d’introduction", max_length=300, blank=True, help_text="Sous la question. Une phrase, deux au plus."
    )

    template = "share/editorial/home_preview.html"
    content_panels: ClassVar = [
        TitleFieldPanel("title", heading="Question", help_text="Le grand titre de l’accueil."),
        FieldPanel("lead"),
    ]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    private_page_options: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    max_count = 1

    class Meta:
        verbose_name = "accueil"
        verbose_name_plural = "accueil"

    @property
    def as_text(self) -> Text:
        """What is published of it."""
        return Text("accueil", self.title, self.lead)


class EditorialPage(Shown, Page):
    """A page of text at a fixed address."""

    lead = models.TextField(
        "introduction", blank=True, max_length=500, help_text="Ce que le lecteur trouve ici, en une ou deux phrases."
    )
    body = StreamField(Body(), verbose_name="texte", blank=True)

    template = "share/editorial/editorial.html"
    content_panels: ClassVar = [TitleFieldPanel("title", heading="Titre"), FieldPanel("lead"), FieldPanel("body")]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = []
    private_page_options: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["editorial.HomeTexts"]
    subpage_types: ClassVar[list[Any]] = []
    # Addresses are fixed: the pages are made once, from the shipped texts.
    is_creatable = False

    class Meta:
        verbose_name = "page de texte"
        verbose_name_plural = "pages de texte"

    @property
    def address(self) -> str:
        """Where readers find it."""
        return f"/{self.slug}"

    @property
    def as_text(self) -> Text:
        """What is published of it, or shown before."""
        return Text(self.slug, self.title, self.lead, tuple(_block(child) for child in self.body))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What its template shows when an editor looks at it before publishing."""
        return {**super().get_context(request, *args, **kwargs), "text": self.as_text}


def body_of(text: Text) -> list[tuple[str, Any]]:
    """The blocks of a text, as a new page holds them."""
    values: dict[Kind, Any] = {Kind.CONTACT: None, Kind.OPERATOR: None}
    return [
        (
            block.kind.value,
            RichText(block.text)
            if block.kind is Kind.RICH
            else {"text": block.text, "by": block.by}
            if block.kind is Kind.QUOTE
            else values.get(block.kind, block.text),
        )
        for block in text.blocks
    ]


TYPES = (HomeTexts, EditorialPage)
