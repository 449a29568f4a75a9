"""Reports as Django knows them."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What readers say is wrong, and what is answered."""

    name = "maillage.commons.reports"
    label = "reports"
    verbose_name = "Signalements"
