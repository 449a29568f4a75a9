"""The back office as editors meet it: what they have no use for is taken away."""

from typing import Any

from wagtail.admin.views.account import AccountView, ChangePasswordPanel, ThemeSettingsPanel
from wagtail.users.models import UserProfile


class Account(AccountView):
    """An editor's own account: a password and the colours. We keep no name and no picture of anybody."""

    def get_panels(self) -> list[Any]:
        """The settings an editor may change."""
        asked = (self.request, self.request.user, UserProfile.get_for_user(self.request.user))
        panels = [ThemeSettingsPanel(*asked), ChangePasswordPanel(*asked)]
        return [panel for panel in panels if panel.is_active()]
