"""The pages of a new site, from the shipped texts; and the group of those who may edit them.

Called each time the site is served. A page that nobody edited follows the texts of the version installed; one that
somebody edited, even once, is never touched again.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site

from maillage.commons.editorial.models import EditorialPage, HomeTexts, body_of
from maillage.commons.editorial.publication import refresh
from maillage.commons.editorial.published import HOME_PAGE, NAMES
from maillage.commons.editorial.text import Text, shipped

GROUP = "Rédaction"
RIGHTS = ("change", "publish")


def install() -> None:
    """Make what is missing, follow the shipped texts where nobody wrote, publish."""
    with transaction.atomic():
        home = HomeTexts.objects.first() or _home(shipped()[HOME_PAGE])
        _follow(home, shipped()[HOME_PAGE])
        made = {page.slug: page for page in EditorialPage.objects.child_of(home)}
        for name in NAMES:
            text = shipped()[name]
            if name in made:
                _follow(made[name], text)
            else:
                home.add_child(instance=EditorialPage(title=text.title, slug=name, lead=text.lead, body=body_of(text)))
        editors(home)
        Site.objects.filter(is_default_site=True).update(site_name=settings.WAGTAIL_SITE_NAME)
    refresh()


def _home(text: Text) -> HomeTexts:
    """The home page, in place of the one that Wagtail makes for a new site."""
    root = Page.get_first_root_node()
    home = HomeTexts(title=text.title, slug=HOME_PAGE, lead=text.lead)
    root.add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    for other in Page.objects.child_of(root).exclude(pk=home.pk):
        if other.specific_class is Page and not other.get_children().exists():
            other.delete()
    return home


def _follow(page: HomeTexts | EditorialPage, text: Text) -> None:
    """Give the page the shipped text, if nobody ever wrote in it."""
    if page.latest_revision_id is not None or not page.live or page.as_text == text:
        return
    page.title, page.lead = text.title, text.lead
    if isinstance(page, EditorialPage):
        page.body = body_of(text)
    page.save()


def editors(home: HomeTexts) -> Group:
    """The group whose members may change and publish the texts, and nothing else."""
    group, made = Group.objects.get_or_create(name=GROUP)
    if made:
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        for right in RIGHTS:
            GroupPagePermission.objects.create(group=group, page=home, permission_type=right)
    return group
