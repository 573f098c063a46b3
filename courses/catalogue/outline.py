"""The outline of a release, as values: what a course consists of and which content is whose. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from lms.foundation.plugins.access import Condition, Reach

from .conditions import could_hold, within_reach
from .texts import Text, choose


@dataclass(frozen=True)
class Entry:
    """One activity in an outline.

    `contents` maps a language ("fr"), or a language and a country ("fr-DJ"), to a digest.
    """

    id: str
    slug: str
    kind: str
    titles: Mapping[str, str]
    minutes: int = 0
    required: bool = True
    weight: float = 1.0
    contents: Mapping[str, str] = field(default_factory=dict)
    older: tuple[str, ...] = ()
    """Languages in which the content is older than the source it was translated from."""
    conditions: tuple[Condition, ...] = ()
    """What has to hold before it opens for somebody; all of it."""

    def content(self, language: str, country: str, fallback: str) -> str:
        """Return the digest for a reader of `language` in `country`, else in the language `fallback`, else in any."""
        for code in (language, fallback):
            for key in (f"{code}-{country}", code):
                if key in self.contents:
                    return self.contents[key]
        return next(iter(self.contents.values()))

    def title(self, language: str, fallback: str) -> Text:
        return choose(self.titles, (language, fallback))


@dataclass(frozen=True)
class Outline:
    """A course as it was frozen: texts per language, languages it is complete in, and activities in order."""

    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    objectives: Mapping[str, list[str]]
    source: str
    minutes: int
    validity_months: int
    activities: tuple[Entry, ...]
    older: tuple[str, ...] = ()
    """Languages in which title, summary and objectives are older than the source they were translated from."""
    conditions: tuple[Condition, ...] = ()
    """What has to hold before anything in the course opens for somebody; all of it."""
    refresher: str = ""
    """Id of the course that renews its certificates, where there is one."""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Outline":
        return cls(**{**_read(data), "activities": tuple(Entry(**_read(entry)) for entry in data["activities"])})

    def write(self) -> dict[str, Any]:
        """Write it as JSON; `read` gives it back.

        Where nothing is older, and where there are no conditions and no refresher, nothing is said of it: such a course
        has the digest that it had before.
        """
        return _written(self) | {"activities": [_written(entry) for entry in self.activities]}

    @property
    def required(self) -> list[str]:
        """Ids of the required activities, in order."""
        return [entry.id for entry in self.activities if entry.required]

    @property
    def has_conditions(self) -> bool:
        """Return whether any part of the course may be locked for a learner."""
        return bool(self.conditions) or any(entry.conditions for entry in self.activities)

    def required_of(self, role: str) -> list[str]:
        """Return ids of the activities that are required of somebody of this role family, in order: those that their
        role keeps them from are optional for them. Where that would be all of them, all stay required.
        """
        if not any(entry.conditions for entry in self.activities):
            return self.required
        open_to = self.within_reach(role)
        return [activity for activity in self.required if activity in open_to] or self.required

    def within_reach(self, role: str, courses: Collection[str] | None = None) -> list[str]:
        """Return ids of the activities that somebody of this role family could do who could complete these courses
        (None: any), as far as conditions of the activities themselves tell.
        """
        pairs = ((entry.id, entry.conditions) for entry in self.activities)
        return within_reach(pairs, role=role, courses=courses)

    def can_be_completed(self, role: str, courses: Collection[str]) -> bool:
        """Return whether somebody of this role family could complete the course who could complete these others?"""
        if not all(could_hold(one, Reach(role, (), courses)) for one in self.conditions):
            return False
        return set(self.required_of(role)) <= set(self.within_reach(role, courses))

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each activity in the course’s score, by its id.

        Optional ones do not count: to try one never costs anything.
        """
        return {entry.id: entry.weight for entry in self.activities if entry.required and entry.weight > 0}

    def weights_of(self, role: str) -> dict[str, float]:
        """Return `weights` of the activities that are required of somebody of this role family."""
        required = self.required_of(role)
        return {activity: weight for activity, weight in self.weights.items() if activity in required}

    @property
    def languages(self) -> list[str]:
        return list(self.titles)

    def by_slug(self, slug: str) -> Entry | None:
        return next((entry for entry in self.activities if entry.slug == slug), None)

    def by_id(self, activity: str) -> Entry | None:
        return next((entry for entry in self.activities if entry.id == activity), None)


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    conditions = tuple(Condition.read(one) for one in data.get("conditions", ()))
    return {**data, "older": tuple(data.get("older", ())), "conditions": conditions}


def _written(part: Entry | Outline) -> dict[str, object]:
    written = asdict(part)
    del written["older"], written["conditions"]
    said: dict[str, object] = {"older": list(part.older), "conditions": [one.write() for one in part.conditions]}
    said["refresher"] = written.pop("refresher", "")
    return written | {name: value for name, value in said.items() if value}
