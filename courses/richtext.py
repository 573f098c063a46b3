"""Rich text as learners get it: cleaned, links named by catalogue id and files by hash instead of by Wagtail's URLs."""

import re
from html import escape, unescape

import nh3
from wagtail.documents import get_document_model
from wagtail.models import Page

from .media import keep, path_of

TAGS = {"p", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br", "h3", "h4"}
_LINK = re.compile(r'<a\b([^>]*)>', re.I)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def _target(attributes: dict[str, str], media: set[str]) -> str:
    """Where a stored link leads a learner; "" where it leads nowhere any more."""
    if attributes.get("linktype") == "page":
        page = Page.objects.filter(pk=attributes.get("id") or 0).first()
        return f"/learn/to/{page.translation_key}/" if page else ""
    if attributes.get("linktype") == "document":
        document = get_document_model().objects.filter(pk=attributes.get("id") or 0).first()
        if document is None:
            return ""
        kept = keep(document.file, name=document.filename)
        media.add(kept)
        return path_of(kept)
    return unescape(attributes.get("href", ""))


def safe_html(source: str, media: set[str]) -> str:
    """`source` as stored by Wagtail's editor, as safe HTML; names of files it needs are added to `media`."""

    def link(match: re.Match[str]) -> str:
        href = _target(dict(_ATTRIBUTE.findall(match[1])), media)
        return f'<a href="{escape(href)}">' if href else "<a>"

    rewritten = _LINK.sub(link, source)
    return nh3.clean(rewritten, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener")
