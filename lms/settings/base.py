"""What every deployment shares. Whatever differs between deployments is read from the environment."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from lms.plugins.discovery import discover
from lms.plugins.manifest import settings_of

from .logs import structured
from .names import reserved

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

# Where what the installation writes is kept: the embedded database, files, the embedded queue.
DATA_DIR = Path(env("MAFUNZO_DATA", default=str(BASE_DIR / ".demo")))

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")

ABOVE_PLUGINS = ["home", "certificates", "lms.teaching", "lms.reporting"]
BELOW_PLUGINS = [
    "lms.progress",
    "courses",
    "lms.switchboard",
    "lms.people",
    "lms.interface",
    "axes",
    "csp",
    "storages",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtailmedia",
    "lms.people.apps.PeopleInWagtail",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# The plugins that are allowed, those of Mafunzo itself among them. Taking one out unplugs it: the rest goes on.
BUILT_IN_PLUGINS = {
    "questions": "assessments.questions.apps:Questions",
    "quiz": "assessments.quiz.apps:QuizPlugin",
}
PLUGINS = discover(
    env.list("MAFUNZO_PLUGINS", default=list(BUILT_IN_PLUGINS)),
    built_in=BUILT_IN_PLUGINS,
    reserved=reserved([*ABOVE_PLUGINS, *BELOW_PLUGINS]),
)
PLUGIN_SETTINGS = {plugin.slug: settings_of(plugin.manifest, plugin.slug, env.ENVIRON) for plugin in PLUGINS if plugin.manifest}
# Whether a plugin that cannot run is left out and shown on /health/, or stops “manage.py check”.
PLUGINS_QUARANTINE = False

INSTALLED_APPS = [*ABOVE_PLUGINS, *(plugin.app for plugin in PLUGINS if plugin.runs), *BELOW_PLUGINS]

MIDDLEWARE = [
    "home.middleware.RequestLog",
    "home.middleware.PermissionsPolicy",
    "home.middleware.NotKept",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.people.middleware.OwnPassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "courses.middleware.AdminTransaction",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "lms.switchboard.guard.PluginAddresses",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.interface.context_processors.frame",
            ],
        },
    }
]

# Databases: PostgreSQL where DATABASE_URL says so, else SQLite in the data folder.
_url = env("DATABASE_URL", default="")
if _url:
    DATABASES = {"default": env.db_url_config(_url)}
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8)},
        # Statements of pages are short: compiling them or sharing them out costs more than it saves, and reports must not take every core.
        "options": env("DATABASE_OPTIONS", default="-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"),
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "mafunzo.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
            },
        }
    }

REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "mafunzo"}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Background work: Redis in production, folders of the data folder in the embedded default. Rows are the truth, see docs/operations.md.
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800, "socket_timeout": 5, "socket_connect_timeout": 2, "max_retries": 1}
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue" / "messages"),
        "data_folder_out": str(DATA_DIR / "queue" / "messages"),
        "control_folder": str(DATA_DIR / "queue" / "control"),
        "polling_interval": 0.1,
    }
CELERY_BEAT_SCHEDULE = {
    "sweep-stale-courses": {"task": "courses.tasks.sweep", "schedule": 60},
    "sweep-assignments": {"task": "lms.progress.tasks.sweep", "schedule": 60},
    "sweep-deadlines": {"task": "lms.progress.tasks.sweep_deadlines", "schedule": 30},
    "sweep-deliveries": {"task": "lms.switchboard.tasks.sweep", "schedule": 60},
    "run-jobs": {"task": "lms.switchboard.tasks.run_jobs", "schedule": 60},
    "sweep-certificates": {"task": "certificates.tasks.sweep", "schedule": 60},
    "issue-missing-certificates": {"task": "certificates.tasks.issue_missing", "schedule": crontab(hour="0", minute="15")},
    "heartbeat": {"task": "home.tasks.beat", "schedule": 30},
    "publish-scheduled": {"task": "home.tasks.publish_scheduled", "schedule": 300},
}

# People
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "lms.people.backends.ServiceNumberBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_HASHERS = ["lms.people.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["service_number", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

# Sign-in is throttled per account and per address.
AXES_HANDLER = "lms.people.throttling.Throttle"
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", default=8)
SIGN_IN_FAILURES_OF_AN_ADDRESS = env.int("SIGN_IN_FAILURES_OF_AN_ADDRESS", default=80)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username"], ["ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "lms.people.throttling.account"
AXES_LOCKOUT_CALLABLE = "lms.people.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_IPWARE_PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# Languages
LANGUAGE_CODE = "en"
LANG_INFO.setdefault("am", {"bidi": False, "code": "am", "name": "Amharic", "name_local": "አማርኛ"})
LANG_INFO.setdefault("so", {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"})
LANG_INFO.setdefault("om", {"bidi": False, "code": "om", "name": "Afaan Oromo", "name_local": "Afaan Oromoo"})
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("ar", _("Arabic")),
    ("am", _("Amharic")),
    ("so", _("Somali")),
    ("sw", _("Swahili")),
    ("om", _("Afaan Oromo")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="Africa/Nairobi")
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
_files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
if env("S3_BUCKET", default=""):
    _files = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env("S3_BUCKET"),
            "endpoint_url": env("S3_ENDPOINT", default=None),
            "region_name": env("S3_REGION", default=None),
            "access_key": env("S3_ACCESS_KEY", default=None),
            "secret_key": env("S3_SECRET_KEY", default=None),
            "default_acl": None,
            "file_overwrite": False,
        },
    }
STORAGES = {"default": _files, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

# Logs
LOG_FORMAT = env("LOG_FORMAT", default="text")
LOGGING = structured(json=LOG_FORMAT == "json", level=env("LOG_LEVEL", default="INFO"))

# Mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
globals().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="mafunzo@localhost")

# Safety
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
        "manifest-src": [SELF],
    },
}

# Wagtail
WAGTAIL_SITE_NAME = "Mafunzo"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_LOGIN_URL = "sign-in"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILMEDIA = {"AUDIO_EXTENSIONS": ["mp3", "ogg", "opus", "m4a"], "VIDEO_EXTENSIONS": ["mp4", "webm"]}
