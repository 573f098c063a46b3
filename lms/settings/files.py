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
STORAGES = {"default": _files, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

# Backups: where sets go, the public key that encrypts them, and how many are kept of days, weeks and months.
BACKUP_TO = env("BACKUP_TO", default="")
BACKUP_KEY = env("BACKUP_KEY", default="")
BACKUP_KEEP: dict[str, int] = env.dict(
    "BACKUP_KEEP", cast={"value": int}, default={"daily": 7, "weekly": 4, "monthly": 12}
)
ENVIRONMENT = env
