"""Static files of two versions side by side, while the processes of one are replaced by those of the next."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

from lms.version import VERSION


class Collected(CompressedManifestStaticFilesStorage):
    """Storage of collected files. Each version keeps a list of its own: one that is started again finds its names."""

    manifest_name = f"staticfiles-{VERSION}.json"

    def get_modified_time(self, name: str) -> datetime:
        """Refuse to say it, so that `collectstatic` copies each file: those of a release are as old as its commit, and
        may be older than the copy of the release before.
        """
        raise NotImplementedError


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise that also finds what was collected after this process began: a page of the next version, which another
    process served, names files of the next version.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        url = request.path_info
        if not self.autorefresh and url.startswith(self.static_prefix) and url not in self.files:
            self.directories = [(f"{settings.STATIC_ROOT}/", self.static_prefix)]
            if found := self.find_file(url):
                self.files[url] = found
        return super().__call__(request)
