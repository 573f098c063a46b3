"""A deployment: everything that has to be chosen is an environment variable, see docs/run/settings.md."""

from .base import *  # noqa: F403

SECRET_KEY = env("SECRET_KEY", default="")
_wrong: list[str] = []
if len(SECRET_KEY) < 50:
    _wrong.append("SECRET_KEY is not right: write at least 50 random characters.")
if not DATA_DIR.is_absolute() or DATA_DIR.resolve().is_relative_to(BASE_DIR):
    _wrong.append("MAFUNZO_DATA is not right: write the path from / on of a folder outside that of the program.")
if _wrong:
    end_with(*_wrong)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

LOG_FORMAT = env("LOG_FORMAT", default="json")
LOGGING = structured(json=LOG_FORMAT == "json", level=env("LOG_LEVEL", default="INFO"), security="INFO")

PLUGINS_QUARANTINE = True
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", default=120)
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=12)
SECOND_FACTOR_DAYS = env.int("SECOND_FACTOR_DAYS", default=14)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
# The latter is refused without TLS, see lms.switchboard.public_addresses.
SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^p/"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT
if (
    SECURE_SSL_REDIRECT
):  # with this prefix a browser takes them from this very host alone, and only over TLS (RFC 6265bis, 4.1.3.2)
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
    SHARED_DEVICE_COOKIE_NAME = "__Host-shared-device"
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
