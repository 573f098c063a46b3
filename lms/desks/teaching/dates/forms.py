"""Forms of an instructor."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.foundation.interface.fields import number_field
from lms.foundation.interface.stale_forms import StaleCheckForm
from lms.learning.progress.journal.overrides import LONGEST as LONGEST_REASON
from lms.learning.progress.journal.overrides import Setting
from lms.people.directory.fields import LONGEST, not_too_many
from lms.people.directory.institutions import Institution

from ..standing.thresholds import LEAST_BEHIND, LONGEST_QUIET, LONGEST_SOON, MOST_BEHIND, Thresholds

if TYPE_CHECKING:
    from django.http import QueryDict


class PeopleForm(forms.Form):
    """Service numbers, one on each line."""

    numbers = forms.CharField(
        label=gettext_lazy("Service numbers"),
        max_length=LONGEST,
        validators=[not_too_many],
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy("One on each line, each of a person of this institution or of its units."),
        error_messages={"required": gettext_lazy("Write at least one service number.")},
    )


class AttentionForm(StaleCheckForm):
    """Form for when people need attention, for the cohort or, where `institution` is given, for all of its cohorts."""

    soon_days = number_field(
        gettext_lazy("Due soon: days before the due date"),
        1,
        LONGEST_SOON,
        size=4,
        help_text=gettext_lazy("Learners who have something left this many days before it is due."),
    )
    quiet_days = number_field(
        gettext_lazy("Not seen: days without doing anything"),
        1,
        LONGEST_QUIET,
        size=4,
        help_text=gettext_lazy("Learners who have something left and have done nothing for more days than this."),
    )
    behind = number_field(
        gettext_lazy("Slower than the cohort: per cent of what the median learner has done"),
        LEAST_BEHIND,
        MOST_BEHIND,
        size=4,
        help_text=gettext_lazy("Learners who have done fewer activities than this."),
    )

    def __init__(self, *args: object, rule: Thresholds, institution: Institution | None, **kwargs: object) -> None:
        initial = {"soon_days": rule.soon_days, "quiet_days": rule.quiet_days, "behind": rule.behind}
        super().__init__(*args, **{**kwargs, "initial": initial})
        if institution is not None:
            every = _("All cohorts of %(institution)s that have no rule of their own")
            name = institution.local_name()
            self.fields["whose"] = forms.ChoiceField(
                label=_("Holds for"),
                choices=[("cohort", _("This cohort")), ("institution", every % {"institution": name})],
                initial="cohort",
                widget=forms.RadioSelect,
            )

    @property
    def rule(self) -> Thresholds:
        """The thresholds asked for, once the form is valid."""
        return Thresholds(**{name: self.cleaned_data[name] for name in ("soon_days", "quiet_days", "behind")})


class ResultForm(StaleCheckForm):
    """Form of the result that an activity is to count for, made from what was set of it so far: the same form sent
    again changes nothing.
    """

    percent = number_field(
        gettext_lazy("Result in per cent"),
        0,
        100,
        size=4,
        required=False,
        help_text=gettext_lazy("Leave it empty to change only whether it is passed."),
    )
    passed = forms.ChoiceField(
        label=gettext_lazy("Counts as"),
        choices=[("yes", gettext_lazy("Passed")), ("no", gettext_lazy("Not passed"))],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose whether it counts as passed.")
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, which the learner reads and which is kept"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why.")},
    )

    def __init__(self, data: "QueryDict | None" = None, *, settings: Sequence[Setting]) -> None:
        event = data.get("event_id") if data is not None else None
        self.known = list(settings)
        self.settings = [one for one in settings if str(one.event) != event]
        super().__init__(data, initial={"-set": [str(one.event) for one in self.settings]})

    def _saved(self, name: str) -> str:
        if not self.settings:
            return "–"
        last, words = self.settings[-1], {None: "–", True: _("Passed"), False: _("Not passed")}
        score = "–" if last.score is None else f"{100 * last.score:g}"
        return {"percent": score, "passed": words[last.passed], "reason": last.reason}[name]

    @property
    def score(self) -> float | None:
        """0..1, once it is valid."""
        percent = self.cleaned_data.get("percent")
        return None if percent is None else percent / 100
