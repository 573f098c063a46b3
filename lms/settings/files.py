"""Files that people upload: in the data folder, or in a bucket of S3 where one is named."""

from typing import Any

from .environment import DATA_DIR, env

MEDIA_URL = "/media/"  # answered by courses.views.admin_file, never by a web server in front
MEDIA_ROOT = DATA_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600
CERTIFICATE_KEYS = env("CERTIFICATE_KEYS", default=str(DATA_DIR / "keys" / "certificates"))
_files: dict[str, Any] = {"BACKEND": "lms.foundation.storage.AtomicFileStorage"}
if env("S3_BUCKET", default=""):
    _files = {
        "BACKEND": "courses.catalogue.storage.Bucket",
        "OPTIONS": {
            "bucket_name": env("S3_BUCKET"),
            "endpoint_url": env("S3_ENDPOINT", default="") or None,
            "region_name": env("S3_REGION", default="") or None,
            "access_key": env("S3_ACCESS_KEY", default="") or None,
            "secret_key": env("S3_SECRET_KEY", default="") or None,
            "default_acl": None,
            "file_overwrite": False,
        },
    }
STORAGES = {"default": _files, "staticfiles": {"BACKEND": "lms.foundation.static_files.Collected"}}

# Backups: where sets go, the public key that encrypts them, and how many are kept of days, weeks and months.
BACKUP_TO = env("BACKUP_TO", default="")
BACKUP_KEY = env("BACKUP_KEY", default="")
BACKUP_KEEP: dict[str, int] = env.dict(
    "BACKUP_KEEP", cast={"value": int}, default={"daily": 7, "weekly": 4, "monthly": 12}
)
# Upgrades: the command that points to another release and restarts a unit, and the units in their order, each with its
# address where it answers requests.
UPGRADE_COMMAND = env("UPGRADE_COMMAND", default="")
UPGRADE_UNITS = env.list(
    "UPGRADE_UNITS",
    default=[
        "mafunzo-web@1=/run/mafunzo/web-1.sock",
        "mafunzo-worker",
        "mafunzo-deadlines",
        "mafunzo-scheduler",
        "mafunzo-web@2=/run/mafunzo/web-2.sock",
    ],
)
ENVIRONMENT = env
