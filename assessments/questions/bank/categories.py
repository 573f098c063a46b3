"""The tree of categories that questions are kept in, and the learning objectives that they ask about."""

from collections.abc import Iterator
from typing import Any, Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel

from lms.foundation.database.folded import FoldedField

DEEPEST = 20
"""How many categories may stand one below the other."""


class CategoryQuerySet(models.QuerySet["Category"]):
    def within(self, category: "Category") -> Self:
        """Return `category` and all below it."""
        return self.filter(path__startswith=category.path)

    def in_order(self) -> list["Category"]:
        """Return all of them, each before what is below it and beside each other by name, with `depth` (0 for a root)
        and `trail`. One query.

        `trail` is the names from the root down to the category itself.
        """
        below: dict[int | None, list[Category]] = {}
        for category in self.order_by(Lower("name"), "pk"):
            below.setdefault(category.parent_id, []).append(category)
        return list(_walk(below, None, ()))


def _walk(
    below: dict[int | None, list["Category"]], parent: int | None, above: tuple[str, ...]
) -> Iterator["Category"]:
    for category in below.get(parent, []):
        category.trail = (*above, category.name)
        yield category
        yield from _walk(below, category.pk, category.trail)


class PathField(models.CharField):
    """The chain of the category's own mark and those above it, worked out whenever a category is saved."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        own = model_instance.path.rstrip("/").rpartition("/")[2] or uuid4().hex[:10]
        above = model_instance.parent.path if model_instance.parent else ""
        model_instance.path = f"{above}{own}/"
        return model_instance.path

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Category(models.Model):  # type: ignore[django-manager-missing]  # Wagtail's mixins of Question have no types
    """A part of the bank that quizzes draw from, with all that lies below it.

    `path` is the chain of marks from the root, each with a slash; what moves a category with others below it is
    `services.move`.
    """

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=gettext_lazy("below"),
        help_text=gettext_lazy("The category that this one is a part of. Empty: it stands at the top."),
    )
    name = models.CharField(gettext_lazy("name"), max_length=160)
    folded = FoldedField(source="name")
    path = PathField(max_length=11 * DEEPEST, unique=True, editable=False)

    objects = CategoryQuerySet.as_manager()

    panels = [FieldPanel("name"), FieldPanel("parent")]
    trail: tuple[str, ...] = ()

    class Meta:
        verbose_name = gettext_lazy("question category")
        verbose_name_plural = gettext_lazy("question categories")
        constraints = [
            models.UniqueConstraint("parent", Lower("name"), name="category_name_once_below_its_parent"),
            models.UniqueConstraint(Lower("name"), condition=Q(parent=None), name="category_name_once_at_the_top"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """The number of categories above it."""
        return self.path.count("/") - 1

    @property
    def full_name(self) -> str:
        """The names from the root down, where `in_order` found it; else its own name."""
        return " › ".join(self.trail) or self.name

    @property
    def indented(self) -> str:
        """The name as it stands in a list of the whole tree."""
        return "\u2003" * self.depth + self.name

    def clean(self) -> None:
        super().clean()
        if not self.parent:
            return
        if self.path and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": _("A category cannot stand below itself. Choose another one.")})
        if self.parent.depth + 2 > DEEPEST:
            raise ValidationError(
                {"parent": _("Categories nest no deeper than %(number)s. Choose one further up.") % {"number": DEEPEST}}
            )
        twins = Category.objects.filter(parent=self.parent, name__iexact=self.name).exclude(pk=self.pk)
        if twins.exists():
            raise ValidationError({"name": _("There is a category of this name already. Choose another name.")})


class Objective(models.Model):  # type: ignore[django-manager-missing]  # Wagtail's mixins of Question have no types
    """Ability that a right answer to a question shows."""

    name = models.CharField(gettext_lazy("learning objective"), max_length=200, unique=True)
    folded = FoldedField(source="name")

    panels = [FieldPanel("name")]

    class Meta:
        verbose_name = gettext_lazy("learning objective")
        verbose_name_plural = gettext_lazy("learning objectives")

    def __str__(self) -> str:
        return self.name
