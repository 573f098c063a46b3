"""Words of the glossary: one glossary for the site, a row for each word and language."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, WorkflowMixin
from wagtail_localize.fields import SynchronizedField

from lms.foundation.database.folded import FoldedField
from lms.foundation.text.folding import fold

from .forms import NotTranslated

CHARACTERS_OF_AN_ANCHOR = 12
LATIN_ENDS = "\u0370"


class TermQuerySet(models.QuerySet["Term"]):
    def in_languages(self, languages: Iterable[str]) -> list["Term"]:
        """Return the published terms, each once, in the first of `languages` that it is published in, by their words:
        first those of another script than the Latin one, which nobody reads who has not chosen it.

        One statement. Each has its `locale`.
        """
        places = {language: place for place, language in enumerate(languages)}
        found: dict[UUID, Term] = {}
        rows = self.filter(live=True, locale__language_code__in=places).select_related("locale").order_by("pk")
        terms: list[Term] = list(rows)
        for term in sorted(terms, key=lambda term: places[term.locale.language_code]):
            found.setdefault(term.translation_key, term)
        return sorted(found.values(), key=lambda term: (term.sorted_by < LATIN_ENDS, term.sorted_by, term.pk))


class Term(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, models.Model):
    """One word of the glossary in one language; its versions in other languages share the translation key.

    The row is what was published last. Lessons link to it by `anchor`, so that a mended definition changes no lesson.
    """

    term = models.CharField(_("word"), max_length=120)
    forms = models.TextField(
        _("other forms"),
        blank=True,
        help_text=_("Found in lessons as well, such as the plural or the abbreviation: one on each line."),
    )
    definition = models.TextField(_("what it means here"), max_length=600)
    linked = models.BooleanField(
        _("linked from lessons"),
        default=True,
        help_text=_("Leave it out for a word that lessons also use in an everyday sense, such as “means”."),
    )
    folded = FoldedField(source="searched_text")

    objects = TermQuerySet.as_manager()

    override_translatable_fields = [
        SynchronizedField("folded", overridable=False),
        *map(NotTranslated, ("first_published_at", "go_live_at", "expire_at")),
    ]
    panels = [
        FieldPanel("term", required_on_save=True),
        FieldPanel("forms"),
        FieldPanel("definition", required_on_save=True),
        FieldPanel("linked"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("word of the glossary")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        return self.term

    @property
    def searched_text(self) -> str:
        """The text by which lists find it."""
        return f"{self.term} {self.forms}"

    @property
    def anchor(self) -> str:
        """The id of its place in the glossary, the same in every language."""
        return f"term-{self.translation_key.hex[:CHARACTERS_OF_AN_ANCHOR]}"

    @property
    def wordings(self) -> list[str]:
        """The word and its other forms, as lessons may have them."""
        return [form for form in (self.term, *map(str.strip, self.forms.splitlines())) if form]

    @property
    def sorted_by(self) -> str:
        """The word without case, accents and the Arabic article, for the order of the glossary."""
        return fold(self.term).removeprefix("ال")
