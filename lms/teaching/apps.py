"""Teaching: views of what learners did, for the people responsible for them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TeachingConfig(AppConfig):
    name = "lms.teaching"
    verbose_name = _("Teaching")
