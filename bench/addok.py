"""The peer of the bench of addresses: addok with a Redis of its own, on a local socket, that keeps nothing on disk.

It is given the same addresses in the shape of its own files (one document a street, its house numbers inside) and set
up as its French plugins say. Its queries are asked in process, like ours, with its completion on.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import duckdb

from bench.serving import resident
from bench.typed import Address

CONFIG = """
QUERY_PROCESSORS_PYPATHS = [
    "addok.helpers.text.check_query_length", "addok_france.extract_address", "addok_france.clean_query",
    "addok_france.remove_leading_zeros",
]
SEARCH_RESULT_PROCESSORS_PYPATHS = [
    "addok.helpers.results.match_housenumber", "addok_france.make_labels", "addok.helpers.results.score_by_importance",
    "addok.helpers.results.score_by_autocomplete_distance", "addok.helpers.results.score_by_ngram_distance",
    "addok.helpers.results.score_by_geo_distance", "addok.helpers.results.adjust_scores",
]
PROCESSORS_PYPATHS = [
    "addok.helpers.text.tokenize", "addok.helpers.text.normalize", "addok_france.glue_ordinal",
    "addok_france.fold_ordinal", "addok_france.flag_housenumber", "addok.helpers.text.synonymize",
    "addok_fr.phonemicize",
]
"""
ASK = """
import json, sys, time
from addok.config import config
config.load()
from addok.core import search
told = []
for text in json.load(open(sys.argv[1])):
    started = time.perf_counter()
    found = search(text, limit=int(sys.argv[3]), autocomplete=True)
    spent = (time.perf_counter() - started) * 1000
    rows = [[str(getattr(one, "housenumber", None) or ""), one.name, one.citycode] for one in found]
    told.append([spent, rows])
json.dump(told, open(sys.argv[2], "w"))
"""
STREETS = """
SELECT regexp_extract(id, '^[^_]+_[^_]+') AS street, min(nom_voie), min(code_postal), min(code_insee),
    min(nom_commune), avg(lon::DOUBLE), avg(lat::DOUBLE),
    list({{'n': trim(numero || ' ' || coalesce(rep, '')), 'i': id, 'x': lon::DOUBLE, 'y': lat::DOUBLE}})
FROM read_csv([{files}], delim = ';', all_varchar = true) GROUP BY street ORDER BY street
"""
PLACES = """
SELECT id, nom_lieu_dit, code_postal, code_insee, nom_commune, lon::DOUBLE, lat::DOUBLE, []
FROM read_csv([{files}], delim = ';', all_varchar = true) ORDER BY id
"""


class Answers(NamedTuple):
    """The seconds of the index, its MB, the answers to each text, the likeliest first, and the milliseconds of each."""

    index: float
    size: float
    answers: list[list[Address]]
    times: list[float]


def ask(python: Path, folder: Path, files: Path, texts: Sequence[str], limit: int) -> Answers:
    """What addok takes to index these files, and answers to each text."""
    with tempfile.TemporaryDirectory(dir=folder) as aside, _redis(Path(aside)) as (socket, redis):
        place = Path(aside)
        (place / "local.py").write_text(CONFIG, "utf-8")
        (place / "texts.json").write_text(json.dumps(list(texts)), "utf-8")
        (place / "ask.py").write_text(ASK, "utf-8")
        _write_documents(place / "documents.sjson", files)
        environment = {**os.environ, "REDIS_SOCKET": str(socket), "ADDOK_CONFIG_MODULE": str(place / "local.py")}
        command = str(python.with_name("addok"))
        started = time.perf_counter()
        for arguments in (["batch", str(place / "documents.sjson")], ["ngrams"]):
            _run([command, *arguments], environment)
        seconds = time.perf_counter() - started
        size = resident(redis)
        told = place / "told.json"
        _run([str(python), str(place / "ask.py"), str(place / "texts.json"), str(told), str(limit)], environment)
        answers = json.loads(told.read_text("utf-8"))
    found = [[Address(number, name, "", code, "") for number, name, code in rows] for _, rows in answers]
    return Answers(seconds, size, found, [spent for spent, _ in answers])


def _run(command: Sequence[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command[:2])} failed: {done.stderr[-2000:]}")


@contextmanager
def _redis(place: Path) -> Iterator[tuple[Path, int]]:
    """A server alone on a socket; its path and its process."""
    socket = place / "redis.sock"
    options = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no", "--dir", str(place)]
    with subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL) as server:
        try:
            while not socket.exists():
                time.sleep(0.05)
            yield socket, server.pid
        finally:
            server.terminate()


def _write_documents(path: Path, files: Path) -> None:
    """The same streets, house numbers and lieux-dits, one document a line."""
    with path.open("w", encoding="utf-8") as out:
        for kind, select, pattern in (("street", STREETS, "adresses-*"), ("locality", PLACES, "lieux-dits-*")):
            listed = ", ".join(f"'{one}'" for one in sorted(files.glob(pattern)))
            rows = duckdb.sql(select.format(files=listed)).fetchall()
            for key, name, postcode, code, commune, longitude, latitude, houses in rows:
                document = {
                    "id": key, "_id": f"{kind}-{key}", "type": kind, "name": name, "postcode": postcode,
                    "citycode": code, "city": commune, "lon": longitude, "lat": latitude, "importance": 0.3,
                }  # fmt: skip
                if houses:
                    document["housenumbers"] = {
                        one["n"]: {"id": one["i"], "lon": one["x"], "lat": one["y"]} for one in houses
                    }
                out.write(json.dumps(document) + "\n")
