"""The embedded default: nothing but Python on the machine, for the demo and for development."""

from .base import *  # noqa: F403

SECRET_KEY = env("SECRET_KEY", default="") or drawn_key(DATA_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# The key of all embedded installations until each drew its own: signs nothing, and what was encrypted with it is read.
ENCRYPTED_BEFORE = ["for-the-demo-on-this-machine-only"]
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver", *ALLOWED_HOSTS]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
SMS_URL = env("SMS_URL", default="file:")
LOGGING = structured(json=LOG_FORMAT == "json", level=env("LOG_LEVEL", default="WARNING"))
