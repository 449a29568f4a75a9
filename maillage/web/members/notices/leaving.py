"""The link of a mail that ends it: opened by somebody who did not sign in, or posted to by their mail program."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from maillage.directory.notices import leaving
from maillage.kernel.errors import UsageError
from maillage.web.forms.sender import LINK, refused
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import problem_page


# The link carries its own proof, and works where cookies do not. Opening it changes nothing: programs that check mails
# open them all. What mail programs post by themselves (RFC 8058) is the same as the button.
@csrf_exempt
@writing
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """What the link leaves, with one button; once left, the button that joins it again."""
    if request.method == "POST" and (late := refused(request, LINK, token)):
        return late
    try:
        left = leaving.read(token)
    except UsageError as error:
        advice = "Copiez-le en entier depuis le message reçu, ou choisissez vos courriels depuis votre compte."
        return problem_page(request, 410, "Ce lien ne sert plus", str(error), advice)
    done = request.method == "POST"
    if done:
        leaving.leave(left, request.POST.get("reprendre") != "oui")
    context = {"what": left.words, "gone": left.gone, "done": done}
    return render(request, "members/notices/leave.html", context)
