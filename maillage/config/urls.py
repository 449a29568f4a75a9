"""Every address of the site. Pages are in French; none ends with a slash but the home page, the API's and the back
office's, whose addresses are Wagtail's."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_urls
from wagtail.admin.auth import require_admin_access

from maillage.commons.editorial.admin import Account
from maillage.web.gate.backoffice import ADDRESS, closed
from maillage.web.members.sign_in.office import enter
from maillage.web.urls import handler400, handler403, handler404, handler500
from maillage.web.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    *site,
    *closed(
        [
            path("gestion", RedirectView.as_view(url=ADDRESS)),
            # Before Wagtail's own, which counts nothing and asks no second factor.
            path("gestion/login/", never_cache(enter)),
            # Before Wagtail's own page at this address, which asks for a name and a picture.
            path("gestion/account/", never_cache(require_admin_access(Account.as_view()))),
            path("gestion/", include(wagtail_urls)),
        ]
    ),
]
