"""The question bank that the assessments share."""

from functools import partial

from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from lms.foundation.plugins.manifest import API, Manifest, PersonalData
from lms.foundation.plugins.plugin import Plugin


class Questions(Plugin):
    name = "assessments.questions"
    label = "questions"
    packages = ("assessments.formats",)
    verbose_name = _("Question bank")
    manifest = Manifest(
        name=verbose_name,
        version=API,
        api=">=2.0,<3",
        summary=_("Questions by category, with their types."),
        languages=("en", "fr", "ar", "am", "so", "sw", "om"),
        on_by_default=True,
        personal_data=(
            PersonalData(
                "questions.Import",
                person="by",
                what=_("Person who imported a file of questions."),
                erased="kept without the person",
            ),
            PersonalData(
                "questions.ImportEntry",
                person="batch__by",
                what=_("Content of an imported file."),
                erased="kept without the person",
            ),
            PersonalData(
                "questions.Question",
                person="locked_by",
                what=_("Person who locked a question."),
                erased="kept without the person",
            ),
            PersonalData(
                "questions.Trial", person="by", what=_("Which questions somebody tried, for a day."), erased="deleted"
            ),
        ),
    )

    def plug(self) -> None:
        from assessments.formats.registry.built_in import FORMATS
        from courses.pages.permissions import grant, grant_review
        from courses.procedures.citations import finders
        from lms.foundation.plugins.content_format import content_formats
        from lms.foundation.plugins.job import jobs
        from lms.foundation.plugins.notice import kinds
        from lms.foundation.plugins.question import questions

        from .bank import file_collections, review_lists, step_citations
        from .imports.jobs import TakeUpImports
        from .imports.notices import ImportFinished
        from .types import types

        review_lists.install()
        for kind in types():
            questions.register(kind)
        for file_format in FORMATS:
            content_formats.register(file_format)
        jobs.register(TakeUpImports)
        finders.register(_("Question"), step_citations.citations)
        kinds.register(ImportFinished)
        grant_editors = partial(grant, models=["Question", "Category", "Objective"])
        post_migrate.connect(grant_editors, sender=self, weak=False, dispatch_uid="questions.grant")
        review = partial(grant_review, models=["Question"])
        post_migrate.connect(review, sender=self, weak=False, dispatch_uid="questions.grant_review")
        post_migrate.connect(
            file_collections.put_all_with_owners, sender=self, weak=False, dispatch_uid="questions.files"
        )
