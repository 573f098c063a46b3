"""Streams of blocks that plugins extend: a block whose plugin is not there is kept as it was stored,
and nobody can change it.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.field_block import FieldBlockAdapter
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.snippets.blocks import SnippetChooserBlock

from lms.foundation.plugins.runtime.registry import Faulty, Registry

from .reading import rows_of

log = logging.getLogger(__name__)

ABSENT = "absent"
_SIGNER = signing.Signer(salt="courses.streams")


class ReadyList(blocks.ListBlock):
    """A list that begins with `ready` items, or as many as it needs at least, each as its block begins.

    An item that is written `{}` as a default lacks its parts, and the editor's script breaks at the first text with
    markup in it.
    """

    def __init__(self, child_block: Any, *, ready: int = 0, **kwargs: Any) -> None:
        super().__init__(child_block, **kwargs)
        number = ready or kwargs.get("min_num", 1)
        self.meta.default = [self.child_block.get_default() for _item in range(number)]


class RowBlock(SnippetChooserBlock):
    """A chooser of a row. Within `reading_once` all rows are read together, and one that was read is there."""

    def bulk_to_python(self, values: Sequence[object]) -> list[Any]:
        rows = rows_of(self.model_class)
        if all(value in rows for value in values):
            return [rows[value] for value in values]
        return super().bulk_to_python(values)

    def clean(self, value: Any) -> Any:
        return value if value is not None and value is rows_of(self.model_class).get(value.pk) else super().clean(value)


class _Seal(forms.HiddenInput):
    template_name = "courses/admin/absent_block.html"


class AbsentBlock(blocks.FieldBlock):
    """A block of a type that nobody knows. Its value is the block as it was stored: a mapping of `type` and `value`.

    The editor's form carries it sealed, so that what comes back is what was sent.
    """

    def __init__(self, **kwargs: object) -> None:
        self.field = forms.CharField(widget=_Seal, required=False)
        super().__init__(**kwargs)

    def value_for_form(self, value: object) -> str:
        return _SIGNER.sign_object(value, compress=True) if value else ""

    def value_from_form(self, value: str | None) -> dict[str, object] | None:
        try:
            return _SIGNER.unsign_object(value or "")
        except signing.BadSignature:
            return None

    def clean(self, value: object) -> Any:
        if not value:
            raise ValidationError(
                gettext("This block cannot be read any more. Reload the page and make your other changes again.")
            )
        return value

    def get_translatable_segments(self, value: object) -> list[object]:
        """Return nothing, for wagtail-localize: there is nothing that anybody here could translate."""
        return []

    def restore_translated_segments(self, value: object, segments: object) -> object:
        return value

    def render_basic(self, value: object, context: object = None) -> str:
        return gettext("This block comes from a plugin that is not installed. The block is kept.")

    class Meta:
        icon = "lock"
        label = gettext_lazy("Block of a plugin that is not installed")


class AbsentBlockAdapter(FieldBlockAdapter):
    js_constructor = "courses.AbsentBlock"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["courses/streams.js"])


class _Blocks(dict[str, blocks.Block]):
    """Blocks by type.

    Whoever asks for a type that is not `in` here, because it was there a moment ago, gets the absent block.
    """

    def __missing__(self, name: str) -> blocks.Block:
        return self[ABSENT]


class OpenStream(blocks.StreamBlock):
    """A stream to which the entries of `registry` bring blocks: each has a `slug`, the block's type, and `block()`,
    which makes one.

    Used as a class in a `BlockField`, its blocks are made at first use, when every plugin has registered. A block of a
    type that nobody knows is loaded as an `absent` block and stored again as it was, so that it comes back when its
    plugin does. That also holds where the stream stands inside another block; a plugin that has streams in its own
    blocks derives them from this class.
    """

    registry: ClassVar[Registry[Any]]

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        brought = [pair for pair in self._brought() if pair[0] not in self.base_blocks]
        super().__init__([*(local_blocks or []), *brought, (ABSENT, AbsentBlock())], **kwargs)
        self.child_blocks: _Blocks = _Blocks(self.child_blocks)

    @classmethod
    def _brought(cls) -> Iterator[tuple[str, blocks.Block]]:
        """Yield the blocks of the registry. A block of a plugin that cannot be made is left out, as if the plugin was
        absent.
        """
        for entry in cls.registry:
            try:
                yield entry.slug, entry.block()
            except Faulty:
                log.warning("the editor goes without the block of the %s “%s”", cls.registry.socket, entry.slug)

    def to_python(self, value: object) -> object:
        if isinstance(value, str) and value:
            try:
                value = json.loads(value)
            except ValueError:
                return super().to_python(value)
        return super().to_python(self._known(value))

    def bulk_to_python(self, values: Mapping[str, object]) -> object:
        return super().bulk_to_python([self._known(stream) for stream in values])

    def get_prep_value(self, value: object) -> object:
        return [_as_stored(child) for child in super().get_prep_value(value)]

    def _known(self, stream: object) -> object:
        """Return a stored stream with what nobody knows set apart.

        Whatever else is made into a stream, such as pairs, passes through.
        """
        if not isinstance(stream, list) or not all(isinstance(child, Mapping) for child in stream):
            return stream
        stored = map(_as_stored, stream)
        return [
            child if child["type"] in self.child_blocks else {**child, "type": ABSENT, "value": _sealed(child)}
            for child in stored
        ]


def _sealed(child: Mapping[str, object]) -> dict[str, object]:
    return {"type": child["type"], "value": child["value"]}


def _as_stored(child: Mapping[str, Any]) -> Mapping[str, object]:
    """Return the block that an absent one stands for; any other as it is."""
    return {**child, **child["value"]} if child["type"] == ABSENT and child["value"] else child


class OpenStreamAdapter(StreamBlockAdapter):
    """Adapter whose menu of blocks to add leaves the absent one out."""

    js_constructor = "courses.OpenStream"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["courses/streams.js"])


register(AbsentBlockAdapter(), AbsentBlock)
register(OpenStreamAdapter(), OpenStream)


class ObjectiveStream(blocks.StreamBlock):
    """Stream of objectives, which say what the learner will be able to do, a line each."""

    objective = blocks.TextBlock(label=_("The learner can …"), max_length=300, rows=1)


class RowChoiceBlock(blocks.ChoiceBlock):
    """A choice among rows, each named by a text. Reading a page asks the database nothing: Wagtail's own block would
    list all rows for each value, to convert it to the type of its key.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.field.error_messages["invalid_choice"] = _(
            "“%(value)s” is not on this site. Bring in first what it belongs to, such as the procedure or the form, or "
            "choose another."
        )

    def to_python(self, value: object) -> object:
        return value

    def get_searchable_content(self, value: object) -> list[str]:
        return []
