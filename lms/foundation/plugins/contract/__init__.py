"""The contract that every plugin keeps, as tests that its author runs with pytest and pytest-django:

    from lms.foundation.plugins.contract import PluginContract

    class TestContract(PluginContract):
        plugin = "fieldnotes"
        definitions = {"fieldnotes_log": {"instruction": "Log two interviews.", "wanted": 2}}

Nothing but tests imports this package.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from .. import events, filters
from ..activity import ActivityType
from ..certificate import Award
from ..question import QuestionType
from ..report import Report
from . import (
    activities,
    contributions,
    identity,
    integration,
    names,
    offline_answers,
    outputs,
    private_addresses,
    public_addresses,
    question_types,
    records,
    sample_rows,
    source,
    upgrades,
)
from .behaviour import NOW, sending_nowhere
from .breach import Breach, expect, hold
from .messages import MessagesContract
from .surface import SURFACE, TEMPLATES

__all__ = ["SURFACE", "TEMPLATES", "Breach", "PluginContract"]


class PluginContract(MessagesContract):
    """Base of the test class of a plugin, which derives from this and says which plugin it is.

    Samples are given by slug of what they are samples of.
    """

    definitions: Mapping[str, Mapping[str, Any]] = {}
    """By activity type, a definition as its `compile` makes it."""
    answers: Mapping[str, Sequence[Mapping[str, Any]]] = {}
    """By activity type, answers in the order in which a learner could give them, as a form sends them:
    lists of texts.
    """
    hidden: Mapping[str, Sequence[str]] = {}
    """By activity type, texts of the definition that nobody may read before they answered."""
    facts: Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]] = {}
    """By activity type, facts that are recorded after the answers, in order: verb and data."""
    pages: Mapping[str, Mapping[str, Any]] = {}
    """By activity type, the fields of a page that can be compiled, besides its title."""
    bodies: Mapping[str, Mapping[str, Any]] = {}
    """By question type, the body of a sound question."""
    replies: Mapping[str, Sequence[Mapping[str, Any]]] = {}
    """By question type, what a form sends for that body, by part ("" for the field itself);
    the first of them is wholly right.
    """
    older: Mapping[str, Mapping[int, Mapping[str, Any]]] = {}
    """By activity or question type and version before the present one, what was stored then.

    Of an activity “definition”, “form” and “state” of an attempt under way, and “answers” that end it with “score”,
    where there is one; of a question “shown”, “key”, “reveal”, “order” and a “response”, which is worth “mark”.
    """
    blocks: Mapping[str, Any] = {}
    """By lesson block, its value as it is stored."""
    options: Mapping[str, Mapping[str, Any]] = {}
    """By people source, the values of its fields with which it gives people."""
    arguments: Mapping[str, Mapping[str, Any]] = {}
    """By address that has parts, what they are, by name. Numbers, words and UUIDs need none."""
    seconds = 20.0
    """So long a job may take for the rows of `institutions`. A worker gives it four minutes."""

    def test_says_what_it_is_for(self) -> None:
        hold(identity.manifest(self.subject))

    def test_declares_what_institutions_set(self) -> None:
        hold(identity.institution_settings(self.subject))

    def test_says_which_versions_it_fits(self) -> None:
        hold(identity.versions(self.subject))

    def test_has_one_name(self) -> None:
        hold(identity.label(self.subject))

    def test_speaks_the_languages_that_it_claims(self) -> None:
        hold(identity.languages(self.subject))

    def test_registers_under_its_own_name(self) -> None:
        hold(names.slugs(self.subject))

    def test_keeps_its_tables_apart(self) -> None:
        hold(names.tables(self.subject))

    def test_keeps_its_files_apart(self) -> None:
        hold(names.files(self.subject))

    def test_builds_on_the_frame_alone(self) -> None:
        hold(names.used_files(self.subject))

    def test_names_its_addresses(self) -> None:
        hold(names.addresses(self.subject))

    @pytest.fixture(autouse=True)
    def _sends_nowhere(self) -> Iterator[None]:
        with sending_nowhere():
            yield

    def test_answers_whoever_comes(self, db: None) -> None:
        public_addresses.answers_whoever_comes(self.subject, self.arguments)

    def test_answers_whoever_is_signed_in(self, db: None) -> None:
        people = (self.stranger(), self.viewer(), self.enrolments()[0].learner)
        private_addresses.answers_people(self.subject, self.arguments, people)

    def test_imports_what_is_open_to_plugins(self) -> None:
        hold(source.imports(self.subject))

    def test_reads_its_own_settings_alone(self) -> None:
        hold(source.environment(self.subject))

    def test_keeps_its_keys_apart(self) -> None:
        hold(source.keys(self.subject))

    def test_declares_what_it_keeps_of_people(self) -> None:
        hold(records.personal_data(self.subject))

    def test_has_every_migration(self, db: None) -> None:
        hold(records.migrations(self.subject))

    def test_begins_attempts_that_can_be_begun_again(self) -> None:
        for kind, definition in self._activities():
            activities.begins(kind, definition)

    def test_takes_answers(self) -> None:
        for kind, definition in self._activities():
            activities.takes_its_samples(kind, definition, self.answers.get(kind.slug, ()))
            activities.responds_as_it_answers(kind, definition, self.answers.get(kind.slug, ()))

    def test_takes_answers_that_arrive_together(self, db: None) -> None:
        for kind, definition in self._activities():
            offline_answers.arrives_together(kind.slug, definition, self.answers.get(kind.slug, ()), plugin=self.plugin)

    def test_keeps_nothing_foreign(self) -> None:
        for kind, definition in self._activities():
            activities.keeps_nothing_foreign(kind, definition, self.answers.get(kind.slug, ()))

    def test_compiles_its_pages(self, db: None) -> None:
        for model in self.subject.models:
            kind = self._kind_of(model)
            if kind is not None:
                integration.compiles(kind, model(title="A page", slug="a-page", **self.pages.get(kind.slug, {})))

    def test_folds_what_is_recorded(self) -> None:
        for kind, definition in self._activities():
            integration.folds(kind, definition, self.answers.get(kind.slug, ()), self.facts.get(kind.slug, ()))

    def test_reads_what_its_older_versions_stored(self) -> None:
        for kind in self.subject.within("activity type"):
            for version, sample in upgrades.samples_of(kind, self.older.get(kind.slug, {})).items():
                upgrades.activity_goes_on(kind, sample, version)
        for question in self.subject.within("question type"):
            for version, sample in upgrades.samples_of(question, self.older.get(question.slug, {})).items():
                upgrades.question_goes_on(question, sample, version)

    def test_has_a_word_for_whatever_arrives(self) -> None:
        for kind, definition in self._activities():
            activities.answers_anything(kind, definition, self.answers.get(kind.slug, ()))

    def test_keeps_the_key_until_it_is_due(self) -> None:
        for kind, definition in self._activities():
            activities.keeps_the_key(kind, definition, self.hidden.get(kind.slug, ()))

    def test_tells_scripts_what_json_can_hold(self) -> None:
        for kind, definition in self._activities():
            activities.tells_scripts(kind, definition, self.answers.get(kind.slug, ()))

    def test_says_what_its_activities_need(self) -> None:
        for kind, definition in self._activities():
            activities.needs_by_name(kind, definition)

    def test_tells_what_its_activities_say(self) -> None:
        for kind, definition in self._activities():
            activities.tells_what_it_says(kind, definition)

    def test_draws_its_activities(self) -> None:
        for kind, definition in self._activities():
            activities.can_be_drawn(kind, definition, self.answers.get(kind.slug, ()))

    def test_keeps_questions_as_they_were_written(self) -> None:
        for kind, body, _replies in self._questions():
            question_types.is_written(kind, body)

    def test_parts_questions(self) -> None:
        for kind, body, _replies in self._questions():
            question_types.parts(kind, body)
            question_types.orders(kind, body)

    def test_marks_whatever_arrives(self) -> None:
        for kind, body, replies in self._questions():
            question_types.reads_anything(kind, body, replies)
            question_types.reads_its_parts_alone(kind, body, replies)
            question_types.marks(kind, body, replies)
            question_types.counts(kind, body, replies)

    def test_is_marked_in_a_quiz(self) -> None:
        for kind, body, replies in self._questions():
            integration.is_marked_in_a_quiz(kind, body, replies)

    def test_draws_its_questions(self) -> None:
        for kind, body, replies in self._questions():
            question_types.can_be_drawn(kind, body, replies)

    def test_reports_nothing_to_strangers(self, db: None) -> None:
        for report in self._reports():
            outputs.hides_from_strangers(report, self.stranger(), now=NOW)

    def test_reports_in_columns(self, db: None) -> None:
        for report in self._reports():
            outputs.has_its_filters(report, self.viewer())
            outputs.fits_its_columns(report, report.rows(self.viewer(), {}, now=NOW))

    def test_writes_safe_html_into_lessons(self) -> None:
        for block in self.subject.within("lesson block"):
            outputs.is_safe_html(block, self._sample(self.blocks, "blocks", block.slug))

    def test_reads_people(self) -> None:
        for one in self.subject.within("people source"):
            contributions.reads_people(one, self._sample(self.options, "options", one.slug))

    def test_does_its_jobs_from_time_to_time(self) -> None:
        for job in self.subject.within("job"):
            outputs.comes_round(job)

    def test_ends_its_jobs(self, db: None) -> None:
        for job in self.subject.within("job"):
            contributions.ends(job, self.institutions(), now=NOW, seconds=self.seconds)

    def test_hears_of_everything_twice(self, db: None) -> None:
        for kind, receiver in events.receivers_of(self.plugin):
            integration.is_told_twice(receiver, integration.samples_of(kind, self.enrolments()))

    def test_refuses_in_sentences(self, db: None) -> None:
        for point in filters.points:
            for filter in point.filters_of(self.plugin):
                contributions.refuses(point, filter, contributions.subjects_of(point, self.enrolments()))

    def test_prints_lines_of_text(self, db: None) -> None:
        for element in self.subject.within("certificate element"):
            for enrolment in self.enrolments():
                place, course = str(enrolment.institution), str(enrolment.course)
                contributions.prints(element, Award("CONTRACT", "Somebody", course, place, NOW, 0.8, enrolment))

    def institutions(self) -> Sequence[Any]:
        """Return the institutions for which jobs are done. Override it to make their work; here it is one without
        any.
        """
        return [sample_rows.institution()]

    def _kind_of(self, model: object) -> ActivityType | None:
        """Return the activity type of this plugin whose page `model` is."""
        slug = getattr(model, "activity_kind", "")
        return next((kind for kind in self.subject.within("activity type") if kind.slug == slug), None)

    def _activities(self) -> list[tuple[ActivityType, Mapping[str, object]]]:
        return [(kind, self._definition(kind)) for kind in self.subject.within("activity type")]

    def _definition(self, kind: ActivityType) -> Mapping[str, object]:
        """Return the sample, or else the definition that the sample of a page compiles to."""
        if kind.slug in self.definitions or kind.slug not in self.pages:
            return self._sample(self.definitions, "definitions", kind.slug)
        model = next(model for model in self.subject.models if self._kind_of(model) is not None)
        page = model(title="A page", slug="a-page", **self.pages[kind.slug])
        return kind.compile(page, language="en", country="").definition

    def _questions(self) -> list[tuple[QuestionType, Mapping[str, object], list[Mapping[str, object]]]]:
        kinds = self.subject.within("question type")
        return [
            (kind, self._sample(self.bodies, "bodies", kind.slug), list(self.replies.get(kind.slug, ())))
            for kind in kinds
        ]

    def _reports(self) -> list[Report]:
        return self.subject.within("report")

    def _sample(self, samples: Mapping[str, object], name: str, slug: str) -> Any:
        expect(slug in samples, f"Give a sample for “{slug}”, so that it can be tried: {name} = {{“{slug}”: …}}.")
        return samples[slug]
