"""Conversations of learners with their instructors, what was written in them, and what was reported."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Activity, Course
from lms.people.directory.choices import Role
from lms.people.directory.institutions import AtInstitution, Institution
from lms.people.directory.models import Cohort, User

LONGEST, LONGEST_TITLE, LONGEST_REASON = 3000, 120, 1000
PLUGIN = "conversations"


def held_by(person: User) -> Q:
    """Return the condition for conversations of a learner, including those of accounts merged into theirs."""
    return Q(learner=person.pk) | Q(learner__merged_into=person.pk)


class ThreadQuerySet(AtInstitution["Thread"]):
    def of(self, learner: User) -> Self:
        """Return the learner's own, where conversations are on."""
        return self.filter(held_by(learner), institution__in=Institution.objects.where_on(PLUGIN))

    def answered_by(self, viewer: User) -> Self:
        """Return the conversations that `viewer` answers as an instructor, without those in which they are the
        learner.
        """
        return self.visible_to(viewer, Role.INSTRUCTOR).exclude(held_by(viewer))

    def reported_to(self, viewer: User) -> Self:
        """Return the conversations that were reported and that `viewer` sees as an administrator, without those in
        which they are the learner.
        """
        reported = Exists(Report.objects.filter(thread=OuterRef("pk")))
        return self.visible_to(viewer, Role.ADMINISTRATOR).filter(reported).exclude(held_by(viewer))

    def saying_what_is_new_to(self, reader: User, *, from_learner: bool) -> Self:
        """Annotate rows: each row says in `is_new` whether there is something that `reader` has not read."""
        messages = Message.objects.filter(thread=OuterRef("pk"), from_learner=from_learner)
        read = Reading.objects.filter(thread=OuterRef("thread"), person=reader.pk, up_to__gte=OuterRef("pk"))
        return self.annotate(is_new=Exists(messages.exclude(Exists(read))))


class Thread(models.Model):
    """One matter between a learner and the instructors of a cohort, who share it.

    The institution is that of the cohort when it was begun; its instructors read and answer. `matter` is the key of
    what it is about, one thread for each: a `course`, an `activity` of it, an attempt at that; nothing where it is
    something else, which `title` says. It is `waiting` while the learner had the last word. One that is `locked` was
    closed by an administrator, and nobody opens it again.
    """

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, models.SET_NULL, null=True, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations_held")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    client_id = models.UUIDField()
    matter = models.CharField(max_length=120, blank=True)
    course = models.ForeignKey(Course, models.PROTECT, null=True, related_name="+")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="+")
    title = models.CharField(_("what it is about"), max_length=LONGEST_TITLE, blank=True)
    opened_at = models.DateTimeField(_("begun at"))
    last_at = models.DateTimeField(_("last message at"))
    waiting = models.BooleanField(default=False)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    locked = models.BooleanField(default=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "institution", "matter"],
                condition=~Q(matter=""),
                name="conversation_of_a_matter_once",
            ),
            models.UniqueConstraint(fields=["learner", "opened_by", "client_id"], name="conversation_begun_once"),
            models.CheckConstraint(
                condition=Q(locked=False) | Q(closed_at__isnull=False), name="conversation_locked_is_closed"
            ),
            models.CheckConstraint(condition=Q(last_at__gte=F("opened_at")), name="conversation_ends_after_it_begins"),
        ]
        indexes = [
            models.Index(fields=["institution", "-last_at"], name="conversation_by_institution"),
            models.Index(fields=["institution", "last_at"], condition=Q(waiting=True), name="conversation_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id}: {self.matter or self.pk}"

    def about(self, language: str) -> str:
        """Return the title of the conversation: in `language` if it is about a course or an activity."""
        row = self.activity or self.course
        return str(row.title_in(language)) if row else self.title


class MessageQuerySet(models.QuerySet["Message"]):
    def to_whom(self, *, learner: bool) -> Self:
        """Return the messages to the learner, or else those to the instructors."""
        return self.filter(from_learner=not learner)


class Message(models.Model):
    """Message of a conversation, in plain text. A message of an erased person stays, with an empty text. A message with
    the same `client_id` is the same message.
    """

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False)
    from_learner = models.BooleanField()
    text = models.TextField(_("message"), max_length=LONGEST)
    at = models.DateTimeField(_("written at"))
    client_id = models.UUIDField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [models.UniqueConstraint(fields=["thread", "author", "client_id"], name="message_once")]
        indexes = [models.Index(fields=["author", "at"], name="message_by_author")]

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.pk}"


class Reading(models.Model):
    """Read mark: the last message of a conversation that a person has read."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="readings", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    up_to = models.BigIntegerField()
    read_at = models.DateTimeField(_("read at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.thread_id} by {self.person_id}"


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, viewer: User, *roles: str) -> Self:
        """Return the reports of conversations that are reported to `viewer`. The roles are always those of
        administrators, whatever `roles` contains.
        """
        return self.filter(thread__in=Thread.objects.reported_to(viewer))

    def open(self) -> Self:
        """Return the reports that no administrator has handled."""
        return self.filter(handled_at=None)


class Report(models.Model):
    """Report by a person in a conversation that something is wrong with it; an administrator notes the outcome."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.TextField(_("what is wrong"), max_length=LONGEST_REASON)
    at = models.DateTimeField(_("reported at"))
    handled_at = models.DateTimeField(_("looked at"), null=True)
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    outcome = models.TextField(_("what was done"), max_length=LONGEST_REASON, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a conversation")
        verbose_name_plural = _("reports of conversations")
        constraints = [
            models.UniqueConstraint(fields=["thread", "by"], condition=Q(handled_at=None), name="report_open_once"),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(handled_at=None), name="report_open")]

    def __str__(self) -> str:
        return f"{self.thread_id} by {self.by_id}"
