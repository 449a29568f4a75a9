"""A JSON array of objects. `line` is the rank of the record, from 1."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from maillage.kernel.errors import DataError
from maillage.kernel.source import Content, RawRow
from maillage.sources.formats.files import whole


def parsed(path: Path, ending: str) -> object:
    """The JSON value a file holds. Raises DataError when it holds none."""
    try:
        return json.loads(whole(path, ending))
    except UnicodeDecodeError:
        raise DataError(f"{path.name} : JSON illisible, texte qui n’est pas en UTF-8.") from None
    except json.JSONDecodeError as error:
        raise DataError(
            f"{path.name} : JSON illisible à la ligne {error.lineno}, colonne {error.colno} : "
            "fichier incomplet ou d’un autre format."
        ) from None
    except (RecursionError, ValueError):
        raise DataError(f"{path.name} : JSON illisible, structure ou nombre démesurés.") from None


def content(records: list[object], what: str) -> Content:
    """Records as rows: the columns are those of all of them, in the order they appear."""
    columns = dict.fromkeys(name for record in records if isinstance(record, dict) for name in record)
    return Content(tuple(columns), _rows(records, what), [])


def _rows(records: list[object], what: str) -> Iterator[RawRow]:
    for rank, record in enumerate(records, 1):
        if isinstance(record, dict):
            yield RawRow(rank, record)
        else:
            yield RawRow(rank, {}, f"{what} n° {rank} : objet attendu")


@dataclass(frozen=True, slots=True)
class JsonRecords:
    """An array of objects, plain, gzipped or alone in a zip."""

    def read(self, path: Path) -> Content:
        """Read the whole array."""
        value = parsed(path, ".json")
        if not isinstance(value, list):
            raise DataError(f"{path.name} : un tableau d’objets JSON est attendu.")
        return content(value, "enregistrement")
