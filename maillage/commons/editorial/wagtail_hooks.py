"""What Wagtail asks of us when it draws the back office."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

USELESS = ("whats-new-in-wagtail", "editor-guide")


@hooks.register("construct_help_menu")
def shorter_help(request: HttpRequest, items: list[Any]) -> None:
    """Without the links that leave for another site, in English."""
    items[:] = [item for item in items if not item.name.startswith(USELESS)]


@hooks.register("insert_global_admin_css")
def colours() -> str:
    """Our ink and our teal."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/gestion.css"))
