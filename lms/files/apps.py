"""Files that are made in the background."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .personal_data import PERSONAL_DATA


class FilesConfig(AppConfig):
    name = "lms.files"
    label = "files"
    verbose_name = _("Files")
    personal_data = PERSONAL_DATA

    def ready(self) -> None:
        from . import notices

        notices.register()
