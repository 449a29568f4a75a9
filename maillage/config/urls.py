"""Every address of the site. Pages are in French; none ends with a slash but the home page and the API's."""

from maillage.web.urls import handler400, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]
