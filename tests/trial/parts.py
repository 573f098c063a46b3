"""The plugin `trialparts`: something that an activity of another plugin may need."""

from typing import Any

from lms.foundation.plugins.block import LessonBlock


class Sketch(LessonBlock):
    slug = "trialparts_sketch"
    name = "Sketch map"

    def block(self) -> Any:
        raise NotImplementedError

    def html(self, value: Any, *, language: str, country: str) -> str:
        raise NotImplementedError
