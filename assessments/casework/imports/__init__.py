"""Stories that others wrote, as passages and links: Twee 3, published Twine 2, H5P Branching Scenario. Pure."""

from .detection import read_story
from .story import Link, Passage, Story, Unreadable

__all__ = ["Link", "Passage", "Story", "Unreadable", "read_story"]
