"""Smaller versions of pictures, which Wagtail makes where they are asked for first, of three sizes at once: they are
made in a process of their own, a few at a time.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

from wagtail.images.models import Filter, SourceImageIOError

from lms.foundation.work.sandbox import MEGABYTE, Limits
from lms.foundation.work.uploads import UnreadableUpload, read_in_sandbox

LIMITS = Limits(computing=20, waiting=60, memory=512 * MEGABYTE)
PATIENCE = 20.0
"""Seconds for which one more waits: a page of many pictures asks for all of them."""


@dataclass(frozen=True)
class MadeRendition:
    """Picture as made for Wagtail: the file, and its format."""

    f: Any
    format_name: str


def install() -> None:
    """Make each `Filter` of Wagtail do its work in a separate process."""
    run = Filter.run

    def run_apart(self: Filter, image: Any, output: Any, source: Any = None) -> MadeRendition:
        """Raise `SourceImageIOError` where it takes too much, as for a picture that cannot be read, and `Busy`."""
        self.operations  # noqa: B018  raises what is wrong with the order itself
        if source is None:
            with image.open_file() as file:
                source = BytesIO(file.read())
        try:
            found = read_in_sandbox(
                partial(_made, run, self, image, source), limits=LIMITS, line="sizes", waiting=PATIENCE
            )
        except UnreadableUpload as error:
            raise SourceImageIOError("Making it smaller takes too much time or memory, or fails.") from error
        output.write(b64decode(found["made"]))
        return MadeRendition(output, found["format"])

    Filter.run = run_apart


def _made(run: Any, order: Filter, image: object, source: BytesIO) -> dict[str, str]:
    made = run(order, image, BytesIO(), source=source)
    return {"made": b64encode(made.f.getvalue()).decode(), "format": made.format_name}
