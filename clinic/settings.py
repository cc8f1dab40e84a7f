"""All settings, read from the environment. docs/operating.md lists what an operator may set.

CLINIC_MODE=demo (the default) needs nothing. CLINIC_MODE=production stops the start with a hint
for every value that is missing or unsafe.
"""

from ipaddress import ip_network
from pathlib import Path

import environ
from cryptography.fernet import Fernet
from django.utils.translation import gettext_lazy as _

from clinic.from_environment import (
    Missing,
    SettingsMissing,
    kept_secret,
    new_encryption_key,
    new_secret_key,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
missing = Missing()

# -- Mode ------------------------------------------------------------------------------------

CLINIC_MODE = env.str("CLINIC_MODE", "demo")
if CLINIC_MODE not in {"demo", "production"}:
    raise SettingsMissing("CLINIC_MODE must be demo or production.")
PRODUCTION = CLINIC_MODE == "production"
DEMO = not PRODUCTION

# `make dev` only. In production a traceback in the browser would show what people typed.
DEBUG = DEMO and env.bool("CLINIC_DEBUG", False)

# Everything written at run time: database, uploads, collected static files, demo secrets.
CLINIC_VAR = Path(env.str("CLINIC_VAR", str(BASE_DIR / "var"))).resolve()

# -- Secrets ---------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", "")
# Fernet keys for what people write to us, newest first. Never derived from SECRET_KEY: that one
# may be changed at any time, these must stay as long as anything is encrypted with them.
CLINIC_ENCRYPTION_KEYS = [key for key in env.list("CLINIC_ENCRYPTION_KEYS", default=[]) if key]

if DEMO:
    SECRET_KEY = SECRET_KEY or kept_secret(CLINIC_VAR / "secret-key", new_secret_key)
    CLINIC_ENCRYPTION_KEYS = CLINIC_ENCRYPTION_KEYS or [
        kept_secret(CLINIC_VAR / "encryption-key", new_encryption_key)
    ]
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10:
    missing.note(
        "SECRET_KEY",
        "at least 50 random characters; signs sessions and links. Make one with: make keys",
    )
if not CLINIC_ENCRYPTION_KEYS:
    missing.note(
        "CLINIC_ENCRYPTION_KEYS",
        "one or more Fernet keys, separated by commas, newest first; they encrypt what people "
        "write to the clinic. Make one with: make keys",
    )
for key in CLINIC_ENCRYPTION_KEYS:
    try:
        Fernet(key)
    except ValueError:
        # The key itself is never repeated here: this text ends up in logs.
        missing.note(
            "CLINIC_ENCRYPTION_KEYS", "one of the keys is not a Fernet key; see make keys."
        )

# -- Who may ask, and through whom -----------------------------------------------------------

# HOST is where the server listens; a demonstration may be opened by that name too.
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]", env.str("HOST", "localhost")]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS if DEMO else [])
CSRF_TRUSTED_ORIGINS = env.list(
    "CSRF_TRUSTED_ORIGINS",
    default=[f"https://{host}" for host in ALLOWED_HOSTS if PRODUCTION and host != "*"],
)
# Addresses (or networks) of the proxies whose X-Forwarded-For and -Proto are believed.
CLINIC_PROXIES = env.list("CLINIC_PROXIES", default=[])

if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    missing.note("ALLOWED_HOSTS", "the names of the site, such as clinic.example, never *.")
if PRODUCTION and not CLINIC_PROXIES:
    # Without one no request counts as TLS, and each would be sent to https:// for ever.
    missing.note("CLINIC_PROXIES", "the addresses of the proxy that ends TLS, such as 127.0.0.1.")
for proxy in CLINIC_PROXIES:
    try:
        ip_network(proxy, strict=False)
    except ValueError:
        missing.note("CLINIC_PROXIES", f"{proxy!r} is no address or network; names are not read.")

# -- Apps ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "clinic.apps.ClinicConfig",
    "clinic.apps.ClinicAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "education",
    "consultations",
    "django.forms",  # its widget templates, for FORM_RENDERER below
]

MIDDLEWARE = [
    "clinic.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# There is no LocaleMiddleware: it adds "Vary: Accept-Language" to every public page, although
# our language depends on the path alone.

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
# Lets templates/ override the templates of forms and widgets.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "education.context.clinic",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# -- Database --------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{CLINIC_VAR}/clinic.sqlite3")
}
DATABASE = DATABASES["default"]
# Connections are kept: a new one for every request costs PostgreSQL a factor of three.
DATABASE["CONN_MAX_AGE"] = 600
DATABASE["CONN_HEALTH_CHECKS"] = True

if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    DATABASE["OPTIONS"] = {
        # Without IMMEDIATE, a transaction that reads before it writes fails at once when another
        # one writes ("database is locked"), and the timeout does not help.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds
        # FULL: with NORMAL a power cut loses requests that were already acknowledged.
        # secure_delete: deleted messages must not stay readable in the file.
        "init_command": (
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
        ),
    }
else:
    DATABASE.setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)  # seconds

# No cache is configured on purpose: nothing needs one yet. Django's default keeps values inside
# one process; with two workers a limit counted there would be wrong. Use the database for that.

# -- People ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "education.User"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# -- Words and times -------------------------------------------------------------------------

USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
# With USE_TZ the database holds UTC; this is the zone in which times are shown and typed.
TIME_ZONE = env.str("CLINIC_TIME_ZONE", "Europe/London")

# -- Files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = CLINIC_VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = CLINIC_VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "clinic.storage.StaticStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
# WhiteNoise would let every other site read our files.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Bodies longer than this are answered with 413 before Django sees them (clinic/body_limits.py).
CLINIC_BODY_LIMIT = 1_000_000
CLINIC_UPLOAD_LIMIT = 10_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = CLINIC_BODY_LIMIT
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = CLINIC_BODY_LIMIT

# -- The browser -----------------------------------------------------------------------------

# Django 6's shape; clinic.middleware.security_headers applies it until then.
SECURE_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "script-src": ["'self'"],
    "font-src": ["'self'"],
    # Bootstrap draws its ticks and arrows with data: pictures.
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
# Never no-referrer: browsers then send "Origin: null" and Django refuses every form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
# The clinic's domain may carry things that are not ours and have no TLS; it decides about them.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("CLINIC_HSTS_WHOLE_DOMAIN", False)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# clinic.proxies removes this header unless a configured proxy sent it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CLINIC_PROXIES else None

# A __Host- cookie belongs to this host alone, over TLS. Lax, so that a link in a mail to staff
# still finds them signed in.
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds; a working day
CSRF_COOKIE_AGE = None  # ends with the browser: a patient who asked once is not marked for a year
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# The page keeps what was typed (architecture.md, "Rules that hold everywhere").
CSRF_FAILURE_VIEW = "consultations.views.csrf_failure"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- Logs ------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "clinic.logs.WithoutTokens"}},
    "formatters": {"plain": {"()": "clinic.logs.WithoutValues"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["without_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own handlers would mail tracebacks to ADMINS and print without our filter.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}

missing.stop()
