"""The table of a view, in the form asked: the address ends in `.csv`, `.xlsx` or `.json`, and nothing else differs.

`?pour=excel` gives the CSV that the French Excel opens by itself.
"""

from django.http import HttpRequest, HttpResponseBase

from maillage.kernel.errors import UsageError
from maillage.observatory.door import Observatory
from maillage.web.exports.about import about
from maillage.web.exports.comma import csv_file, excel_csv_file
from maillage.web.exports.objects import json_file
from maillage.web.exports.table import Table
from maillage.web.exports.workbook import xlsx_file
from maillage.web.gate.observatory import observatory

EXCEL = "excel"


def answer(request: HttpRequest, table: Table, form: str) -> HttpResponseBase:
    """The file. `form` is `csv`, `xlsx` or `json`."""
    if form == "xlsx":
        return xlsx_file(table, about(request, table), _key(request, table))
    if form == "json":
        return json_file(table, about(request, table))
    source: Observatory = observatory(request)
    reader = request.GET.get("pour", "")
    if reader not in ("", EXCEL):
        raise UsageError(f"« {reader[:40]} » : un CSV est fait pour excel, ou pour tout le monde quand rien n’est dit.")
    return (excel_csv_file if reader else csv_file)(table, source.release)


def _key(request: HttpRequest, table: Table) -> str:
    """What names a file that is the same for everybody until the next release; empty for any other."""
    tag = getattr(request, "maillage_tag", None)
    columns = ",".join(column.name for column in table.columns)
    return (
        "|".join((tag, request.get_host(), request.path, repr(table.view), repr(table.filters), columns)) if tag else ""
    )
