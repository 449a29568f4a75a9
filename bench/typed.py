"""What people type for an address, drawn with a fixed seed: eleven ways of writing it more or less well.

A query whose mistake leads exactly to another street of the same commune is not drawn: nobody could tell.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from maillage.store.addresses.normal import STOPS, WAYS, cut

SHORT = {
    "Rue": "r",
    "Avenue": "av",
    "Chemin": "che",
    "Route": "rte",
    "Impasse": "imp",
    "Place": "pl",
    "Allée": "all",
    "Boulevard": "bd",
    "Général": "gal",
    "Saint": "st",
    "Sainte": "ste",
}
OTHER_WAYS = ("Rue", "Chemin", "Route", "Avenue", "Impasse", "Place", "Allée", "Boulevard")
HEARD = (
    ("ph", "f"),
    ("eau", "o"),
    ("qu", "k"),
    ("ll", "l"),
    ("nn", "n"),
    ("tt", "t"),
    ("rr", "r"),
    ("ss", "c"),
    ("ç", "ss"),
    ("ai", "è"),
    ("y", "i"),
    ("ch", "sh"),
    ("an", "en"),
    ("au", "o"),
    ("z", "s"),
    ("è", "ai"),
    ("é", "ai"),
    ("ge", "je"),
    ("ca", "ka"),
    ("co", "ko"),
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the base."""

    number: str
    street: str
    postcode: str
    code: str
    commune: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A query: how it was made, its text, and the address meant (without its number when it was not typed)."""

    kind: str
    text: str
    meant: Address


def drawn(files: Sequence[Path], region: Sequence[str], count: int, seed: int) -> list[Typed]:
    """`count` queries on addresses of the communes of `region`, as many of each kind."""
    chance = random.Random(seed)
    base, names = _base(files, set(region))
    found: list[Typed] = []
    kinds = list(KINDS.items())
    while len(found) < count:
        kind, make = kinds[len(found) % len(kinds)]
        one = chance.choice(base)
        text = make(chance, one)
        if text is None or _leads_elsewhere(text, one, names[one.code]):
            continue
        meant = one if kind != "sans numéro" else Address("", one.street, one.postcode, one.code, one.commune)
        found.append(Typed(kind, text, meant))
    return found


def right(meant: Address, number: str, street: str, commune: str) -> bool:
    """Whether an answer is the address meant: same number, same name of street, same commune."""
    return (number, cut(street), commune) == (meant.number, cut(meant.street), meant.code)


def _base(files: Sequence[Path], region: set[str]) -> tuple[list[Address], dict[str, set[tuple[str, ...]]]]:
    listed = ", ".join(f"'{path}'" for path in files)
    rows = duckdb.sql(
        "SELECT numero, coalesce(rep, ''), nom_voie, coalesce(code_postal, ''), code_insee, nom_commune "
        f"FROM read_csv([{listed}], delim = ';', header = true, all_varchar = true) ORDER BY id"
    ).fetchall()
    base, names = [], {}
    for number, repeat, street, postcode, code, commune in rows:
        if code in region:
            base.append(Address(f"{number} {repeat}".strip(), street, postcode, code, commune))
            names.setdefault(code, set()).add(street)
    return base, {code: {tuple(cut(street)) for street in some} for code, some in names.items()}


def _leads_elsewhere(text: str, one: Address, names: set[tuple[str, ...]]) -> bool:
    """Whether the text names another street of the commune as well as the one meant, or better."""
    typed, mine = set(cut(text)), tuple(cut(one.street))
    told = {word for word in mine if word not in STOPS and word not in WAYS}
    way = {word for word in mine if word in WAYS}
    for other in names:
        said = {word for word in other if word not in STOPS and word not in WAYS}
        if other == mine or not said <= typed | (told - typed):
            continue
        same_way = {word for word in other if word in WAYS} == way
        if not way <= typed and said == told:
            return True
        if same_way and said != told and not told <= typed and said & typed == told & typed:
            return True
    return False


def _whole(one: Address, street: str = "", commune: str = "", postcode: str | None = None) -> str:
    parts = (one.number, street or one.street, one.postcode if postcode is None else postcode)
    return " ".join(part for part in (*parts, commune or one.commune) if part)


def _exact(chance: random.Random, one: Address) -> str | None:
    return _whole(one)


def _abridged(chance: random.Random, one: Address) -> str | None:
    words = one.street.replace("-", " ").split()
    street = " ".join(SHORT.get(word, word.lower()) for word in words)
    commune = " ".join(SHORT.get(word, word) for word in one.commune.split("-")).lower()
    number = one.number.replace(" bis", "bis").replace(" ter", " t")
    return _plain(f"{number} {street} {commune}")


def _plain(text: str) -> str:
    for accented, bare in zip("éèêëàâîïôûùç’", "eeeeaaiiouuc'", strict=True):
        text = text.replace(accented, bare)
    return text


def _slip(chance: random.Random, text: str) -> str | None:
    """One letter of the longest word dropped, doubled, changed, or swapped with the next."""
    words = [word for word in text.replace("-", " ").replace("'", " ").split() if len(word) > 4 and word.isalpha()]
    if not words:
        return None
    word = max(words, key=len)
    at = chance.randrange(1, len(word) - 1)
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + chance.choice(LETTERS) + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return text.replace(word, chance.choice(ways))


def _misspelt_street(chance: random.Random, one: Address) -> str | None:
    way, _, rest = one.street.partition(" ")
    slipped = _slip(chance, rest)
    return slipped and _whole(one, f"{way} {slipped}", postcode="").lower()


def _misspelt_commune(chance: random.Random, one: Address) -> str | None:
    slipped = _slip(chance, one.commune)
    return slipped and _whole(one, commune=slipped, postcode="").lower()


def _heard(chance: random.Random, one: Address) -> str | None:
    text = f"{one.street} {one.commune}".lower()
    changed = [(old, new) for old, new in HEARD if old in text]
    if not changed:
        return None
    for old, new in chance.sample(changed, min(2, len(changed))):
        text = text.replace(old, new, 1)
    return f"{one.number} {text}"


def _truncated(chance: random.Random, one: Address) -> str | None:
    last = one.commune.replace("-", " ").split()[-1]
    cut_off = chance.randint(1, 4)
    return _whole(one, postcode="")[:-cut_off].lower() if len(last) - cut_off >= 3 else None


def _inverted(chance: random.Random, one: Address) -> str | None:
    number = f"{one.number} {one.street}" if chance.random() < 0.5 else f"{one.street} {one.number}"
    return f"{one.commune} {number}".lower()


def _missing(chance: random.Random, one: Address) -> str | None:
    words = one.street.replace("'", " ").split()
    if len(words) < 3:
        return None
    gone = chance.randrange(1, len(words))
    if [word for word in words[1:] if word.lower() not in STOPS] == [words[gone]]:
        return None
    return _whole(one, " ".join(words[:gone] + words[gone + 1 :]), postcode="")


def _wrong_way(chance: random.Random, one: Address) -> str | None:
    way, _, rest = one.street.partition(" ")
    if way not in OTHER_WAYS:
        return None
    return _whole(one, f"{chance.choice([w for w in OTHER_WAYS if w != way])} {rest}")


def _wrong_postcode(chance: random.Random, one: Address) -> str | None:
    wrong = f"{one.postcode[:2]}{chance.randrange(1000):03d}"
    return _whole(one, postcode=wrong) if wrong != one.postcode else None


def _no_number(chance: random.Random, one: Address) -> str | None:
    return f"{one.street} {one.commune}"


Maker = Callable[[random.Random, Address], str | None]
KINDS: dict[str, Maker] = {
    "exacte": _exact,
    "abrégée": _abridged,
    "faute dans la voie": _misspelt_street,
    "faute dans la commune": _misspelt_commune,
    "à l’oreille": _heard,
    "tronquée": _truncated,
    "inversée": _inverted,
    "mot absent": _missing,
    "mauvais type de voie": _wrong_way,
    "mauvais code postal": _wrong_postcode,
    "sans numéro": _no_number,
}


def by_kind(typed: Sequence[Typed]) -> Iterator[tuple[str, list[Typed]]]:
    """The queries of each kind."""
    for kind in KINDS:
        yield kind, [one for one in typed if one.kind == kind]
