"""Answering a reminder. The pilot of an action opens the link of a mail on a telephone, with a minute and no password;
they leave having said how it goes, what was done and the step that is over.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from maillage.steering.actions.models import Action
from maillage.steering.actions.updating import News
from maillage.steering.desk import answering
from maillage.steering.desk.models import Reply
from maillage.web.forms.sender import LINK, refused
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import problem_page
from maillage.web.steer.actions import update as short


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
    def read() -> Action:
        return Action.objects.get(pk=reply.action.pk)

    def write(news: News, seen: str) -> HttpResponse:
        answering.answer(reply, news, seen)
        return render(request, "steer/actions/thanks.html", {"action": read()})

    answer = short.edited(request, read, write)
    if isinstance(answer, HttpResponse):
        return answer
    shown = {**short.context(read(), answer), "page": request.path, "person": reply.person}
    return render(request, "steer/actions/reply.html", shown, status=answer.status)
