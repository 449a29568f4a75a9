"""What an editorial page is made of, and the plain-text form in which the first texts are shipped.

A shipped text is a small Markdown: `# titre`, a lead paragraph that begins with `! `, `## intertitre`, paragraphs,
`- ` lists, `> ` quotes, `{contact}` and `{exploitant}` alone on their line; inside, `**fort**` and `[mots](adresse)`.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from maillage.kernel.french import typographic

SHIPPED = Path(__file__).parent / "texts"
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_TAG = re.compile(r"<[^>]+>")
# Not the no-break spaces of typography.
_BLANKS = re.compile(r"[ \t\r\n]+")
_PARAGRAPH_END = re.compile(r"</(?:p|li)>")


class Kind(StrEnum):
    """What a block is: plain text, but for RICH, which is safe HTML (p, ul, ol, b, i, a)."""

    HEADING = "heading"
    RICH = "rich"
    QUOTE = "quote"
    CONTACT = "contact"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Block:
    """One block; `by` is who a quote is from. Contact and operator carry nothing: they are filled when shown."""

    kind: Kind
    text: str = ""
    by: str = ""

    @property
    def words(self) -> str:
        """What it says, without markup."""
        said = self.text
        if self.kind is Kind.RICH:
            said = html.unescape(_TAG.sub("", _PARAGRAPH_END.sub(" ", said)))
        return _BLANKS.sub(" ", f"{said} {self.by}").strip(" ")


@dataclass(frozen=True, slots=True)
class Text:
    """A page: its address without slash (« aide »), its title, its lead, its blocks."""

    name: str
    title: str
    lead: str
    blocks: tuple[Block, ...] = ()

    @property
    def words(self) -> str:
        """All that it says, its title left out."""
        return " ".join(part for part in (self.lead, *(block.words for block in self.blocks)) if part)


def as_record(text: Text) -> dict[str, Any]:
    """The text as JSON holds it."""
    blocks = [{"kind": block.kind.value, "text": block.text, "by": block.by} for block in text.blocks]
    return {"name": text.name, "title": text.title, "lead": text.lead, "blocks": blocks}


def from_record(record: Mapping[str, Any]) -> Text:
    """The text that `as_record` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    blocks = tuple(Block(Kind(block["kind"]), block["text"], block["by"]) for block in record["blocks"])
    return Text(record["name"], record["title"], record["lead"], blocks)


@cache
def shipped() -> dict[str, Text]:
    """The texts of the package, by name; « accueil » is the home page."""
    return {path.stem: read(path.stem, path.read_text("utf-8")) for path in sorted(SHIPPED.glob("*.md"))}


def read(name: str, source: str) -> Text:
    """A text in its plain form, set in French typography. Paragraphs and lists that follow are one block."""
    title, lead = "", ""
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", source.strip()):
        words = " ".join(chunk.split())
        if words.startswith("# "):
            title = typographic(words[2:])
        elif words.startswith("! "):
            lead = typographic(words[2:])
        else:
            block = _block(chunk, words)
            if blocks and blocks[-1].kind is block.kind is Kind.RICH:
                block = Block(Kind.RICH, blocks.pop().text + block.text)
            blocks.append(block)
    return Text(name, title, lead, tuple(blocks))


def _block(chunk: str, words: str) -> Block:
    if words == "{contact}":
        return Block(Kind.CONTACT)
    if words == "{exploitant}":
        return Block(Kind.OPERATOR)
    if words.startswith("## "):
        return Block(Kind.HEADING, typographic(words[3:]))
    if words.startswith("> "):
        return Block(Kind.QUOTE, typographic(words[2:]))
    if words.startswith("- "):
        items = re.split(r"(?:^|\n)- ", chunk.strip())[1:]
        listed = "".join(f"<li>{_inline(' '.join(item.split()))}</li>" for item in items)
        return Block(Kind.RICH, f"<ul>{listed}</ul>")
    return Block(Kind.RICH, f"<p>{_inline(words)}</p>")


def _inline(words: str) -> str:
    safe = html.escape(typographic(words), quote=False)
    return _LINK.sub(r'<a href="\2">\1</a>', _STRONG.sub(r"<b>\1</b>", safe))
