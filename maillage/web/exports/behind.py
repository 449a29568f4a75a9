"""A file too long to wait for: given when it is made already, else made behind while a page says how far it is."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers

from maillage.directory.jobs import asking
from maillage.directory.jobs.models import Job
from maillage.directory.jobs.registry import Work
from maillage.directory.models import User
from maillage.web.forms.sender import FILES, refused


def made_behind(
    request: HttpRequest,
    work: Work,
    arguments: Mapping[str, Any],
    *,
    title: str,
    asked: str,
    back: str,
    person: User | None = None,
) -> HttpResponseBase:
    """The file, or the way (303) to the page of the job that makes it. The arguments are those of `asking.start`.

    Raises BusyError when too many wait.
    """
    ready = asking.ready(work, asked, person) if work.lasting else None
    path = asking.file_of(ready) if ready else None
    if ready and path:
        return given(ready, path)
    if request.method == "HEAD":
        # Who only asks whether there is such a file starts nothing.
        return HttpResponse(content_type="application/octet-stream")
    job = asking.begun(work, asked, person)
    if job is None:
        wait = refused(request, FILES, person.email if person else "")
        if wait is not None:
            return wait
        job = asking.start(work, arguments, title=title, asked=asked, back=back, person=person)
    answer = HttpResponseRedirect(job.page, status=303)
    add_never_cache_headers(answer)
    return answer


def given(job: Job, path: Path) -> FileResponse:
    """The file of a job, to take away: never shown as a page of the site."""
    kind = mimetypes.guess_type(job.file_name)[0] or "application/octet-stream"
    # Closed by the answer, once it is sent.
    return FileResponse(path.open("rb"), content_type=kind, as_attachment=True, filename=job.file_name)
