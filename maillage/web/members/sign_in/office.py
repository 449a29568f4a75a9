"""The way in to the back office: a password, tried a few times, then the second factor, as members give theirs."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.views.account import LoginView

from maillage.web.forms.sender import OFFICE, refused


class _Office(LoginView):
    """Wagtail's page; whoever gives the password still gives the second factor they have."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Called by Django."""
        return refused(request, OFFICE, request.POST.get("username", "")[:254]) or super().post(
            request, *args, **kwargs
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Called by Django once the password is right."""
        person = form.get_user()
        record_authentication(self.request, person, "password", reauthenticated=True)
        answer: HttpResponse = perform_login(
            self.request, person, email_verification="none", redirect_url=self.get_success_url()
        )
        if not form.cleaned_data.get("remember"):
            self.request.session.set_expiry(0)
        return answer


enter = sensitive_post_parameters("password")(_Office.as_view())
