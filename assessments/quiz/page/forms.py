"""The form of a quiz's page."""

from typing import Any

from django.db.models import Q
from django.forms import ModelChoiceField

from assessments.questions.bank.forms import owners_for
from assessments.questions.models import Question
from courses.pages.forms import ReleasedPageForm
from lms.people.directory.institutions import Institution
from lms.people.directory.tree import InstitutionChoiceField


class QuizForm(ReleasedPageForm):
    """A quiz. What is not this person's, an institution or a question that a row names,
    stays where it is and cannot be chosen anew.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if "institution" in self.fields and self.for_user is not None:
            self._offer_institutions()
        if "draws" in self.formsets:
            self._keep_unseen()

    def _offer_institutions(self) -> None:
        known = self.fields["institution"]
        theirs = Q(pk__in=owners_for(self.for_user).values("pk")) | Q(pk=self.instance.institution_id)
        offered = Institution.objects.filter(theirs)
        self.fields["institution"] = InstitutionChoiceField(
            offered, required=False, label=known.label, help_text=known.help_text
        )

    def _keep_unseen(self) -> None:
        rows = [form for form in self.formsets["draws"].forms if form.instance.question_id]
        seen = set(
            Question.objects.filter(pk__in=[form.instance.question_id for form in rows]).values_list("pk", flat=True)
        )
        for form in rows:
            if form.instance.question_id not in seen:
                form.fields["question"] = KeptQuestionField(
                    form.instance.question_id, label=form.fields["question"].label
                )


class KeptQuestionField(ModelChoiceField):
    """A question that another institution keeps to itself: the row goes on asking it,
    and says no more than whose it is.
    """

    def __init__(self, pk: int, **kwargs: Any) -> None:
        super().__init__(
            Question._base_manager.filter(pk=pk), empty_label=None, disabled=True, required=False, **kwargs
        )

    def label_from_instance(self, obj: Question) -> str:
        return obj.named
