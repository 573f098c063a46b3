"""Storage of files to import while they wait: never below MEDIA_ROOT, from which a web server may hand files to
anybody.
"""

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, default_storage

from lms.foundation.storage import AtomicFileStorage


def private() -> Storage:
    """Return the bucket of the deployment, whose objects are private, or else a folder of the data folder that nothing
    serves.
    """
    if isinstance(default_storage, FileSystemStorage):
        return AtomicFileStorage(location=settings.DATA_DIR / "private")
    return default_storage
