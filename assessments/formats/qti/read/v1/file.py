"""A file of QTI 1.2: its items in their order, in the categories of its sections. Pure."""

from collections.abc import Iterator, Mapping

from assessments.formats.draft import Category, Description, Entry, Refused
from assessments.formats.qti.manifest import ManifestItem
from assessments.formats.qti.media import Media
from assessments.formats.qti.refusal import DAMAGED, Unread
from assessments.formats.qti.tree import Node

from . import items
from .item import metadata

ROOT = {"root_section"}


def entries(root: Node, package: Mapping[str, bytes], place: ManifestItem) -> Iterator[Entry]:
    """Yield all entries in a `questestinterop`, or in an assessment, section or item of its own."""
    yield from _Reader(package, place).of(root, place.category)


class _Reader:
    def __init__(self, package: Mapping[str, bytes], place: ManifestItem) -> None:
        self.package = package
        self.place = place
        self.stimuli: dict[str, tuple[str, Media]] = {}

    def of(self, node: Node, category: tuple[str, ...]) -> Iterator[Entry]:
        if node.tag == "item":
            yield self._item(node, category)
            return
        if node.tag in {"bankentry_item", "sourcebank_ref", "itemref", "sectionref"}:
            yield self._elsewhere(node)
            return
        if node.tag == "section" and node.get("ident") not in ROOT and node.get("title").strip():
            category = (*category, node.get("title"))
            yield Category(category, node.line)
        for child in node.children():
            if child.tag not in {"itemmetadata", "qtimetadata"}:
                yield from self.of(child, category)

    def _elsewhere(self, node: Node) -> Refused:
        """Return a question that is named here and kept in another bank."""
        name = node.get("item_ref") or node.get("linkrefid") or node.plain()
        return Refused("qti-elsewhere", {"name": name}, name=name, line=node.line, path=self.place.path, type=node.tag)

    def _item(self, node: Node, category: tuple[str, ...]) -> Entry:
        media = Media(self.package, self.place.path)
        try:
            above = self._above(node, media)
            entry = items.read(node, media, above=above, category=category, place=self.place.path)
        except Unread as unread:
            return Refused(
                unread.code, unread.values, node.get("title"), node.line, self.place.path, items.type_of(node)
            )
        except DAMAGED:
            return Refused("qti-damaged", {}, node.get("title"), node.line, self.place.path, items.type_of(node))
        if isinstance(entry, Description):
            self.stimuli[node.get("ident")] = entry.text, media
        return entry

    def _above(self, node: Node, media: Media) -> str:
        """Return the text that the item belongs to, which came before it."""
        parent = metadata(node).get("parent_stimulus_item_ident", [""])[0]
        text, other = self.stimuli.get(parent, ("", Media()))
        media.used |= other.used
        return text
