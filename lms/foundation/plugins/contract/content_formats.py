"""The part of the contract on content formats: whatever a file holds is read, and what was written comes back."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from ..content_format import ContentFormat, NotWritable
from .access import AccessContract
from .behaviour import always
from .breach import Breach, expect


class FormatsContract(AccessContract):
    """The laws. `files` has, by content format, the bytes of a file with at least one question."""

    files: Mapping[str, bytes] = {}

    def test_reads_what_it_wrote(self) -> None:
        for kind in self.subject.within("content format"):
            expect(
                kind.slug in self.files,
                f'Give a file that “{kind.slug}” reads, so that it can be tried: files = {{"{kind.slug}": b"…"}}.',
            )
            reads_what_it_wrote(kind, self.files[kind.slug])


def reads_what_it_wrote(kind: ContentFormat, data: bytes) -> None:
    """Check that a sample has drafts, that these come back from the file that is written of them, and that any bytes
    are read without an error.
    """
    drafts = list(_read(kind, data).drafts)
    expect(bool(drafts), f"“{kind.slug}” reads no question in the file that is given as a sample.")
    try:
        written, media_type = kind.write(drafts)
    except NotWritable as refusal:
        raise Breach(f"“{kind.slug}” cannot write what it read itself: {dict(refusal.reasons)!r:.300}") from refusal
    sound = isinstance(written, bytes) and isinstance(media_type, str)
    expect(sound, f"write of “{kind.slug}” gives {type(written).__name__} and {media_type!r}: give bytes and a text.")
    back = list(_read(kind, written).drafts)
    told = f"“{kind.slug}” wrote {drafts!r:.500} and reads in it {back!r:.500}."
    expect([(one.kind, one.body) for one in back] == [(one.kind, one.body) for one in drafts], told)

    def law(anything: bytes) -> None:
        _read(kind, anything)
        kind.recognises(anything)

    always(law, st.binary(max_size=80) | st.just(data[: len(data) // 2]), examples=50)


def _read(kind: ContentFormat, data: bytes) -> Any:
    """Return the reading, which may be one that refuses all."""
    try:
        reading = kind.read(data, name="")
    except Exception as error:  # whatever somebody else's code raises
        raise Breach(f"read of “{kind.slug}” raises {type(error).__name__} ({error}) for {data!r:.200}.") from error
    expect(hasattr(reading, "drafts"), f"read of “{kind.slug}” gives {reading!r:.200}, which is no Reading.")
    return reading
