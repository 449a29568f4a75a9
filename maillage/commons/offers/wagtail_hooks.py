"""Entering networks in the back office: one form, its providers and wholesale offers inside."""

from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from maillage.commons.offers.models import Network


class Networks(ModelViewSet):
    """The networks, by name."""

    model = Network
    name = "offres"
    url_prefix = "offres"
    icon = "site"
    menu_label = "Offres de gros"
    menu_order = 320
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ("name", "operators", "checked_on", "shown")
    list_filter = ("shown",)
    search_fields = ("name",)
    panels = (
        MultiFieldPanel(
            (
                FieldPanel("name"),
                FieldPanel("operators"),
                FieldPanel("territories"),
                FieldPanel("url"),
                FieldPanel("checked_on"),
                FieldPanel("ends_on"),
                FieldPanel("shown"),
            ),
            heading="Le réseau",
        ),
        InlinePanel(
            "providers",
            heading="Fournisseurs d’accès",
            label="Fournisseur",
            panels=(FieldRowPanel((FieldPanel("name"), FieldPanel("public"))),),
        ),
        InlinePanel(
            "offers",
            heading="Offres de gros",
            label="Offre",
            panels=(FieldRowPanel((FieldPanel("kind"), FieldPanel("note"), FieldPanel("ends_on"))),),
        ),
    )


@hooks.register("register_admin_viewset")
def networks() -> Networks:
    """Called by Wagtail when it draws the back office."""
    return Networks("offres")
