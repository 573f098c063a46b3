"""Error by which a law reports that it was broken."""

from collections.abc import Iterable


class Breach(AssertionError):
    """The plugin does not keep the contract. The message says where, and what its author should do."""


def expect(truth: object, sentence: str) -> None:
    """Raises `Breach` with `sentence` where `truth` is none."""
    if not truth:
        raise Breach(sentence)


def hold(sentences: Iterable[str]) -> None:
    """Raises `Breach` with all `sentences`, one on each line, where there are any."""
    broken = list(sentences)
    expect(not broken, "\n".join(broken))
