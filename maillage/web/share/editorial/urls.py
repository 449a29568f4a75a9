"""The addresses of editorial."""

from django.urls import re_path

from maillage.commons.editorial.published import NAMES as EDITORIAL
from maillage.web.share.editorial import view

urlpatterns = [re_path(rf"^(?P<name>{'|'.join(EDITORIAL)})$", view.page, name="editorial")]
