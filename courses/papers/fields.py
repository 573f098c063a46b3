"""Fields of forms, as questions ask for them: by a reference, the slug of the form and the field's name."""

from collections.abc import Iterator
from typing import TypedDict

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.blocks import StructValue

from ..pages.translations import live_pages
from .models import PaperPage


class PaperField(TypedDict):
    """A field as a question freezes it; `options` are those of a choice, or the columns of a table."""

    name: str
    label: str
    type: str
    options: list[str]
    rows: int
    help: str
    guidance: str


class Paper(TypedDict):
    slug: str
    title: str
    fields: dict[str, PaperField]


def papers(language: str) -> list[PaperPage]:
    """Return one live page of each form, in `language` where there is one."""
    return live_pages(PaperPage, language, "title")


def paper_named(slug: str, language: str) -> Paper | None:
    """Return the form with this slug, with its fields by name; None where it is not published."""
    page = next(iter(live_pages(PaperPage, language, "pk", slug=slug)), None)
    if page is None:
        return None
    fields = {block.value["name"]: _field(block.value) for block in page.fields if block.block_type == "field"}
    return {"slug": slug, "title": page.title, "fields": fields}


def _field(value: StructValue) -> PaperField:
    texts = {name: value[name] or "" for name in ("name", "label", "type", "help", "guidance")}
    return {**texts, "options": list(value["options"]), "rows": value["rows"] or 1}  # type: ignore[typeddict-item]  # the names are those of the shape


def paper_choices() -> list[tuple[str, str]]:
    return [(page.slug, page.title) for page in papers(get_language() or "")]


def field_choices() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each form with its fields, for a list to choose from."""
    for page in papers(get_language() or ""):
        fields = [block.value for block in page.fields if block.block_type == "field"]
        yield page.title, [(f"{page.slug}#{one['name']}", one["label"]) for one in fields]


@require_safe
def show_paper(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a blank form in the reader's language where there is one; 404 for a form that is not published."""
    page = next(iter(live_pages(PaperPage, get_language() or "", "pk", slug=slug)), None)
    if page is None:
        raise Http404(_("There is no such form."))
    return page.serve(request)
