"""The form of a category."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from ..bank.categories import Category
from ..bank.forms import PUBLISH
from ..bank.services import holds_published, move


class CategoryForm(WagtailAdminModelForm):
    """A category; moved or renamed with all that is below it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.path:
            self.fields["parent"].queryset = Category.objects.exclude(path__startswith=self.instance.path)
        self.fields["parent"].required = False

    def clean(self) -> dict[str, Any]:
        """Refuse a move of a category with published questions by a person who may not publish: it changes the
        questions that a quiz can draw.
        """
        cleaned = super().clean()
        moves = self.instance.pk and "parent" in self.changed_data
        if moves and not self.for_user.has_perm(PUBLISH) and holds_published(Category.objects.get(pk=self.instance.pk)):
            sentence = _(
                "There are published questions in it, so only somebody who may publish can move it. Ask a reviewer to "
                "move it."
            )
            self.add_error("parent", sentence)
        return cleaned

    def save(self, commit: bool = True) -> Category:
        if self.instance.pk and commit and "parent" in self.changed_data:
            parent = self.cleaned_data["parent"]
            self.instance.save(update_fields=["name", "folded"])
            return move(category=self.instance, parent=parent, by=self.for_user)
        return super().save(commit)
