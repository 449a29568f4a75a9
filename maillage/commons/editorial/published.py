"""The published texts, as readers' pages and the search read them: one file, written at each publication.

The database keeps what editors write, with its history; what is published is copied to `HOME/editorial.json` in one
rename. A reader's page then asks no database, and a home where nobody ever wrote shows the shipped texts.
"""

import json
import os
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from maillage.commons.editorial.text import Text, as_record, from_record, shipped
from maillage.kernel.errors import DataError, UsageError
from maillage.store.home import write_whole

HOME_PAGE = "accueil"
NAMES = ("a-propos", "aide", "mentions-legales", "accessibilite", "donnees-personnelles")
FILE = "editorial.json"
BEFORE, AROUND = 60, 200


@dataclass(frozen=True, slots=True)
class HomeTexts:
    """The words of the home page: its title, which is a question, and the sentence under it (may be empty)."""

    question: str
    lead: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A page that answers a search: its title, the words around what was asked, its address."""

    title: str
    excerpt: str
    address: str


def file() -> Path:
    """Where the published texts are."""
    return Path(settings.MAILLAGE_HOME) / FILE


def stamp() -> str:
    """Names the present state of the published texts, for caches; another one after each publication."""
    try:
        seen = os.stat(file())
    except FileNotFoundError:
        return "shipped"
    return f"{seen.st_mtime_ns}-{seen.st_ino}-{seen.st_size}"


def write(texts: Iterable[Text]) -> None:
    """Put these texts, and no other, before the readers."""
    records = [as_record(text) for text in texts]
    write_whole(file(), json.dumps(records, ensure_ascii=False, indent=1).encode())


def texts() -> dict[str, Text]:
    """Every published text, by name. Raises DataError when the file cannot be read."""
    state = stamp()
    return shipped() if state == "shipped" else _read(file(), state)


def readable() -> dict[str, Text] | None:
    """The published texts; None when the file cannot be read."""
    try:
        return texts()
    except DataError:
        return None


@lru_cache(maxsize=4)
def _read(path: Path, state: str) -> dict[str, Text]:
    try:
        records = json.loads(path.read_text("utf-8"))
        return {text.name: text for text in map(from_record, records)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"Le fichier des textes {path} est illisible. Supprimez-le, puis relancez « maillage serve » : "
            "il sera réécrit."
        ) from error


def home_texts() -> HomeTexts:
    """The words of the home page."""
    text = texts().get(HOME_PAGE) or shipped()[HOME_PAGE]
    return HomeTexts(text.title, text.lead)


def page(name: str) -> Text:
    """The text published at this address. Raises UsageError when none is."""
    text = texts().get(name)
    if text is None or name == HOME_PAGE:
        raise UsageError("Cette page n’est pas publiée en ce moment.")
    return text


def content(text: str, limit: int) -> list[Answer]:
    """Published pages that have a word beginning with each word of `text`, accents and capitals ignored.

    Those that say more of it in their title come first; at most `limit`.
    """
    asked = _words(text)
    if not asked:
        return []
    ranked = []
    for candidate in texts().values():
        title, body = _words(candidate.title), _words(candidate.words)
        if candidate.name == HOME_PAGE or not all(_begins(word, title) or _begins(word, body) for word in asked):
            continue
        score = sum(_begins(word, title) for word in asked)
        ranked.append(
            (-score, candidate.title, Answer(candidate.title, _excerpt(candidate.words, asked), f"/{candidate.name}"))
        )
    return [answer for _, _, answer in sorted(ranked, key=lambda entry: entry[:2])[:limit]]


def _folded(text: str) -> str:
    """Without accents nor capitals, letter for letter: what is found here is at the same place in the text."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[:1] for letter in text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _folded(unicodedata.normalize("NFC", text)))


def _begins(word: str, words: list[str]) -> bool:
    return any(other.startswith(word) for other in words)


def _excerpt(text: str, asked: list[str]) -> str:
    """The words around the first one asked for; the beginning when only the title has it."""
    text = unicodedata.normalize("NFC", text)
    alternatives = "|".join(map(re.escape, asked))
    match = re.search(rf"\b(?:{alternatives})", _folded(text))
    start = max(match.start() - BEFORE, 0) if match else 0
    if start:
        start = text.find(" ", start) + 1
    end = len(text)
    if end > start + AROUND:
        end = max(text.rfind(" ", start, start + AROUND), start)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
