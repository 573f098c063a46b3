"""StreamFields whose blocks stay out of migrations."""

from wagtail.fields import StreamField


class BlockField(StreamField):
    """A StreamField that migrations remember without its blocks, so that a new block type needs no migration.

    A historical model of it has no blocks; it passes the stored JSON through instead of dropping what it does not know.
    """

    def __init__(self, block_types=(), **kwargs) -> None:
        super().__init__(block_types, **kwargs)

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
