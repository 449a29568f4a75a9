"""The parts that addresses of pages are made of: what a territory, a number, a file is written like."""

from maillage.kernel.themes import ENJEUX, slug
from maillage.web.forms.asked import LEVEL_PATTERN

TERRITORY = rf"(?P<level>{LEVEL_PATTERN})/(?P<code>[0-9A-Za-z]{{1,9}})"
NAME = r"(?P<name>[a-z0-9_]{1,80})"
_WORDS = "|".join(end for enjeu in ENJEUX for theme in enjeu.themes if "-" not in (end := slug(theme)))
THEME = rf"(?P<theme>[a-z0-9]+(?:-[a-z0-9]+)+|{_WORDS})"
"""A theme of indicators: several words, or one of those that are one word."""
NO_THEME = rf"(?!(?:{_WORDS})$)"
"""What comes before a NAME where a theme of one word could stand too."""
FORM = r"(?P<form>csv|xlsx)"
NUMBER = r"(?P<number>[0-9]{4}-[0-9]{1,9})"
ACTION = r"(?P<code>(?=[^/0-9]*[0-9])[0-9A-Za-z._-]{1,20})"
TOKEN = r"(?P<token>[0-9A-Za-z:_-]{1,200})"
SLUG = r"(?P<slug>[a-z0-9-]{1,40})"
SHEET = r"(?P<code>[a-z0-9-]{1,40})"
PK = r"(?P<number>[0-9]{1,9})"
JOB = r"(?P<job>[0-9A-Za-z_-]{1,22})"
KEY = r"(?P<key>[0-9]{1,9})"
COMMITTEE = r"(?P<slug>[a-z0-9-]{1,60})"
PERIOD = r"(?P<period>[0-9]{4}(?:-[0-9A-Z]{2}){0,2})"
RELEASE = r"(?P<release>[0-9]+-[0-9]{14})"
