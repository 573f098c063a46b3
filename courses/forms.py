"""The form with which pages are edited."""

from wagtail.admin.forms import WagtailAdminPageForm


class ReleasedPageForm(WagtailAdminPageForm):
    pass
