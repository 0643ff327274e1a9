"""Settings: one file, read from the environment, safe by default.

CHUNGTAY_HOME          folder for the database, snapshots and keys (default ./var)
CHUNGTAY_DATABASE_URL  postgresql://user:password@host:port/name (default: SQLite in CHUNGTAY_HOME)
CHUNGTAY_SECRET_KEY    signing key; made and kept in CHUNGTAY_HOME when absent
CHUNGTAY_DATA_KEY      key for personal data (base64, 32 bytes); made and kept in CHUNGTAY_HOME when absent
CHUNGTAY_STANDARDS     a province's own standards (folder of YAML files)
CHUNGTAY_DEBUG         1 for error pages with traces
CHUNGTAY_MAIL          where e-mail goes: console (default), file (in CHUNGTAY_HOME/mail), smtp://user:password@host:port
CHUNGTAY_MAIL_FROM     the sender's address
CHUNGTAY_HOSTS         host names served, separated by commas
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from chungtay.config.keys import kept_key
from chungtay.config.sources import database_from_url, mail_from_url

HOME = Path(os.environ.get("CHUNGTAY_HOME", "var")).resolve()
SECRET_KEY = os.environ.get("CHUNGTAY_SECRET_KEY") or kept_key(HOME, "secret.key")
CHUNGTAY_DATA_KEY = os.environ.get("CHUNGTAY_DATA_KEY") or kept_key(HOME, "data.key")
CHUNGTAY_STANDARDS = os.environ.get("CHUNGTAY_STANDARDS") or None
DEBUG = os.environ.get("CHUNGTAY_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("CHUNGTAY_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SNAPSHOTS_DIR = HOME / "snapshots"
TESTING = "pytest" in sys.modules

INSTALLED_APPS = [
    "chungtay.units",
    "chungtay.accounts",
    "chungtay.movement",
    "chungtay.registry",
    "chungtay.indicators",
    "chungtay.documents",
    "chungtay.portal",
    "chungtay.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "chungtay.portal.security.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "chungtay.portal.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "chungtay.config.urls"
WSGI_APPLICATION = "chungtay.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "chungtay.portal.context.site",
            ],
        },
    }
]

DATABASES = {"default": database_from_url(os.environ.get("CHUNGTAY_DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:home"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["chungtay.config.formats"]

STATIC_URL = "/static/"
# What packages bring (chart engine, fonts) is laid here by `chungtay manage build_assets`; the repository holds none.
BUILT_ASSETS = HOME / "assets"
BUILT_ASSETS.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BUILT_ASSETS]
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
if not TESTING:
    # `chungtay serve` lays the files out once, each with a compressed copy beside it.
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    }
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_MAX_AGE = 600
WHITENOISE_AUTOREFRESH = DEBUG

# What people send in (evidence, plans as received) is kept here and handed out by views that ask for rights, never
# served as it lies.
MEDIA_ROOT = HOME / "files"

vars().update(mail_from_url(os.environ.get("CHUNGTAY_MAIL"), HOME))
DEFAULT_FROM_EMAIL = os.environ.get("CHUNGTAY_MAIL_FROM", "chungtay@localhost")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 100 * 1024 * 1024
