"""Patch of Wagtail’s lists and reports as files for spreadsheets: no cell starts a formula."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from lms.foundation.text.spreadsheets import defuse

_as_wagtail_writes = SpreadsheetExportMixin.preprocess_field_value


def _defused(view: SpreadsheetExportMixin, field: str, value: object, export_format: str) -> object:
    written = _as_wagtail_writes(view, field, value, export_format)
    return defuse(written) if isinstance(written, str) else written


def defuse_exports() -> None:
    """Patch exports: from now on no cell of an export starts a formula: lists and reports, Wagtail's and others', write
    through this method.
    """
    SpreadsheetExportMixin.preprocess_field_value = _defused
