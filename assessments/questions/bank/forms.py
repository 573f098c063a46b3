"""Choices of editors who write questions: categories as a tree, institutions of their own."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.forms import ChoiceField
from django.forms.models import ModelChoiceField, ModelChoiceIterator
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from courses.access.file_choices import OnlyTheirFiles
from courses.procedures.steps import step_choices
from lms.people.directory.institutions import Institution
from lms.people.directory.models import User
from lms.people.directory.tree import InstitutionChoiceField

from .categories import Category

PUBLISH = "questions.publish_question"
"""The permission to change what quizzes ask."""


class InTreeOrder(ModelChoiceIterator):
    """Categories as the tree has them, each before what is below it."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        categories: Any = self.queryset
        for category in categories.in_order():
            yield self.choice(category)


class CategoryChoiceField(ModelChoiceField):
    """A category, chosen in the tree."""

    iterator = InTreeOrder

    def label_from_instance(self, obj: Category) -> str:
        return obj.indented


def owners_for(person: User) -> Any:
    """Return the institutions that `person` may give a question to: their own places and what lies below."""
    if person.is_superuser:
        return Institution.objects
    below = Q(pk__in=[])
    held = Q(pk__in=person.memberships.in_force().values("institution"))
    places = Institution.objects.filter(Q(pk=person.institution_id) | held)
    for path in places.values_list("path", flat=True):
        below |= Q(path__startswith=path)
    return Institution.objects.filter(below)


class QuestionForm(OnlyTheirFiles, WagtailAdminModelForm):
    """A question. An owner that is not this person's to give stays chosen where it is, and cannot be chosen anew."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if known := self.fields.get("step"):
            choices = [("", "–"), *step_choices()]
            help_text = _("Learners get a link to it with the feedback.")
            self.fields["step"] = ChoiceField(choices=choices, required=False, label=known.label, help_text=help_text)
        if "owner" in self.fields and self.for_user is not None:
            allowed = owners_for(self.for_user)
            if self.instance.owner_id:
                allowed = Institution.objects.filter(Q(pk__in=allowed.values("pk")) | Q(pk=self.instance.owner_id))
            known = self.fields["owner"]
            self.fields["owner"] = InstitutionChoiceField(
                allowed, required=False, label=known.label, help_text=known.help_text
            )
