"""Natures of territories in full and in initials: « CC du Val Marnaysien » is also its « communauté de communes »."""

from collections.abc import Sequence

from maillage.kernel.words import words

NATURES: tuple[tuple[str, str], ...] = (
    ("ca", "communaute d agglomeration"),
    ("cc", "communaute de communes"),
    ("cu", "communaute urbaine"),
    ("ept", "etablissement public territorial"),
    ("metropole", "metropole"),
    ("petr", "pole d equilibre territorial et rural"),
    ("pm", "pole metropolitain"),
    ("pnr", "parc naturel regional"),
    ("scot", "schema de coherence territoriale"),
    ("sivom", "syndicat intercommunal a vocation multiple"),
    ("sivu", "syndicat intercommunal a vocation unique"),
    ("pays", "pays"),
    ("syndicat", "syndicat"),
)
"""Initials, and the words they stand for, cut as `words` cuts them."""
_USUAL = (
    ("comcom",),
    ("com", "com"),
    ("communaute",),
    ("agglomeration",),
    ("agglo",),
    ("intercommunalite",),
    ("interco",),
    ("departement",),
    ("region",),
    ("commune",),
    ("ville",),
    ("village",),
    ("mairie",),
)
"""What people say of a territory before its name, besides."""
SMALL = frozenset("a au aux d de des du en et l la le les".split())
_SAID = sorted({tuple(form.split()) for pair in NATURES for form in pair} | set(_USUAL), key=len, reverse=True)


def also_called(name: str, kind: str) -> list[str]:
    """The words of a territory's nature, in initials and in full, whichever its name has.

    « CC du Val Marnaysien » → `cc`, `communaute`, `de`, `communes`.
    """
    own, of_kind = words(name), words(kind)
    forms: list[str] = []
    for initials, full in NATURES:
        long = full.split()
        if initials in own[:1] or _starts(own, long) or of_kind == long or of_kind == [initials]:
            forms += [initials, *long]
    if "agglomeration" in forms:
        forms.append("agglo")
    return list(dict.fromkeys(forms))


def without_nature(typed: Sequence[str]) -> list[str]:
    """Words without those of a nature nor the small ones: « communauté de communes du Doubs » → `doubs`."""
    rest = list(typed)
    kept: list[str] = []
    while rest:
        said = next((nature for nature in _SAID if _starts(rest, nature)), None)
        if said:
            rest = rest[len(said) :]
            continue
        word = rest.pop(0)
        if word not in SMALL:
            kept.append(word)
    return kept


def _starts(some: Sequence[str], first: Sequence[str]) -> bool:
    return list(some[: len(first)]) == list(first)
