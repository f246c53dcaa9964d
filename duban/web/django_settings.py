"""Django's settings, derived from the one table in `duban.settings`."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from duban.settings import setting
from duban.web.installation import database_from_url, secret_key

BASE = Path(__file__).resolve().parent.parent
DATA = Path(setting("DUBAN_DATA")).resolve()
FILES_FOLDER = DATA / "files"
AUDIT_ANCHORS: Path | None = DATA / "audit-anchors"
VAULT_KEYS = Path(setting("DUBAN_VAULT_KEYS") or DATA / "vault-keys")
OFFICE = setting("DUBAN_OFFICE")

DEBUG = setting("DUBAN_DEBUG") == "1"
SECRET_KEY = secret_key(DATA, setting("DUBAN_SECRET_KEY"))
ALLOWED_HOSTS = [host.strip() for host in setting("DUBAN_ALLOWED_HOSTS").split(",") if host.strip()]
DATABASES = {"default": database_from_url(setting("DUBAN_DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "django_htmx",
    "django_q",
    "ninja",
    "duban.web",
    "duban.audit",
    "duban.files",
    "duban.jobs",
    "duban.organizations",
    "duban.vault",
    "duban.tasks",
    "duban.search",
    "duban.notifications",
    "duban.workbooks",
    "duban.meetings",
    "duban.petitions",
    "duban.inspections",
    "duban.dashboard",
    "duban.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "duban.web.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duban.web.middleware.FragmentRedirectMiddleware",
    "duban.web.middleware.LeadBackMiddleware",
    # every page wants a signed-in person unless its view says otherwise
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "duban.organizations.middleware.ActingMiddleware",
    "duban.organizations.middleware.MustChangePasswordMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "duban.urls"
WSGI_APPLICATION = "duban.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("duban.web.folding.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "duban.web.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "duban.web.form_renderer.Renderer"

# Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "duban_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Static files: served by whitenoise straight from the apps, so nothing must be collected first
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True

# Sign-in
AUTH_USER_MODEL = "organizations.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "organizations:sign_in"
LOGIN_REDIRECT_URL = "web:today"
LOGOUT_REDIRECT_URL = "organizations:sign_in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # an office often shares one address
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_CALLABLE = "duban.organizations.throttling.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions and cookies
SESSION_ENGINE = "duban.organizations.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "duban.web.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"  # a signed cookie: nothing to write

# Headers
HTTPS = setting("DUBAN_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

# Uploads
LARGEST_FILE = 50 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "duban.files.uploads.SealedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "duban.files.uploads.LimitedUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # without files: a pasted text
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_PERMISSIONS = 0o600

# Background work: on the database, ids only, redone where a worker was killed
Q_CLUSTER = {
    "name": "duban",
    "label": _("后台任务"),
    "orm": "default",
    "workers": 1,
    "timeout": 300,
    "retry": 330,
    "max_attempts": 3,
    "bulk": 1,
    "queue_limit": 2,
    "poll": 0.5,
    "recycle": 200,
    "save_limit": 100,
    "catch_up": False,
    "scheduler": False,
    "log_level": "WARNING",
}

# Errors: where, never with which values
DEFAULT_EXCEPTION_REPORTER = "duban.web.reporting.Reporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "duban.web.reporting.NoValues"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "duban.web.reporting.RedactingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
