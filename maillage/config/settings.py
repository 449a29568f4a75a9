"""The settings of the web half. Every choice of an operator is an environment variable, named in this file:

- MAILLAGE_HOME: the one folder everything is written in (by default `var` where the command runs);
- MAILLAGE_HOSTS: names the site answers to, separated by commas (by default this machine only);
- MAILLAGE_OPERATOR: the name shown in the header of every page;
- MAILLAGE_SECRET_KEY: by default drawn once and kept in HOME/secret_key;
- MAILLAGE_DEBUG: 1 to develop, never in service.
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

PACKAGE = Path(__file__).resolve().parent.parent
MAILLAGE_HOME = Path(os.environ.get("MAILLAGE_HOME", "var")).resolve()
MAILLAGE_OPERATOR = os.environ.get("MAILLAGE_OPERATOR", "")


def kept_secret(home: Path) -> str:
    """The secret key of this home, drawn at the first call and readable by its owner only."""
    file = home / "secret_key"
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(handle, "w") as out:
        secret = get_random_secret_key()
        out.write(secret)
    return secret


SECRET_KEY = os.environ.get("MAILLAGE_SECRET_KEY") or kept_secret(MAILLAGE_HOME)
DEBUG = os.environ.get("MAILLAGE_DEBUG") == "1"
ALLOWED_HOSTS = [
    name.strip()
    for name in os.environ.get("MAILLAGE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if name.strip()
]

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
APPEND_SLASH = False
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "csp",
    "maillage.directory",
]
# No session and no cookie: nobody signs in yet, and public pages are cached by everyone alike.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "maillage.web.transport.HeadWithoutBody",
    "maillage.web.transport.TextCompression",
    "maillage.web.access.DeniedByDefault",
    "maillage.web.observe.ReleaseCache",
    "maillage.web.observe.FrenchErrors",
]

AUTH_USER_MODEL = "directory.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": MAILLAGE_HOME / "maillage.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
            ),
        },
    }
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "pages", PACKAGE / "web" / "ui" / "templates"],
        "OPTIONS": {
            "builtins": ["django.templatetags.static", "maillage.web.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "maillage.web.observe.shared_context",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = MAILLAGE_HOME / "static"
STATICFILES_DIRS = [
    PACKAGE / "web" / "ui" / "static",
    ("vendor", PACKAGE / "web" / "ui" / "vendor"),
]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
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
        "img-src": [SELF],
        "connect-src": [SELF],
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
