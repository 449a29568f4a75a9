"""Sending the agenda or the minutes. The secretary comes when one is ready, or changed; sees who will be written to and
who has no address; and leaves with it sent.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from maillage.steering.committees import sending
from maillage.steering.committees.models import Meeting, Paper
from maillage.web.documents.described import clean
from maillage.web.documents.writing import Form, written
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked
from maillage.web.steer.committees import agenda_document, minutes_document
from maillage.web.steer.committees.planning import told

DESCRIBED = {Paper.AGENDA: agenda_document.document, Paper.MINUTES: minutes_document.document}


def attached(request: HttpRequest, meeting: Meeting, paper: Paper) -> sending.File:
    """The file that goes with the mail: as somebody reads it who may read the papers, and no action but public ones."""
    document = clean(DESCRIBED[paper](request, meeting, AnonymousUser()))
    return sending.File(f"{document.file_name}.pdf", written(document, Form.PDF))


@member
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Says who would be written to, then writes to them."""
    meeting = asked.one_meeting(request, number, running=True)
    person: Any = request.user
    wanted = Paper(paper)
    done = refusal = ""
    try:
        sending.check(meeting, wanted)
        if request.method == "POST":
            outcome = sending.send(meeting, wanted, person, attached(request, meeting, wanted))
            done = told(outcome, "message est parti", "messages sont partis")
    except ValidationError as error:
        refusal = error.messages[0]
    except OSError:
        done = "Le serveur de courriel ne répond pas : ce qui n’est pas parti pourra repartir d’ici."
    addresses, without = sending.due(meeting, wanted)
    rows = [
        (address, [str(seat) for seat in seats], sending.reads(seats, meeting)) for address, seats in addresses.items()
    ]
    context = {
        "meeting": meeting,
        "paper": wanted,
        "label": wanted.label,
        "situation": sending.situation(meeting, wanted),
        "addresses": sorted(rows),
        "without": [str(seat) for seat in without],
        "done": done,
        "refusal": refusal,
    }
    status = 422 if refusal and request.method == "POST" else 200
    return render(request, "steer/committees/send.html", context, status=status)
