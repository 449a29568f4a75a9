"""Opening a body, saying what it is for and who sits there. Its secretary comes with an official document in hand, and
leaves with the body as it says; when two write at once, the second is told and loses nothing.
"""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from maillage.directory.models import Organisation
from maillage.directory.ordering import alphabetic
from maillage.kernel.errors import UsageError
from maillage.steering.committees import seating
from maillage.steering.committees.models import Body, Part
from maillage.steering.committees.seating import Seated
from maillage.steering.rights import Act, acquainted, reached
from maillage.steering.strategies import locking
from maillage.steering.strategies.models import Strategy
from maillage.steering.validity import FIELDS as IN_FORCE
from maillage.web.forms.form import Day
from maillage.web.gate.access import member
from maillage.web.steer import meetings as asked

FIELDS = ("name", "kind", "mandate", "rhythm", "months", "composition", "source", "shown", *IN_FORCE)
NEW_SEATS = 4


class Sheet(forms.ModelForm):  # type: ignore[type-arg]
    """What a body is."""

    class Meta:
        model = Body
        fields = ("slug", "strategy", *FIELDS)
        widgets: ClassVar = {"starts_on": Day(), "ends_on": Day()}

    def __init__(self, *args: Any, strategies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told: dict[str, Any] = self.fields
        told["dates_state"].required = False
        told["shown"] = forms.ChoiceField(
            label="Calendrier public",
            choices=[("non", "Non"), ("oui", "Oui : les dates et les lieux, jamais les papiers")],
        )
        if self.instance.pk:
            self.initial["shown"] = "oui" if self.instance.shown else "non"
            del told["slug"], told["strategy"]
        else:
            told["strategy"].queryset = strategies
            told["strategy"].empty_label = None

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
    form = Sheet(request.POST or None, strategies=strategies)
    if request.method == "POST" and form.is_valid():
        body: Any = form.save(commit=False)
        body._history_user = request.user
        body.simulated = body.strategy.simulated
        body.save()
        return HttpResponseRedirect(reverse("committees.seats", args=[body.slug]))
    context = {
        **asked.common(form),
        "body": None,
        "page": reverse("committees.new"),
        "version": 0,
        "base": "{}",
        "meanwhile": "",
        "theirs": [],
    }
    return render(request, "steer/committees/sheet.html", context, status=422 if form.errors else 200)


def _values(body: Body) -> dict[str, str]:
    told = {name: getattr(body, name) for name in FIELDS}
    told["shown"] = "oui" if body.shown else "non"
    return {name: "" if value is None else str(value) for name, value in told.items()}


@member
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes what a body is."""
    body = asked.one_body(request, slug, running=True)
    now, status, theirs, meanwhile = _values(body), 200, {}, ""
    form = Sheet(instance=body, strategies=None)
    if request.method == "POST":
        if locking.overtaken(body, request.POST.get("version", "")):
            both = asked.merge(asked.posted(request, FIELDS), asked.base(request), now)
            form, theirs = Sheet(both.data, instance=body, strategies=None), both.theirs
            meanwhile, status = asked.author(body), 409
            form.is_valid()
        else:
            form = Sheet(request.POST, instance=body, strategies=None)
            if form.is_valid():
                body._history_user = request.user  # type: ignore[assignment]
                form.save()
                return HttpResponseRedirect(body.page)
            status = 422
    context = {
        **asked.common(form),
        "body": body,
        "page": reverse("committees.edit", args=[body.slug]),
        "version": locking.version(body),
        "base": asked.kept(now),
        "meanwhile": meanwhile,
        "theirs": [(form[name].label, value) for name, value in theirs.items()],
    }
    return render(request, "steer/committees/sheet.html", context, status=status)


def _rows(body: Body) -> dict[str, str]:
    """The seats as the form holds them."""
    found = {}
    for rank, one in enumerate(seating.sitting(body), start=1):
        email = one.person.email if one.person else ""
        parts = (("who", str(one)), ("part", one.part), ("email", email), ("rank", str(rank)), ("leave", ""))
        found.update({f"s{one.pk}-{name}": value for name, value in parts})
    return found


def _blank() -> dict[str, str]:
    names = ("who", "part", "email", "rank")
    told = {f"n{rank}-{name}": "" for rank in range(1, NEW_SEATS + 1) for name in names}
    return told | {f"n{rank}-part": Part.MEMBER.value for rank in range(1, NEW_SEATS + 1)}


def _wanted(told: dict[str, str]) -> list[Seated]:
    """The seats typed, in the order of their ranks."""
    found = []
    for key in dict.fromkeys(name.split("-")[0] for name in told):
        who = told.get(f"{key}-who", "")
        if not who or told.get(f"{key}-leave"):
            continue
        part = told.get(f"{key}-part", "")
        if part not in Part.values:
            raise ValidationError(f"« {who} » : choisissez son rôle.")
        rank = told.get(f"{key}-rank", "")
        pk = int(key[1:]) if key.startswith("s") else None
        order = int(rank) if rank.isdecimal() and len(rank) < 5 else 9999
        found.append((order, Seated(who[:200], part, told.get(f"{key}-email", ""), pk)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


@member
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, slug: str) -> HttpResponse:
    """Who sits there: every seat in one form, four more at a time."""
    body = asked.one_body(request, slug, running=True)
    person: Any = request.user
    now, values, status, general, meanwhile = _rows(body), _rows(body) | _blank(), 200, "", ""
    theirs: dict[str, str] = {}
    lost: list[str] = []
    if request.method == "POST":
        names = [name for name in request.POST if name[:1] in "sn" and name[1:2].isdecimal() and "-" in name]
        typed = asked.posted(request, names)
        if asked.version(request) != seating.version(body):
            both = asked.merge(typed, asked.base(request) | _blank(), now | _blank())
            values, theirs, lost = both.data, both.theirs, list(both.lost.values())
            meanwhile, status = "Quelqu’un", 409
        else:
            try:
                seating.seat(body, _wanted(typed), person)
            except ValidationError as error:
                values, general, status = now | _blank() | typed, " ".join(error.messages), 422
            else:
                more = any(typed.get(f"n{rank}-who") for rank in range(1, NEW_SEATS + 1))
                return HttpResponseRedirect(
                    reverse("committees.seats", args=[body.slug]) if more else body.page
                )
    context = {
        "body": body,
        "rows": _grid(values, theirs),
        "parts": Part.choices,
        "organisations": list(
            Organisation.objects.order_by(alphabetic("name")).values_list("name", flat=True)
        ),
        "people": list(acquainted(request.user).values_list("email", flat=True)),
        "version": seating.version(body),
        "base": asked.kept(now),
        "general": general,
        "meanwhile": meanwhile,
        "lost": lost,
    }
    return render(request, "steer/committees/seats.html", context, status=status)


def _grid(values: dict[str, str], theirs: dict[str, str]) -> list[dict[str, Any]]:
    """One line for each seat of the form."""
    found: list[dict[str, Any]] = []
    for key in dict.fromkeys(name.split("-")[0] for name in values):
        line = {name: values.get(f"{key}-{name}", "") for name in ("who", "part", "email", "rank", "leave")}
        other = [value or "rien" for name, value in theirs.items() if name.startswith(f"{key}-")]
        found.append({"key": key, "new": key.startswith("n"), "theirs": ", ".join(other), **line})
    return found
