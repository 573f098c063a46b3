"""Parts of a quiz's form in Wagtail's admin."""

from wagtail.admin.panels import Panel

from lms.people.directory.current_viewer import unlimited


class BlueprintPanel(Panel):
    """The draws as they were saved last, against what the bank has, and what to mend."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quiz/admin/blueprint.html"

        def get_context_data(self, parent_context: object = None) -> dict[str, object]:
            from assessments.questions.models import Question

            from .selection import blueprint, repeats, shortages, strata

            context = super().get_context_data(parent_context)
            with unlimited():
                drawn = strata(self.instance) if self.instance.pk else []
            return context | {
                "rows": blueprint(drawn),
                "levels": Question.Difficulty.labels,
                "problems": list(shortages(self.instance, drawn)),
                "remarks": list(repeats(drawn)),
            }
