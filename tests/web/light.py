"""What a page's own text tells of who can read it, without a browser: landmarks, labels, tables, identifiers, links."""

from collections import Counter
from html.parser import HTMLParser

VOID = set("area base br col embed hr img input link meta source track wbr".split())
SILENT_INPUTS = {"hidden", "submit", "button", "reset", "image"}
NAMED = ("aria-label", "aria-labelledby", "title")
POINTING = ("aria-describedby", "aria-labelledby", "aria-controls", "for")
Attributes = dict[str, str]


class Element:
    """An element that must have a name of its own, and the words found in it."""

    def __init__(self, tag: str, given: Attributes) -> None:
        self.tag, self.given = tag, given
        self.words = "".join(given.get(name, "") for name in NAMED)

    def __str__(self) -> str:
        told = " ".join(f'{name}="{value}"' for name, value in self.given.items() if name != "class")
        return f"<{self.tag} {told}>"[:160]


class Reader(HTMLParser):
    """Reads a page once, and keeps what is to be said of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.counted: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.pointed: list[tuple[str, str]] = []
        self.fields: list[tuple[Element, bool]] = []
        self.named: list[Element] = []
        self.tables: list[set[str]] = []
        self.links: list[str] = []
        self.html: Attributes = {}
        self.title = ""
        self._open: list[str] = []
        self._naming: list[Element] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.counted[tag] += 1
        self._note(tag, given)
        if tag in ("a", "button", "h1", "h2", "h3", "label", "legend", "caption", "summary"):
            if tag != "a" or "href" in given:
                self.named.append(Element(tag, given))
                self._naming.append(self.named[-1])
            else:
                self._naming.append(Element(tag, given))
        if tag not in VOID:
            self._open.append(tag)

    def _note(self, tag: str, given: Attributes) -> None:
        if tag == "html":
            self.html = given
        if "id" in given:
            self.ids[given["id"]] += 1
        self.pointed += [(name, one) for name in POINTING for one in given.get(name, "").split()]
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        elif tag in ("select", "textarea") or (tag == "input" and given.get("type", "text") not in SILENT_INPUTS):
            self.fields.append((Element(tag, given), "label" in self._open))
        elif tag == "table":
            self.tables.append(set())
        elif tag == "img":
            self._hear(given.get("alt", ""))
            if "alt" not in given:
                self.named.append(Element(tag, given))
        elif tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if self.tables and tag in ("caption", "th"):
            self.tables[-1].add(f"th {given.get('scope')}" if tag == "th" else tag)
        self._hear("".join(given.get(name, "") for name in NAMED))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if self._naming and self._naming[-1].tag == tag:
            self._naming.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        self._hear(data)

    def _hear(self, words: str) -> None:
        for one in self._naming:
            one.words += words.strip()

    def flaws(self, whole: bool = True) -> list[str]:
        """What is wrong in the page, or in one that is a frame of another site; nothing, when all is well."""
        once = ("h1", "main", "header", "footer") if whole else ("h1", "main")
        told = [f"{self.counted[name]} <{name}>" for name in once if self.counted[name] != 1]
        if self.html.get("lang") != "fr" or not self.title.strip():
            told.append("no language or no title")
        told += [f"twice the identifier {name}" for name, times in self.ids.items() if times > 1]
        told += [f"{name} names {one}, which is not there" for name, one in self.pointed if one not in self.ids]
        told += [
            f"no label: {field}"
            for field, inside in self.fields
            if not (inside or field.words or field.given.get("id") in self.labelled)
        ]
        told += [f"empty: {one}" for one in self.named if not one.words]
        for table in self.tables:
            if "caption" not in table or not table & {"th col", "th row"} or "th None" in table:
                told.append(f"a table has only {sorted(table)}")
        return told


def flaws(text: str, whole: bool = True) -> list[str]:
    """What is wrong in a page, or in one that is a frame of another site; nothing, when all is well."""
    return Reader(text).flaws(whole)
