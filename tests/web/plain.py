"""What a page shows that only its makers understand: codes, keys, seeds, raw hours, cents, drawings without words."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from tests.web.light import VOID

READ_ALOUD = ("alt", "aria-label", "title", "placeholder")
SILENT = {"script", "style", "template"}
# Of what each says, the name of the fault.
FAULTS = {
    "code of a territory": re.compile(r"\b(?:region|departement|epci|commune|groupement|pays):\w+"),
    "number of a seed": re.compile(r"\b0\d\d\s*§|\bseed\b", re.IGNORECASE),
    "raw opening hours": re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:\s*[-,]\s*(?:Mo|Tu|We|Th|Fr|Sa|Su))*\s+\d\d?:\d\d"),
    "cents": re.compile(r"\d,\d\d\s*(?:€|euros?\b)"),
}
# A publisher's own names of columns and files stand in `<code>` on pages that describe what it gives.
OURS = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b")
KEY = re.compile(r"(?<![\w/.-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w/-])")
MANY = 12
"""Shapes from which a map of one colour says nothing."""
Attributes = dict[str, str]


class Plain(HTMLParser):
    """Reads a page once, and keeps what is to be said of its words and of its drawings. `machine`: it describes what
    is given to software, or what a publisher gives, and may name it in `<code>`."""

    def __init__(self, text: str, keys: frozenset[str] = frozenset(), machine: bool = False) -> None:
        super().__init__()
        self.keys, self.machine = keys, machine
        self.wrong: list[str] = []
        self._open: list[tuple[str, Attributes]] = []
        self._figures: list[set[str]] = []
        self._map: Counter[str] | None = None
        self.feed(text)

    @property
    def _inside(self) -> set[str]:
        return {tag for tag, _ in self._open}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name in READ_ALOUD:
            self._hear(given.get(name, ""))
        if tag == "input" and given.get("type", "text") not in ("hidden", "checkbox", "radio"):
            self._hear(given.get("value", ""))
        if tag == "svg":
            self._svg(given)
        if tag == "figure":
            self._figures.append({"named"} if given.get("aria-labelledby") or given.get("aria-label") else set())
        if self._figures and (tag == "figcaption" or (tag == "img" and given.get("alt"))):
            self._figures[-1].add("named" if tag == "figcaption" else "said")
        if self._map is not None and tag == "path":
            kinds = [held.get("class") or held.get("fill") or "" for name, held in self._open if name == "g"]
            if kinds and "a" in self._inside:
                self._map[kinds[-1]] += 1
        if tag not in VOID:
            self._open.append((tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def _svg(self, given: Attributes) -> None:
        hidden = given.get("aria-hidden") == "true" or any(
            attributes.get("aria-hidden") == "true" for _, attributes in self._open
        )
        said = given.get("aria-label") or given.get("aria-labelledby")
        around = any(held.get("role") == "img" and held.get("aria-label") for _, held in self._open)
        alone = given.get("role") in ("img", "group") and said
        if not hidden and not around and not alone and "svg" not in self._inside:
            self.wrong.append(f"a drawing without words: {given}"[:160])
        if (said or around) and self._figures:
            self._figures[-1].add("said")
        if "choropleth" in given.get("class", "").split():
            self._map = Counter()
            if self._figures:
                self._figures[-1].add("said")

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._inside:
            return
        while self._open.pop()[0] != tag:
            pass
        if tag == "svg" and self._map is not None and "svg" not in self._inside:
            if sum(self._map.values()) >= MANY and len(self._map) == 1:
                self.wrong.append(f"a map of one colour: {dict(self._map)}")
            self._map = None
        if tag == "figure" and self._figures and "named" not in self._figures.pop():
            self.wrong.append("a figure without a title")

    def handle_data(self, data: str) -> None:
        if not SILENT & self._inside:
            self._hear(data)

    def _hear(self, text: str) -> None:
        words = re.sub(r"\s+", " ", text).strip()
        if not words:
            return
        code = bool({"code", "pre", "textarea"} & self._inside)
        found = [(name, match[0]) for name, sign in FAULTS.items() for match in sign.finditer(words)]
        if not (code and self.machine):
            found += [("a name of ours", match[0]) for match in OURS.finditer(words)]
            found += [("a key", key) for key in sorted(self.keys & set(KEY.findall(words)))]
        if code and self.machine:
            found = [each for each in found if each[0] not in ("code of a territory", "cents")]
        self.wrong += [f"{name}: « {match} » in « {words[:90]} »" for name, match in found]


def flaws(text: str, keys: frozenset[str] = frozenset(), machine: bool = False) -> Iterator[str]:
    """What a page says that nobody but its makers understands; nothing, when all is well."""
    yield from dict.fromkeys(Plain(text, keys, machine).wrong)


def one_colour(drawing: str) -> bool:
    """Whether a drawn map, as a file, has many shapes and one colour."""
    shapes = re.search(r'<g class="shapes[^"]*">(.*?)</g>', drawing, re.DOTALL)
    if shapes is None:
        return False
    kinds = Counter[str]()
    for path in re.findall(r"<path ([^>]*)/?>", shapes[1]):
        kind = re.search(r'(?:class|fill)="([^"]*)"', path)
        kinds[kind[1] if kind else ""] += path.count("M")
    return sum(kinds.values()) >= MANY and len(kinds) == 1
