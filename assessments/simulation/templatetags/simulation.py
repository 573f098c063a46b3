"""The size of a picture, so that a page does not move while it comes over a slow line."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ..runs.models import Run
from ..runs.scripts import definition_of

register = template.Library()


@register.simple_tag
def size_of(run: Run | None, picture: str) -> SafeString:
    """Return attributes of an `img` that shows a picture of the case; nothing in a draft, and where the case was
    released before its sizes were written. No statement where this process has read the case before.
    """
    sizes = definition_of(str(run.content_id)).get("sizes", {}) if run else {}
    return format_html(' width="{}" height="{}"', *sizes[picture]) if picture in sizes else SafeString("")
