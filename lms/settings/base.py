"""Settings common to every deployment. Different values are read from the environment."""

from typing import Literal
from urllib.parse import quote
from zoneinfo import available_timezones

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.discovery import discover
from lms.foundation.plugins.manifest import settings_of

from .background import *  # noqa: F403
from .databases import *  # noqa: F403
from .environment import *  # noqa: F403
from .files import *  # noqa: F403
from .logs import structured
from .notices import *  # noqa: F403
from .policies import *  # noqa: F403
from .reserved_names import reserved

DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

ABOVE_PLUGINS = [
    "home",
    "lms.desks.dashboards",
    "lms.desks.saved_reports",
    "lms.desks.indicators",
    "lms.desks.followups",
    "certificates",
    "lms.desks.teaching",
    "lms.desks.reporting",
    "lms.desks.notices",
    "lms.desks.search",
    "lms.desks.offline",
    "lms.desks.privacy",
    "assessments.casework",
]
BELOW_PLUGINS = [
    "lms.learning.progress",
    "courses",
    "lms.switchboard",
    "lms.files",
    "lms.people",
    "lms.foundation.work",
    "lms.foundation.interface",
    "lms.people.apps.AllauthAccounts",
    "allauth",
    "allauth.mfa",
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
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# The plugins that are allowed, those of Mafunzo itself among them. Taking one out unplugs it: the rest goes on.
BUILT_IN_PLUGINS = {
    "calendar": "lms.desks.calendar.apps:CalendarPlugin",
    "questions": "assessments.questions.apps:Questions",
    "quiz": "assessments.quiz.apps:QuizPlugin",
    "scenario": "assessments.scenario.apps:ScenarioPlugin",
    "simulation": "assessments.simulation.apps:SimulationPlugin",
    "meetings": "lms.learning.sessions.apps:SessionsPlugin",
    "conversations": "lms.desks.conversations.apps:ConversationsPlugin",
    "observation": "assessments.observation.apps:ObservationPlugin",
    "assignment": "assessments.assignment.apps:AssignmentPlugin",
    "refreshers": "assessments.refreshers.apps:RefreshersPlugin",
}
PLUGINS = discover(
    env.list("MAFUNZO_PLUGINS", default=["built-in"]),
    built_in=BUILT_IN_PLUGINS,
    reserved=reserved([*ABOVE_PLUGINS, *BELOW_PLUGINS]),
)
PLUGIN_SETTINGS = {
    plugin.slug: settings_of(plugin.manifest, plugin.slug, env.ENVIRON) for plugin in PLUGINS if plugin.manifest
}
# Whether a plugin that cannot run is left out and shown on /health/, or stops “manage.py check”.
PLUGINS_QUARANTINE = False

INSTALLED_APPS = [*ABOVE_PLUGINS, *(plugin.app for plugin in PLUGINS if plugin.runs), *BELOW_PLUGINS]

MIDDLEWARE = [
    "home.operation.middleware.RequestLog",
    "home.operation.middleware.ShortNotModified",
    "home.operation.middleware.PermissionsPolicy",
    "home.operation.middleware.NeverCached",
    "django.middleware.security.SecurityMiddleware",
    "lms.foundation.static_files.StaticFiles",
    "home.operation.policy.ContentPolicy",
    "lms.switchboard.public_addresses.WithoutCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "home.operation.outages.Outages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "lms.people.identity.sign_in.middleware.SignedIn",
    "home.operation.middleware.BodyLimit",
    "lms.people.identity.sign_in.middleware.AskedFirst",
    "lms.desks.privacy.middleware.NoticeFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lms.foundation.interface.middleware.PageForRefusedMethod",
    "courses.access.guard.AdminGuard",
    "courses.editing.middleware.AdminTransaction",
    "courses.access.guard.AdminViewer",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "lms.switchboard.middleware.PluginAddresses",
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
                "lms.foundation.interface.context_processors.frame",
            ],
        },
    }
]

# People
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "lms.people.identity.sessions.backends.ServiceNumberBackend",
    "lms.people.identity.factors.backends.OneTimePassword",
    "lms.people.identity.accounts.backends.CardCode",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_HASHERS = ["lms.people.identity.protection.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["service_number", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lms.people.identity.protection.strength.Strength"},
]
SESSION_ENGINE = "lms.people.identity.sign_in.session_store"
SHARED_DEVICE_COOKIE_NAME = "shared-device"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # without use
# Of staff: how long without use, and how long at all; 0 is as others.
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", default=0)
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=0)
# For how many days an activation card counts.
ACTIVATION_DAYS = env.int("ACTIVATION_DAYS", default=30)
PASSWORD_RESET_TIMEOUT = 60 * 60  # of every link that is sent by mail; the mails and pages say “one hour”

# What one person may send of answers in a minute; each KB of them counts as one.
ANSWERS_PER_MINUTE = env.int("ANSWERS_PER_MINUTE", default=300)

# The second factor: of allauth its tables and methods, none of its pages.
# Asked of staff after so many days, at once with 0, of nobody with -1; institutions may say otherwise.
SECOND_FACTOR_DAYS = env.int("SECOND_FACTOR_DAYS", default=-1)
MFA_ADAPTER = "lms.people.identity.factors.adapter.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Mafunzo"

# Hosts of identity providers inside the network, which may have private addresses; all others have to be public.
SIGN_ON_INTERNAL_HOSTS = env.list("SIGN_ON_INTERNAL_HOSTS", default=[])

# Hosts of registries inside the network from which lists of people may be read; all others have to be public.
PEOPLE_SOURCE_INTERNAL_HOSTS = env.list("PEOPLE_SOURCE_INTERNAL_HOSTS", default=[])

# Sign-in is throttled per account and per address.
AXES_HANDLER = "lms.people.identity.protection.throttling.Throttle"
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", default=8)
SIGN_IN_FAILURES_OF_AN_ADDRESS = env.int("SIGN_IN_FAILURES_OF_AN_ADDRESS", default=80)
AXES_COOLOFF_TIME = 0.25
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a locked address would go on closing accounts
AXES_LOCKOUT_PARAMETERS = [["username"], ["ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "lms.people.identity.protection.throttling.account"
AXES_LOCKOUT_CALLABLE = "lms.people.identity.sign_in.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True
AXES_CLIENT_IP_CALLABLE = "lms.people.identity.protection.throttling.address"

# Days in which the erasure of a person can be stopped, and by table for how many days records are kept where that is
# not as their room says; 0 for good.
ERASURE_DAYS = env.int("ERASURE_DAYS", default=7)
RETENTION_DAYS: dict[str, int] = env.dict("RETENTION_DAYS", cast={"value": int}, default={})

# Languages
LANGUAGE_CODE = "en"
LANG_INFO.setdefault("am", {"bidi": False, "code": "am", "name": "Amharic", "name_local": "አማርኛ"})
LANG_INFO.setdefault("so", {"bidi": False, "code": "so", "name": "Somali", "name_local": "Soomaali"})
LANG_INFO.setdefault("om", {"bidi": False, "code": "om", "name": "Afaan Oromo", "name_local": "Oromoo"})
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("ar", _("Arabic")),
    ("am", _("Amharic")),
    ("so", _("Somali")),
    ("sw", _("Swahili")),
    ("om", _("Afaan Oromo")),
]
LOCALE_PATHS = [next(path for path in (BASE_DIR / "locale", BASE_DIR / "lms" / "locale") if path.exists())]
"""Beside the rooms in a checkout, within `lms` where Mafunzo is installed as a package."""
FORMAT_MODULE_PATH = ["lms.foundation.interface.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="Africa/Nairobi")
LANGUAGE_COOKIE_SAMESITE: Literal["Lax"] = "Lax"

# Files
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = DATA_DIR / "static"

# Logs
LOG_FORMAT = env("LOG_FORMAT", default="text")
LOGGING = structured(json=LOG_FORMAT == "json", level=env("LOG_LEVEL", default="INFO"))

# Mail. Without a server each is a file in the data folder: on the console, which is logged, nobody must find a link.
EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{quote(str(DATA_DIR / 'mail'))}")
globals().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="mafunzo@localhost")
# Who is mailed when a part of the installation breaks or works again; without addresses the superusers.
ALERT_MAIL = env.list("ALERT_MAIL", default=[])

# Safety
METRICS_TOKEN = env("METRICS_TOKEN", default="")  # without it nobody reads /metrics
ENCRYPTED_BEFORE: list[str] = []  # keys with which secrets are decrypted, and nothing is signed or encrypted
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
UPLOAD_MOST = 64 * 1024 * 1024  # of the largest file that an editor uploads, with its form
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lms.foundation.interface.error_views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"

# Wagtail
WAGTAIL_SITE_NAME = "Mafunzo"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a new translation is a draft, whatever its source is
WAGTAILADMIN_LOGIN_URL = "sign-in"
WAGTAIL_USER_TIME_ZONES = sorted({TIME_ZONE, *(zone for zone in available_timezones() if zone.startswith("Africa/"))})
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]  # its pages for browsers are not installed
}
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = (
    False  # /password/, /password/forgotten/ and /e-mail/ are ours: they ask for the present password,
)
WAGTAIL_PASSWORD_RESET_ENABLED = False  # count who guesses, and tell nobody which addresses are known
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_FORM_BASE = "courses.access.uploads.ImageForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000  # a picture takes 4 bytes of memory for each while it is made smaller
WAGTAILDOCS_DOCUMENT_FORM_BASE = "courses.access.uploads.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # all are downloads
WAGTAILMEDIA = {
    "MEDIA_FORM_BASE": "courses.access.uploads.MediaForm",
    "AUDIO_EXTENSIONS": ["mp3", "ogg", "opus", "m4a"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
