"""Opening a body, saying what it is for and who sits there. Its secretary comes with an official document in hand, and
leaves with the body as it says.
"""

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.directory.people import label
from maillage.kernel.errors import UsageError
from maillage.steering.committees import opening, seating
from maillage.steering.committees.models import Body, Part, Seat
from maillage.steering.committees.seating import Seated
from maillage.steering.rights import Act, acquainted, reached
from maillage.steering.strategies.models import Strategy
from maillage.steering.validity import FIELDS as IN_FORCE
from maillage.web.forms import conflict
from maillage.web.forms.form import Day
from maillage.web.forms.rows import Rows
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked

FIELDS = ("name", "kind", "mandate", "rhythm", "months", "composition", "source", "shown", *IN_FORCE)
NEW_SEATS, LAST = 4, 9999


class Sheet(forms.ModelForm):  # type: ignore[type-arg]
    """What a body is."""

    class Meta:
        model = Body
        fields = ("slug", "strategy", *FIELDS)
        widgets: ClassVar = {"starts_on": Day(), "ends_on": Day()}

    def __init__(self, *args: Any, strategies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["dates_state"].required = False
        fields["shown"] = forms.ChoiceField(
            label="Calendrier public",
            choices=[("non", "Non"), ("oui", "Oui : les dates et les lieux, jamais les papiers")],
        )
        if self.instance.pk:
            self.initial["shown"] = "oui" if self.instance.shown else "non"
            del fields["slug"], fields["strategy"]
        else:
            fields["strategy"].queryset = strategies
            fields["strategy"].empty_label = None

    def clean_shown(self) -> bool:
        """Whether it is public."""
        return bool(self.cleaned_data["shown"] == "oui")


@member
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Opens a body, for a strategy whose committees one holds."""
    strategies = Strategy.objects.filter(reached(request.user, Act.RUN), framework=False)
    if not strategies.exists():
        raise UsageError(f"Aucune stratégie à suivre {asked.NOT_HERE}")

    def write(form: Sheet, _: str) -> HttpResponse:
        body = opening.save(form.instance, request.user)
        return HttpResponseRedirect(reverse("committees.seats", args=[body.slug]))

    edited = conflict.edit(request, lambda posted: Sheet(posted, strategies=strategies), write)
    if isinstance(edited, HttpResponse):
        return edited
    context = {**edited.context, "body": None, "page": reverse("committees.new")}
    return render(request, "steer/committees/sheet.html", context, status=edited.status)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes what a body is."""
    body = asked.one_body(request, slug, running=True)

    def fill(posted: QueryDict | None) -> Sheet:
        return Sheet(posted, instance=asked.one_body(request, slug, running=True), strategies=None)

    def write(form: Sheet, seen: str) -> HttpResponse:
        return HttpResponseRedirect(opening.save(form.instance, request.user, seen).page)

    edited = conflict.edit(request, fill, write, lambda: (asked.one_body(request, slug, running=True),))
    if isinstance(edited, HttpResponse):
        return edited
    page = reverse("committees.edit", args=[body.slug])
    context = {**edited.context, "body": body, "page": page}
    return render(request, "steer/committees/sheet.html", context, status=edited.status)


class Chair(forms.Form):
    """A seat: whose it is, what part they take, who comes."""

    who = forms.CharField(
        label="Organisation ou nom",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    part = forms.ChoiceField(label="Rôle", choices=Part.choices, initial=Part.MEMBER)
    email = forms.CharField(
        label="Personne", max_length=400, required=False, widget=forms.TextInput(attrs={"list": "personnes"})
    )
    rank = forms.IntegerField(label="Ordre", min_value=1, max_value=9999, required=False)
    leave = forms.BooleanField(label="Ne siège plus", required=False)


def _chairs(body: Body, posted: QueryDict | None) -> Rows:
    known = {
        f"s{seat.pk}": (
            str(seat),
            {"who": str(seat), "part": seat.part, "email": label(seat.person) if seat.person else "", "rank": rank},
        )
        for rank, seat in enumerate(seating.sitting(body), start=1)
    }
    return Rows(Chair, known, "Un siège de plus", NEW_SEATS, posted)


def _wanted(chairs: Rows) -> list[Seated]:
    """The seats typed, in the order of their ranks."""
    seats = []
    for row in chairs.kept():
        typed = row.form.cleaned_data
        if typed.get("who"):
            pk = int(row.key[1:]) if row.known else None
            wanted = Seated(typed["who"], typed["part"], typed["email"], pk, row.key)
            seats.append((typed["rank"] or LAST, wanted))
    return [wanted for _, wanted in sorted(seats, key=lambda pair: pair[0])]


@member
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, slug: str) -> HttpResponse:
    """Who sits there: every seat in one form, four more at a time."""
    body = asked.one_body(request, slug, running=True)
    person: Any = request.user

    def write(chairs: Rows, seen: str) -> HttpResponse:
        wanted = _wanted(chairs)
        seating.seat(body, wanted, person, seen)
        more = any(seat.pk is None for seat in wanted)
        return HttpResponseRedirect(reverse("committees.seats", args=[body.slug]) if more else body.page)

    edited = conflict.edit(request, lambda posted: _chairs(body, posted), write, lambda: (body, Seat))
    if isinstance(edited, HttpResponse):
        return edited
    names = Organisation.objects.order_by(alphabetic("name")).values_list("name", flat=True)
    context = {
        **edited.context,
        "body": body,
        "organisations": list(names),
        "people": [label(each) for each in acquainted(request.user)],
    }
    return render(request, "steer/committees/seats.html", context, status=edited.status)
