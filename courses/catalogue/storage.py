"""The bucket of a deployment, whose files are sent by the web server, with the same checks as those of a folder."""

from urllib.parse import quote

from django.conf import settings
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """Bucket of private objects, which browsers never ask: nobody gets an address that opens a file without signing
    in.
    """

    def url(self, name: str, *_arguments: object, **_named: object) -> str:
        return settings.MEDIA_URL + quote(name)
