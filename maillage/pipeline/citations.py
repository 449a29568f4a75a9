"""What a release publishes first, or otherwise than those before it, set apart so that each figure stays citable.

Only what everybody reads comes here: the values of a release are made by a connection that knows no reserved table.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb

from maillage.kernel.errors import DataError
from maillage.kernel.period import Period
from maillage.kernel.problem import Effect
from maillage.kernel.table import Column, Kind
from maillage.pipeline.reserved import link
from maillage.store import citations, search, whole
from maillage.store.duck import create, quoted, scratch, write_parquet
from maillage.store.home import Home, fresh_folder, write_whole
from maillage.store.rows import append

Facts = Mapping[str, Any]
METHOD = ("sql", "factor", "concerns")
NAMES = tuple(Column(name, Kind.TEXT, name) for name in ("niveau", "code", "nom"))
INDICATORS = (Column("indicateur", Kind.TEXT, "indicateur"), Column("decimales", Kind.INTEGER, "décimales"))
CAUSES = tuple(Column(name, Kind.TEXT, name) for name in ("indicateur", "periode", "cause"))
CORRECTED = tuple(Column(name, Kind.TEXT, name) for name in ("indicateur", "periode", "source", "livraison"))
SAME = (
    "(n.valeur, n.numerateur, n.denominateur, n.connues, n.total, n.signalements, n.segment, n.detail) "
    "IS NOT DISTINCT FROM "
    "(o.valeur, o.numerateur, o.denominateur, o.connues, o.total, o.signalements, o.segment, o.detail)"
)
KEY = "indicateur, niveau, code, periode"
CHANGED = f"""
INSERT INTO chiffres BY NAME
WITH o AS (
    FROM (FROM {{before}} QUALIFY row_number() OVER (PARTITION BY {KEY} ORDER BY publication DESC) = 1) WHERE publie
),
n AS (SELECT *, true AS publie FROM read_parquet({{values}})),
motifs AS (
    SELECT c.indicateur, c.periode, p.commune AS code, string_agg(DISTINCT p.reason, ' ; ' ORDER BY p.reason) AS motif
    FROM corriges c JOIN read_parquet({{problems}}) p ON p.source = c.source AND p.period = c.livraison
    WHERE p.effect = '{Effect.CORRECTED.value}' AND p.commune <> '' GROUP BY ALL
),
shown AS (SELECT indicateur, decimales::INTEGER AS decimales FROM indicateurs),
changed AS (
    SELECT {KEY}, coalesce(noms.nom, o.nom, '') AS nom, n.publie IS NOT NULL AS publie, n.valeur, n.numerateur,
           n.denominateur, n.connues, n.total, n.signalements, n.segment, n.detail,
           o.publie IS NOT NULL AND (n.publie IS NULL
               OR round(n.valeur, d.decimales) IS DISTINCT FROM round(o.valeur, d.decimales)) AS corrige,
           o.valeur AS de, coalesce(o.depuis, o.publication) AS montre
    FROM n FULL JOIN o USING ({KEY})
    LEFT JOIN noms USING (niveau, code) LEFT JOIN shown d USING (indicateur)
    WHERE n.publie IS NULL OR o.publie IS NULL OR NOT ({SAME})
)
SELECT {KEY}, nom, publie, valeur, numerateur, denominateur, connues, total, signalements, segment, detail, corrige,
       CASE WHEN corrige THEN de END AS avant, CASE WHEN corrige THEN montre END AS avant_depuis,
       CASE WHEN NOT corrige THEN montre END AS depuis,
       CASE WHEN corrige AND niveau = 'commune' AND motif IS NOT NULL THEN 'correction signée : ' || motif
            WHEN corrige THEN cause END AS cause
FROM changed LEFT JOIN causes USING (indicateur, periode) LEFT JOIN motifs USING (indicateur, periode, code)
"""


def note_citation(home: Home, place: Path) -> None:
    """Set apart, in the release being built at `place`, what it publishes otherwise than those before it.

    Raises DataError when what is kept of them cannot be read.
    """
    keep(home)
    folders = citations.kept(home.root)
    try:
        before = _facts(folders[max(folders)]) if folders else None
        _write(place, place / citations.OWN, before, citations.rows(folders) if folders else "")
    except (duckdb.IOException, duckdb.InvalidInputException, OSError, ValueError) as error:
        why = str(error).splitlines()[0]
        raise DataError(
            f"Les citations gardées dans {home.root / citations.FOLDER} sont illisibles ({why}). "
            "Remettez-les d’une sauvegarde ; à défaut, supprimez ce dossier : les chiffres déjà cités n’y seront plus."
        ) from None


def keep(home: Home) -> None:
    """Link the citations of the release being read where they outlive it. One made before they were set apart has all
    its figures there."""
    if not home.current.exists():
        return
    release = home.current.resolve()
    target = citations.place(home.root, int(release.name))
    if target.exists():
        return
    if (release / citations.OWN).is_dir():
        _keep(release, release / citations.OWN, target)
    elif (release / "values.parquet").exists():
        own = fresh_folder(target.with_name(f".{target.name}.begun"))
        _write(release, own, None, "")
        _keep(release, own, target)
        shutil.rmtree(own)


def _keep(release: Path, own: Path, target: Path) -> None:
    """Put three files in one folder, there whole or not at all."""
    fresh = fresh_folder(target.with_name(f".{target.name}.new"))
    for path in (own / citations.FIGURES, own / citations.CATALOGUE, release / citations.RELEASE):
        link(path, fresh / path.name)
    whole.settle(fresh)
    fresh.rename(target)
    whole.settle(target.parent)


def _write(release: Path, own: Path, before: Facts | None, published: str) -> None:
    """Write in `own` what a release changes in what was `published`, which `before` says how, and how it says it."""
    facts = json.loads((release / "catalogue.json").read_text("utf-8"))
    fresh_folder(own)
    write_whole(own / citations.CATALOGUE, json.dumps(_citable(facts), ensure_ascii=False).encode())
    with scratch() as con, closing(search.open_index(release / "search.sqlite")) as index:
        named = index.execute("SELECT level, code, name FROM territory").fetchall()
        _table(con, "noms", NAMES, named)
        _table(con, "indicateurs", INDICATORS, _decimals(facts, before))
        causes, corrected = _causes(before, facts) if before else ([], [])
        _table(con, "causes", CAUSES, causes)
        _table(con, "corriges", CORRECTED, corrected)
        create(con, "chiffres", citations.COLUMNS)
        create(con, "aucun", (*citations.COLUMNS, Column("publication", Kind.INTEGER, "publication")))
        con.execute(
            CHANGED.format(
                before=published or "aucun",
                values=quoted(release / "values.parquet"),
                problems=quoted(release / "problems.parquet"),
            )
        )
        write_parquet(con, "FROM chiffres ORDER BY niveau, code, indicateur, periode", own / citations.FIGURES)


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> None:
    create(con, name, columns)
    append(con, name, columns, (dict(zip((c.name for c in columns), row, strict=True)) for row in rows))


def _decimals(facts: Facts, before: Facts | None) -> list[tuple[str, int]]:
    """How many decimals pages show of each indicator, those no longer published too."""
    every = {**(before["indicators"] if before else {}), **facts["indicators"]}
    return [(name, indicator["decimals"]) for name, indicator in every.items()]


def _citable(facts: Facts) -> dict[str, Any]:
    """What the catalogue of a release says of its figures: no list beside them, and the deliveries they come from."""
    used = {
        tuple(pair)
        for indicator in facts["indicators"].values()
        for pairs in indicator["origins"].values()
        for pair in pairs
    }
    deliveries = [d for d in facts["deliveries"] if (d["source"], d["period"]) in used or d["table"] == "communes"]
    named = {delivery["source"] for delivery in deliveries}
    apart: dict[str, list[str]] = {"annexes": [], "annex_rows": [], "feeds": [], "wanted": []}
    return {
        "region": facts["region"],
        "region_name": facts["region_name"],
        "deliveries": deliveries,
        "sources": {name: source for name, source in facts["sources"].items() if name in named},
        "indicators": {name: {**indicator, **apart} for name, indicator in facts["indicators"].items()},
    }


def _facts(folder: Path) -> Facts:
    facts: Facts = json.loads((folder / citations.CATALOGUE).read_text("utf-8"))
    return facts


def _causes(before: Facts, after: Facts) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str, str]]]:
    """Why the figures of an indicator and a period may have changed, as far as it shows: (indicator, period, words);
    and the deliveries whose corrections changed: (indicator, period, source, period of the delivery)."""
    causes, corrected = [], []
    old, new = _deliveries(before), _deliveries(after)
    redrawn = _described(before) != _described(after)
    for name, had in before["indicators"].items():
        has = after["indicators"].get(name)
        for period, pairs in had["origins"].items():
            if has is None:
                causes.append((name, period, "indicateur qui n’est plus publié"))
                continue
            then, now = {tuple(pair) for pair in pairs}, {tuple(pair) for pair in has["origins"].get(period, [])}
            words = ["méthode de calcul modifiée"] if any(had[part] != has[part] for part in METHOD) else []
            for pair in sorted(then | now):
                said = _moved(after if pair in now else before, pair, then, now, old.get(pair), new.get(pair))
                words += [said] if said else []
                if said.startswith("correction"):
                    corrected.append((name, period, *pair))
            words += ["code officiel géographique mis à jour"] if redrawn and not words else []
            causes.append((name, period, " ; ".join(words)))
    return causes, corrected


def _moved(
    facts: Facts,
    pair: tuple[str, ...],
    then: set[tuple[str, ...]],
    now: set[tuple[str, ...]],
    old: tuple[Any, ...] | None,
    new: tuple[Any, ...] | None,
) -> str:
    """What happened to a delivery that figures come from: `then` and `now` those of each release, `old` and `new` the
    digests of its files and of its corrections. Empty when nothing did."""
    source, period = pair
    which = f"« {facts['sources'][source]['title']} », {Period.parse(period).label}"
    if pair not in now:
        return "" if any(source == other for other, _ in now) else f"livraison retirée : {which}"
    if pair not in then:
        return f"nouvelle livraison : {which}"
    if old == new:
        return ""
    return f"fichier remplacé : {which}" if old and new and old[0] != new[0] else f"correction signée : {which}"


def _deliveries(facts: Facts) -> dict[tuple[str, ...], tuple[Any, ...]]:
    """The digests of the files of each delivery, and of its corrections."""
    return {
        (delivery["source"], delivery["period"]): (
            sorted(file["sha256"] for file in delivery["files"]),
            delivery.get("corrections", ""),
        )
        for delivery in facts["deliveries"]
    }


def _described(facts: Facts) -> list[Any]:
    """The files that say which communes there are, and what they are part of."""
    return sorted(
        file["sha256"]
        for delivery in facts["deliveries"]
        if delivery["table"] == "communes"
        for file in delivery["files"]
    )
