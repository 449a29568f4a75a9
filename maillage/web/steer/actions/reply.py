"""Answering a reminder. The pilot of an action opens the link of a mail on a telephone, with a minute and no password;
they leave having said how it goes, what was done and the step that is over.
"""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from maillage.steering.actions import saving
from maillage.steering.desk import answering
from maillage.steering.desk.models import Reply
from maillage.web.forms.sender import LINK, refused
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import problem_page
from maillage.web.steer.actions import update as short
from maillage.web.steer.actions.editing import author, version


@writing
@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, token: str) -> HttpResponse:
    """The short form of one action. Opening it changes nothing: programs that check mails open every link."""
    if late := refused(request, LINK, token):
        return late
    try:
        return _answer(request, answering.read(token))
    except answering.Spent as error:
        advice = "Connectez-vous à « Piloter », ou attendez le prochain rappel."
        return problem_page(request, 410, "Ce lien ne sert plus", str(error), advice)


def _answer(request: HttpRequest, reply: Reply) -> HttpResponse:
    found, status, meanwhile = reply.action, 200, ""
    form = short.Update(initial=short.start(found))
    if request.method == "POST":
        form, status = short.Update(request.POST), 422
        if form.is_valid():
            try:
                answering.answer(reply, form.told(short.ticked(request)), version(request))
            except saving.Stale:
                found.refresh_from_db()
                meanwhile, status = author(found), 409
            except ValidationError as error:
                short.refuse(form, error)
            else:
                return render(request, "steer/actions/thanks.html", {"action": found})
    told = {
        **short.context(found, form),
        "page": request.path,
        "meanwhile": meanwhile,
        "person": reply.person,
    }
    return render(request, "steer/actions/reply.html", told, status=status)
