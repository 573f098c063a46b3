"""StreamFields whose blocks stay out of migrations."""

from collections.abc import Iterator

from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.blocks import Block
from wagtail.fields import StreamField


def blocks_of(block: Block) -> Iterator[Block]:
    """Yield the block and every block in it."""
    yield block
    inner = getattr(block, "child_blocks", {}).values()
    for child in [*inner, *filter(None, [getattr(block, "child_block", None)])]:
        yield from blocks_of(child)


class BlockField(StreamField):
    """A StreamField that migrations remember without its blocks, so that a new block type needs no migration.

    A historical model of it has no blocks; it passes the stored JSON through instead of dropping what it does not know.
    """

    def __init__(self, block_types=(), **kwargs) -> None:
        super().__init__(block_types, **kwargs)

    @cached_property
    def stream_block(self) -> object:
        """Block of the stream. Its blocks are called as fields of a form are, with a capital: Wagtail shows the names
        of blocks as they are written.

        Several blocks may share one, so each is renamed once: a name is put together when it is read, and each layer
        doubles the time.
        """
        stream = super().stream_block
        for block in blocks_of(stream):
            if not getattr(block, "has_capital", False):
                block.label, block.has_capital = capfirst(block.label), True
        return stream

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    @property
    def _historical(self) -> bool:
        return not self.block_types_arg

    def to_python(self, value):
        return value if self._historical else super().to_python(value)

    def get_prep_value(self, value):
        return value if self._historical else super().get_prep_value(value)
