"""Views of snippets in Wagtail's admin, with the one heading of their page that Wagtail's own leave out; and lists that
are searched by folded words.
"""

from typing import Any

from wagtail.snippets.views import snippets

from lms.foundation.database.folded import with_words


class Headed:
    """Wagtail's header shows `title` to screen readers as the H1, and its templates of snippets pass none on."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]  # of Wagtail's view
        return {"title": context.get("header_title", ""), **context}


class CreateView(Headed, snippets.CreateView):
    pass


class EditView(Headed, snippets.EditView):
    pass


class CopyView(Headed, snippets.CopyView):
    pass


class FoldedIndexView(snippets.IndexView):
    """List whose search compares the words of the column `folded`, a `FoldedField`."""

    def search_queryset(self, queryset: Any) -> Any:
        return with_words(queryset, "folded", self.search_query) if self.is_searching else queryset
