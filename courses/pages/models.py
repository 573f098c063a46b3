"""The pages that editors write: programmes, courses and activities. Publishing them compiles the catalogue."""

from collections.abc import Mapping, Sequence

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.forms import RadioSelect, Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from lms.people.directory.countries import country_choices

from .condition_panels import ConditionsPanel
from .fields import BlockField
from .forms import NotTranslated, RefreshedPageForm, ReleasedPageForm
from .guides import GuidePage
from .panels import EffectPanel
from .streams import ObjectiveStream
from .terms import Term
from .views import preview_activity, show_course, show_programme, to_course


class ReleasedPage(Page):
    """Common base of the pages of a course: the kind of change that their author intends, and the reason."""

    class Change(models.TextChoices):
        CORRECTION = "correction", _("Correction: people under way move to it, what they completed stays completed")
        EDITION = "edition", _("New edition: for new enrolments; people under way finish the edition they began")

    change = models.CharField(_("kind of change"), max_length=12, choices=Change, default=Change.CORRECTION)
    why = models.CharField(
        _("why"), max_length=300, blank=True, help_text=_("One line for the record: what changed and for what reason.")
    )

    base_form_class = ReleasedPageForm
    promote_panels = [FieldPanel("slug")]
    release_panels = [
        MultiFieldPanel(
            [EffectPanel(), FieldPanel("change", widget=RadioSelect), FieldPanel("why")], heading=_("For the release")
        )
    ]
    exclude_fields_in_copy = ["change", "why"]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("opening_conditions", overridable=False),
        NotTranslated("change"),
        NotTranslated("why"),
    ]

    class Meta:
        abstract = True

    private_page_options: list[str] = []
    """No privacy of Wagtail's: readers of a page of a course follow from enrolments."""
    has_workflow = False
    """Courses are handed in and decided on as a whole (`courses.publishing.submission_services`), never page by
    page.
    """

    def get_workflow(self) -> None:
        return None


def _refresher() -> models.UUIDField:
    """Return the field that names a shorter course, by its translation key, which renews the certificate."""
    about = _("A shorter course. Completed within the renewal window, it renews the certificate.")
    return models.UUIDField(_("renewed by"), null=True, blank=True, help_text=about)


class ProgrammePage(Page):
    """A programme: courses that belong together and are assigned together."""

    introduction = models.TextField(_("introduction"), blank=True)
    refresher = _refresher()

    base_form_class = RefreshedPageForm
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("refresher", widget=Select)]
    promote_panels = [FieldPanel("slug")]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("refresher", overridable=False),
    ]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]
    private_page_options: list[str] = []

    class Meta:
        verbose_name = _("programme")

    def serve(self, request, *args, **kwargs):
        return show_programme(request, self)

    def serve_preview(self, request, mode_name: str):
        return show_programme(request, self)


class CoursePage(ReleasedPage):
    """A course: what it is for, and below it its activities in order."""

    is_course = True

    summary = models.TextField(_("summary"), help_text=_("One or two sentences."))
    objectives = BlockField(ObjectiveStream, verbose_name=_("objectives"), blank=True)
    minutes = models.PositiveIntegerField(
        _("minutes in all"), default=60, validators=[MinValueValidator(1), MaxValueValidator(6000)]
    )
    validity_months = models.PositiveIntegerField(
        _("certificate valid for (months)"),
        default=24,
        validators=[MaxValueValidator(600)],
        help_text=_("0: for ever."),
    )

    refresher = _refresher()
    required = models.BooleanField(
        _("required in its programme"),
        default=True,
        help_text=_("The programme is complete when every required course of it is that people can be enrolled in."),
    )
    one_of = models.CharField(
        _("group in its programme"),
        max_length=60,
        blank=True,
        help_text=_("Required courses with the same name here are a group: completing one of them is enough."),
    )
    country = models.CharField(
        _("for learners of"),
        max_length=2,
        choices=country_choices,
        blank=True,
        help_text=_(
            "In a group: whoever is given the programme at an institution of this country is given this course."
        ),
    )
    accepted = models.JSONField(default=list, editable=False, blank=True)
    """Findings of the author's checks that stay: `rule`, `at` and `reason` of each. Files bring them."""

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("objectives"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("validity_months")]),
        FieldRowPanel([FieldPanel("required"), FieldPanel("one_of"), FieldPanel("country")]),
        FieldPanel("refresher", widget=Select),
        ConditionsPanel(),
        *ReleasedPage.release_panels,
    ]
    parent_page_types = ["courses.ProgrammePage"]
    override_translatable_fields = [
        *ReleasedPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in ("required", "one_of", "country", "refresher")),
    ]

    class Meta:
        verbose_name = _("course")

    @classmethod
    def clean_subpage_models(cls) -> list[type[Page]]:
        """Return every activity page that is installed, also those of plugins that this room knows nothing of, and the
        instructor's package.
        """
        from wagtail.models import get_page_models

        return [model for model in get_page_models() if issubclass(model, (ActivityPage, GuidePage))]

    def serve(self, request, *args, **kwargs):
        return show_course(request, self)

    def serve_preview(self, request, mode_name: str):
        return show_course(request, self)


class ActivityPage(ReleasedPage):
    """Common base of the pages of activities. `activity_kind` names the activity type that compiles the page."""

    activity_kind = ""
    words: Mapping[str, Sequence[Term]] | None = None
    """Words of the course that its texts link to, by language; None while nobody has looked them up."""

    minutes = models.PositiveIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(2400)]
    )
    required = models.BooleanField(
        _("required"), default=True, help_text=_("The course is complete when every required activity is.")
    )
    weight = models.FloatField(_("weight in the course score"), default=1.0, validators=[MinValueValidator(0)])

    @property
    def course_weight(self) -> float:
        """The weight of its score in that of the course."""
        return float(self.weight)

    parent_page_types: list[str] = ["courses.CoursePage"]
    subpage_types: list[str] = []
    override_translatable_fields = [
        *ReleasedPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in ("minutes", "required", "weight")),
    ]
    activity_panels = [
        FieldRowPanel(
            [
                FieldPanel("minutes"),
                FieldPanel("required"),
                FieldPanel("weight", help_text=_("Activities that are not required do not count towards the score.")),
            ]
        ),
        ConditionsPanel(),
    ]

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        return to_course(request, self)

    @property
    def preview_modes(self) -> list[tuple[str, object]]:
        """One preview for each country's learners, since a page may say something else to them."""
        return [("", _("Learners of any other country")), *country_choices()]

    def serve_preview(self, request, mode_name: str):
        return preview_activity(request, self, country=mode_name)
