"""What editors choose among where they write questions: categories as a tree, institutions of their own."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.forms.models import ModelChoiceField, ModelChoiceIterator
from wagtail.admin.forms.models import WagtailAdminModelForm

from lms.people.models import Institution, User

from .categories import Category


class InTreeOrder(ModelChoiceIterator):
    """Categories as the tree has them, each before what is below it."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for category in self.queryset.in_order():
            yield self.choice(category)


class CategoryChoiceField(ModelChoiceField):
    """A category, chosen in the tree."""

    iterator = InTreeOrder

    def label_from_instance(self, obj: Category) -> str:
        return obj.indented


def owners_for(person: User) -> Any:
    """The institutions that `person` may give a question to: their own places and what lies below."""
    if person.is_superuser:
        return Institution.objects.order_by("path")
    below = Q(pk__in=[])
    for path in Institution.objects.filter(Q(pk=person.institution_id) | Q(memberships__user=person)).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return Institution.objects.filter(below).order_by("path")


class OwnerChoiceField(ModelChoiceField):
    """An institution, with the tree shown."""

    def label_from_instance(self, obj: Institution) -> str:
        return "\u2003" * ((obj.path or "").count("/") - 1) + obj.name


class QuestionForm(WagtailAdminModelForm):
    """A question. An owner that is not this person's to give stays chosen where it is, and cannot be chosen anew."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "owner" in self.fields and self.for_user is not None:
            allowed = owners_for(self.for_user)
            if self.instance.owner_id:
                allowed = Institution.objects.filter(Q(pk__in=allowed.values("pk")) | Q(pk=self.instance.owner_id)).order_by("path")
            known = self.fields["owner"]
            self.fields["owner"] = OwnerChoiceField(allowed, required=False, label=known.label, help_text=known.help_text)


class CategoryForm(WagtailAdminModelForm):
    """A category; moved or renamed with all that is below it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.path:
            self.fields["parent"].queryset = Category.objects.exclude(path__startswith=self.instance.path)
        self.fields["parent"].required = False

    def save(self, commit: bool = True) -> Category:
        from .services import move

        if self.instance.pk and commit and "parent" in self.changed_data:
            parent = self.cleaned_data["parent"]
            Category.objects.filter(pk=self.instance.pk).update(name=self.instance.name)
            return move(category=self.instance, parent=parent)
        return super().save(commit)
