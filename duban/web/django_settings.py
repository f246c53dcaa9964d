"""Django's settings, derived from the one table in `duban.settings`."""

from __future__ import annotations

from pathlib import Path

from duban.settings import setting
from duban.web.installation import database_from_url, secret_key

BASE = Path(__file__).resolve().parent.parent
DATA = Path(setting("DUBAN_DATA")).resolve()

DEBUG = setting("DUBAN_DEBUG") == "1"
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = [host.strip() for host in setting("DUBAN_ALLOWED_HOSTS").split(",") if host.strip()]
DATABASES = {"default": database_from_url(setting("DUBAN_DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "django_q",
    "rules",
    "duban.web",
    "duban.audit",
    "duban.files",
    "duban.jobs",
    "duban.organizations",
    "duban.tasks",
    "duban.meetings",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
