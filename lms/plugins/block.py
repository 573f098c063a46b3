"""The socket of blocks inside a lesson, besides those that every lesson has."""

from abc import ABC, abstractmethod
from typing import Any

from .registry import Registry


class LessonBlock(ABC):
    """One kind of block. Its slug begins with the plugin's own, as in `stopwatch_lap`."""

    slug: str

    @abstractmethod
    def block(self) -> Any:
        """A new Wagtail block in which an editor fills it in."""

    @abstractmethod
    def html(self, value: Any, *, language: str, country: str) -> str:
        """What learners get: safe HTML without script or style. Raises `lms.plugins.activity.NotReady` for what cannot be shown yet."""


lesson_blocks: Registry[LessonBlock] = Registry("lesson block")
