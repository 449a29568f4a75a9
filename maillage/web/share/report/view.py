"""Somebody sees that something is wrong: they say it, get a number, and come back with it to read the answer."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from maillage.commons.places import Place
from maillage.commons.reports import photos
from maillage.commons.reports.models import ENDED, TO_THE_COMMUNE, Category, Photo, Report, State
from maillage.commons.reports.telling import Telling, commune_service, take
from maillage.kernel.errors import UsageError
from maillage.kernel.french import day, typographic
from maillage.observatory.door import Observatory
from maillage.web.carried import links
from maillage.web.forms import bind
from maillage.web.forms.form import trapped
from maillage.web.forms.sender import REPORT, refused
from maillage.web.gate.access import writing
from maillage.web.gate.observatory import observatory
from maillage.web.share.placed import asked_place, choice

NUMBER = re.compile(r"\s*(\d{4})\s*-\s*(\d{1,9})\s*")


class Tell(forms.Form):
    """What is wrong."""

    motif = forms.ChoiceField(
        label="Qu’est-ce qui ne va pas ?",
        choices=[("", "Choisissez"), *Category.choices],
        error_messages={"required": "Choisissez ce qui ne va pas dans la liste."},
    )
    ou = forms.CharField(
        label="Où exactement ?",
        help_text="Numéro et rue, ou lieu-dit.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    texte = forms.CharField(
        label="Ce que vous constatez",
        help_text="2 000 caractères au plus. N’écrivez ni nom ni téléphone.",
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    photo = forms.FileField(
        label="Une photo",
        help_text="JPEG ou PNG, 5 Mo au plus. Nous effaçons la date et le lieu que l’appareil y a notés.",
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Seulement pour vous envoyer la réponse. Elle n’est jamais montrée.",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_photo(self) -> bytes:
        """The picture, checked and without its metadata."""
        sent = self.cleaned_data.get("photo")
        if not isinstance(sent, UploadedFile) or not sent.name:
            return b""
        try:
            return photos.cleaned(sent.file, sent.size or 0)  # type: ignore[arg-type]
        except UsageError as error:
            raise forms.ValidationError(str(error)) from None

    def clean(self) -> dict[str, Any]:
        """An address that does not exist must be written somewhere; nothing else can be told without a word."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("motif") == Category.ADDRESS_MISSING:
            if not data.get("ou") and "ou" not in self.errors:
                self.add_error("ou", "Écrivez l’adresse qui n’existe pas.")
        elif "motif" in data and not data.get("texte") and "texte" not in self.errors:
            self.add_error("texte", "Dites en quelques mots ce que vous constatez.")
        return data


@writing
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form that tells what is wrong, about an address, a commune or a figure; or the way to the answer."""
    if number := request.GET.get("numero", ""):
        return HttpResponseRedirect(_report(number).page)
    source = observatory(request)
    place = asked_place(request, source)
    if place is None:
        return render(request, "share/report/choose.html", {"choice": choice(request, source, reverse("report"))})
    values: Any = request.POST if request.method == "POST" else request.GET
    indicator = values.get("indicateur", "")
    title = source.indicator(indicator).indicator.title if indicator else ""
    if request.method != "POST":
        first = {"motif": values.get("motif", "") or (Category.FIGURE if indicator else ""), "ou": place.label}
        return _form(request, Tell(initial=first), place, indicator, title)
    if late := refused(request, REPORT, request.POST.get("email", "")[:254]):
        return late
    form = Tell(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, place, indicator, title)
    if trapped(request.POST):
        return HttpResponseRedirect(reverse("report"))
    clean = form.cleaned_data
    report = take(
        Telling(
            place,
            Category(clean["motif"]),
            text=clean["texte"],
            where=clean["ou"],
            indicator=indicator,
            email=clean["email"],
            picture=clean["photo"],
        )
    )
    return HttpResponseRedirect(f"{report.page}?recu")


def _form(request: HttpRequest, form: Tell, place: Place, indicator: str, title: str) -> HttpResponse:
    context = {"place": place, **bind.shown(form), "indicator": indicator, "title": title}
    return render(request, "share/report/report.html", context, status=422 if form.errors else 200)


def _report(number: str) -> Report:
    """The report of a number. Raises UsageError when there is none."""
    read = NUMBER.fullmatch(number)
    report = Report.objects.filter(year=int(read[1]), rank=int(read[2])).first() if read else None
    if report is None:
        raise UsageError(f"Aucun signalement ne porte le numéro « {number[:20]} ». Il s’écrit 2026-000123.")
    return report


@writing
@require_safe
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """The public page of a report: where it is, and what was answered. Never who told it."""
    report = _report(number)
    waiting = report.category in TO_THE_COMMUNE and report.state == State.RECEIVED
    context = {
        "report": report,
        "told_on": day(timezone.localtime(report.told_at).date()),
        "ended_on": day(report.ended_on),
        "title": _title(observatory(request), report.indicator),
        "category": typographic(str(Category(report.category).label)),
        "state": State(report.state).label,
        "fresh": "recu" in request.GET,
        "picture": report.text_shown and Photo.objects.filter(report=report).exists(),
        "mail": bool(report.email) and "recu" in request.GET,
        "to_commune": waiting,
        "known_service": waiting and commune_service(report.commune) is not None,
        "ended": report.state in ENDED,
        **links.carried(request, ("signalement", str(report.pk))),
    }
    return render(request, "share/report/answer.html", context)


def _title(source: Observatory, indicator: str) -> str:
    """The title of the figure a report is about; its name when the release has it no more."""
    try:
        return source.indicator(indicator).indicator.title if indicator else ""
    except UsageError:
        return indicator


@writing
@require_safe
def photo(request: HttpRequest, number: str) -> HttpResponse:
    """The picture of a report, once it was found fit to be shown."""
    report = _report(number)
    picture = Photo.objects.filter(report=report, report__text_shown=True).first()
    if picture is None:
        raise UsageError("Ce signalement n’a pas de photo publique.")
    return HttpResponse(bytes(picture.jpeg), content_type="image/jpeg")
