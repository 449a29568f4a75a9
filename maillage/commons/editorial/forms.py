"""The form of the way in."""

from django import forms
from wagtail.admin.forms.auth import LoginForm


class SignIn(LoginForm):
    """Wagtail's, all of it in French."""

    password = forms.CharField(
        label="Mot de passe", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
