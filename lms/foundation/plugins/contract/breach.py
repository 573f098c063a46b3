"""Error by which a law reports that it was broken."""

from collections.abc import Iterable


class Breach(AssertionError):
    """The plugin does not keep the contract. The message says where, and what its author should do."""


def expect(truth: object, sentence: str) -> None:
    """Raise `Breach` with `sentence` unless `truth` is true."""
    if not truth:
        raise Breach(sentence)


def hold(sentences: Iterable[str]) -> None:
    """Raise `Breach` with all `sentences`, one on each line, if there are any."""
    broken = list(sentences)
    expect(not broken, "\n".join(broken))
