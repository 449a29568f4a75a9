"""The settings of the web half. Every choice of an operator is an environment variable, named in this file:

- MAILLAGE_HOME: the one folder everything is written in (by default `var` where the command runs);
- MAILLAGE_HOSTS: names the site answers to, separated by commas (by default this machine only);
- MAILLAGE_OPERATOR: the name shown in the header of every page;
- MAILLAGE_CONTACT: how readers write to the operator, an e-mail address, a web address or a few words;
- MAILLAGE_LOGO: path of the operator's logo, a PNG or an SVG that only draws, 200 kB at most;
- MAILLAGE_ACCENT: the colour of links and actions, # and six digits, in place of our teal;
- MAILLAGE_THEME: "dsfr" for the State's look, reserved to its sites, which needs the extra of that name;
- MAILLAGE_BACKGROUND: what lies under the map: the path or the address of a PMTiles archive, or "ign" for the IGN's,
  asked of data.geopf.fr by each reader's browser (by default nothing); MAILLAGE_BACKGROUND_CREDIT: who made it;
- MAILLAGE_ADDRESS: the address of the site in what it sends by e-mail, such as https://numerique.exemple.fr;
- MAILLAGE_SMTP: the server that sends mails, such as smtp://user:password@host:587 (see docs/commands.md);
- MAILLAGE_FROM: the address mails come from;
- MAILLAGE_DEMO: 1 to let whoever comes try a simulated territory, 0 never (by default on this machine only);
- MAILLAGE_IPE_VISIBILITY: who sees the dates of confidential files: collectivites (by default), equipe-projet, public;
- MAILLAGE_COST_VISIBILITY: who reads what finishing fibre would cost: the same levels, collectivites by default;
- MAILLAGE_SECOND_FACTOR: the roles that must give a second factor (by default administrateur; personne: none);
- MAILLAGE_OIDC_ISSUER, _CLIENT, _SECRET, _NAME: who else may say who members are, such as ProConnect;
- MAILLAGE_CLAMAV: where the operator's antivirus (clamd) answers, such as /run/clamav/clamd.ctl or host:3310;
- MAILLAGE_PROXIES: how many proxies of the operator's are before the site, to know who writes to it (by default 0);
- DATABASE_URL: where what people write is kept, such as postgresql://user:password@host/base (by default in HOME);
- MAILLAGE_SECRET_KEY: by default drawn once and kept in HOME/secret_key;
- MAILLAGE_DEBUG: 1 to develop, never in service.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

from maillage.config import database, mailing, signing
from maillage.directory.uploads.clamav import Antivirus
from maillage.kernel.errors import DataError
from maillage.web.drawing import background
from maillage.web.gate import visibility
from maillage.web.ui.look import chosen

PACKAGE = Path(__file__).resolve().parent.parent
MAILLAGE_HOME = Path(os.environ.get("MAILLAGE_HOME", "var")).resolve()
MAILLAGE_OPERATOR = os.environ.get("MAILLAGE_OPERATOR", "")
MAILLAGE_CONTACT = os.environ.get("MAILLAGE_CONTACT", "").strip()
MAILLAGE_LOOK = chosen(os.environ)
MAILLAGE_BACKGROUND = background.chosen(os.environ, MAILLAGE_HOME)
MAILLAGE_IPE_VISIBILITY = visibility.chosen(os.environ)
MAILLAGE_COST_VISIBILITY = visibility.chosen(os.environ, visibility.COST)


def kept_secret(home: Path) -> str:
    """The secret key of this home, drawn at the first call and readable by its owner only."""
    file = home / "secret_key"
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = file.read_text().strip()
        if not kept:
            raise DataError(
                f"{file} est vide : remettez-le d’une sauvegarde. Sans elle, supprimez-le : un autre sera tiré, "
                "et chacun devra se reconnecter."
            ) from None
        return kept
    with os.fdopen(handle, "w") as out:
        secret = get_random_secret_key()
        out.write(secret)
    return secret


SECRET_KEY = os.environ.get("MAILLAGE_SECRET_KEY") or kept_secret(MAILLAGE_HOME)
DEBUG = os.environ.get("MAILLAGE_DEBUG") == "1"
ALLOWED_HOSTS = [
    name.strip() for name in os.environ.get("MAILLAGE_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name.strip()
]

MAILLAGE_ADDRESS = mailing.address(os.environ, ALLOWED_HOSTS[0])
MAILLAGE_PROXIES = mailing.proxies(os.environ)
MAILLAGE_CLAMAV = Antivirus.parse(os.environ.get("MAILLAGE_CLAMAV", ""))

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
APPEND_SLASH = False
# An app of ours is a folder of these rooms, with its apps.py.
OURS = [
    "maillage.directory",
    *(
        f"maillage.{room}.{path.parent.name}"
        for room in ("directory", "commons", "steering")
        for path in sorted((PACKAGE / room).glob("*/apps.py"))
    ),
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "csp",
    *OURS,
    "simple_history",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "wagtail.users",
    "wagtail.snippets",
    # Wagtail's pages name the addresses of these two, which are shut: see maillage/web/gate/backoffice.py.
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
]
# No session and no cookie outside of the areas of web/gate/writing.py: public pages are cached by everyone alike.
MIDDLEWARE = [
    "maillage.web.gate.transport.Scheme",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "maillage.web.gate.backoffice.Policy",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "maillage.web.gate.transport.HeadWithoutBody",
    "maillage.web.gate.transport.TextCompression",
    "maillage.web.gate.access.DeniedByDefault",
    "maillage.web.gate.observatory.ReleaseCache",
    "maillage.web.gate.moved.FormerCommunes",
    "maillage.web.gate.observatory.FrenchErrors",
    "maillage.web.gate.writing.Sessions",
    "maillage.web.gate.writing.Forgeries",
    "maillage.web.gate.writing.People",
    "allauth.account.middleware.AccountMiddleware",
    "maillage.web.gate.backoffice.Messages",
]

AUTH_USER_MODEL = "directory.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email",)}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database.chosen(os.environ, MAILLAGE_HOME)}

# The queue of long work, which `maillage work` takes: see maillage/directory/jobs/ and maillage/config/work.py.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web", PACKAGE / "web" / "ui" / "templates"],
        "OPTIONS": {
            "builtins": ["django.templatetags.static", "maillage.web.ui.tags", "maillage.web.ui.links"],
            "context_processors": [
                "django.template.context_processors.request",
                "maillage.web.gate.observatory.shared_context",
            ],
            "libraries": {"editorial": "maillage.web.share.editorial.tags"},
            "loaders": [("django.template.loaders.cached.Loader", ["maillage.web.ui.loading.Loader"])],
        },
    },
    {
        # Wagtail's own templates, which need what public pages must not: who is signed in.
        "NAME": "backoffice",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Mails: see maillage/config/mailing.py. Without a server, what would leave is written to the standard output.
MAILLAGE_MAILS = mailing.chosen(os.environ)
MAILLAGE_DEMONSTRATION = mailing.demonstrates(os.environ, ALLOWED_HOSTS, MAILLAGE_MAILS)
EMAIL_BACKEND = "maillage.directory.mailbox.EmailBackend" if MAILLAGE_DEMONSTRATION else MAILLAGE_MAILS.backend
EMAIL_HOST, EMAIL_PORT = MAILLAGE_MAILS.host, MAILLAGE_MAILS.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAILLAGE_MAILS.user, MAILLAGE_MAILS.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAILLAGE_MAILS.starttls, MAILLAGE_MAILS.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = MAILLAGE_MAILS.sender or f"ne-pas-repondre@{ALLOWED_HOSTS[0]}"
# The link that signs in, sent by e-mail: works once, for a quarter of an hour.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "sesame.backends.ModelBackend"]
SESAME_MAX_AGE, SESAME_ONE_TIME = 15 * 60, True
# The second factor, and OpenID Connect: allauth's, behind pages of ours. Tries are counted by directory/limits.py.
MAILLAGE_SECOND_FACTOR = signing.second_factor(os.environ)
MAILLAGE_OIDC = signing.provider(os.environ)
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "desk"
ACCOUNT_ADAPTER = "maillage.web.members.sign_in.adapters.People"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS = {"email"}, ["email*"]
ACCOUNT_EMAIL_VERIFICATION = SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
MFA_ADAPTER = "maillage.web.members.sign_in.adapters.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "maillage.web.members.sign_in.adapters.Providers"
SOCIALACCOUNT_PROVIDERS = MAILLAGE_OIDC.known
SOCIALACCOUNT_STORE_TOKENS = False

# The back office: see maillage/web/gate/backoffice.py and docs/editorial.md.
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/gestion/"
# Lax: who comes from the link of a mail, in a webmail, stays signed in.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "maillage_gestion", "maillage_formulaire"
SESSION_COOKIE_AGE, CSRF_COOKIE_AGE = 12 * 3600, None
# Whoever came once by https comes back by it, for a year; the other names of the domain are not ours to bind.
SECURE_HSTS_SECONDS = 365 * 24 * 3600
# A form may come from any of the names of the site.
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS if name != "*"]
CSRF_FAILURE_VIEW = "maillage.web.gate.writing.forged"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAIL_SITE_NAME = MAILLAGE_OPERATOR or "Maillage"
WAGTAILADMIN_BASE_URL = MAILLAGE_ADDRESS
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("fr", "Français")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link", "ul", "ol"]},
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILADMIN_STATIC_FILE_VERSION_STRINGS = True
WAGTAILADMIN_USER_LOGIN_FORM = "maillage.commons.editorial.forms.SignIn"
# Nothing is asked of another site; the back office sends no e-mail and receives no file.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}

STATIC_URL = "/static/"
STATIC_ROOT = MAILLAGE_HOME / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "ui" / "static", ("vendor", PACKAGE / "web" / "ui" / "vendor")]
# Written when the static files are gathered: names what they are, so that no kept page asks for older ones.
GATHERED = STATIC_ROOT / "gathered"
STATICFILES_FINDERS = [
    "maillage.web.ui.finder.LookFinder",
    "maillage.web.ui.finder.PageFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "maillage.config.statics.Gathered"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, *filter(None, [MAILLAGE_BACKGROUND.host])],
        "connect-src": [SELF, *filter(None, [MAILLAGE_BACKGROUND.host])],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A wrong address is its reader's mistake, and is told to its reader.
    "loggers": {"django.request": {"level": "ERROR"}},
}
