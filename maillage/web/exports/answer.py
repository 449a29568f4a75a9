"""The table of a view, in the form asked: the address ends in `.csv` or in `.xlsx`, and nothing else differs."""

from django.http import HttpRequest, HttpResponseBase

from maillage.observatory.door import Observatory
from maillage.web.exports.about import about
from maillage.web.exports.comma import csv_file
from maillage.web.exports.table import Table
from maillage.web.exports.workbook import xlsx_file
from maillage.web.gate.observatory import observatory


def answer(request: HttpRequest, table: Table, form: str) -> HttpResponseBase:
    """The file. `form` is `csv` or `xlsx`."""
    if form == "xlsx":
        return xlsx_file(table, about(request, table), _key(request, table))
    source: Observatory = observatory(request)
    return csv_file(table, source.release)


def _key(request: HttpRequest, table: Table) -> str:
    """What names a file that is the same for everybody until the next release; empty for any other."""
    tag = getattr(request, "maillage_tag", None)
    return "|".join((tag, request.get_host(), request.path, repr(table.view), repr(table.filters))) if tag else ""
