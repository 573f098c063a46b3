"""One item of QTI 1.2, as those who read its responses see it. Pure."""

from collections.abc import Callable, Mapping
from html import escape
from itertools import count

from assessments.formats.qti.declarations import number
from assessments.formats.qti.markup import paragraph, tidy
from assessments.formats.qti.media import Media
from assessments.formats.qti.tree import Node

from .rules import Outcome, Rules

RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp", "response_extension")
OWN_TOOL = "Mafunzo"


def metadata(node: Node) -> dict[str, list[str]]:
    """Return the fields of `qtimetadata` by their labels in lower case."""
    values: dict[str, list[str]] = {}
    for holder in (node, *node.children("itemmetadata")):
        for field in (field for data in holder.children("qtimetadata") for field in data.children("qtimetadatafield")):
            label, entry = field.child("fieldlabel"), field.child("fieldentry")
            if label is not None and entry is not None:
                values.setdefault(label.plain().lower(), []).append(entry.text().strip())
    return values


class Item1:
    """An `item` with its responses, its rules, its texts and counted ids.

    `above` is HTML that comes before the stem.
    """

    def __init__(self, node: Node, media: Media, *, above: str = "") -> None:
        self.node = node
        self.media = media
        self.above = above
        self.fields = metadata(node)
        self.own = self.field("tool") == OWN_TOOL
        self.presentation = node.child("presentation") or Node("presentation")
        self.responses = list(self.presentation.all(*RESPONSES))
        self.rules = Rules(node, {response.get("ident"): self.cardinality(response) for response in self.responses})
        self.ids = map(str, count(1))

    def field(self, name: str) -> str:
        return self.fields.get(name, [""])[0]

    @property
    def type(self) -> str:
        return self.field("question_type") or self.field("cc_profile") or self.field("qmd_itemtype")

    @staticmethod
    def cardinality(response: Node) -> str:
        if response.tag in {"response_str", "response_num"}:
            return ""
        return response.get("rcardinality", "Single").capitalize()

    def run(self, name: str, *values: str) -> Outcome:
        return self.rules.run({name: values})

    # What is told

    def stem(self) -> str:
        """Return the text before and after the responses, with text within them but outside their choices."""
        if self.own:
            return self.labelled("stem")
        return tidy(self.above + "".join(self._stem_of(part) for part in self.presentation.children()))

    def _stem_of(self, node: Node) -> str:
        if node.tag in {"material", "altmaterial", "material_ref"}:
            return self.block(self.material(node))
        if node.tag in {"response_label", "render_fib"}:
            return ""
        return "".join(self._stem_of(part) for part in node.children())

    def material(self, node: Node | None) -> str:
        """Return the content of materials: texts as HTML, pictures and sounds."""
        if node is None:
            return ""
        if node.tag in _MATERIAL:
            return _MATERIAL[node.tag](self, node)
        return "".join(self.material(part) for part in node.children())

    def text(self, node: Node) -> str:
        words = node.text()
        if node.get("texttype", "text/plain").lower() in {"text/html", "text/xhtml", "text/rtf"} or node.children():
            return self.media.relink(words.strip(" \t\r\n"))
        return escape(words.strip(" \t\r\n"), quote=False)

    def picture(self, node: Node) -> str:
        source = node.get("uri") or node.get("entityref")
        return f'<img src="{escape(self.media.link(source))}" alt="{escape(node.get("label") or node.plain())}"/>'

    def sound(self, node: Node) -> str:
        return (
            f'<{node.tag.removeprefix("mat")} src="{escape(self.media.link(node.get("uri")))}" '
            f'controls="controls"></{node.tag[3:]}>'
        )

    # What is said about answers

    def feedback(self, idents: tuple[str, ...] | set[str] | list[str]) -> str:
        """Return the texts of feedback by its idents, in the order of the item."""
        texts = (self.feedback_text(node) for node in self.node.children("itemfeedback") if node.get("ident") in idents)
        return "".join(dict.fromkeys(text for text in texts if text))

    def feedback_text(self, node: Node) -> str:
        parts = [part for part in node.children() if part.tag not in {"hint", "solution"}]
        return tidy("".join(self.block(self.material(part)) for part in parts))

    def block(self, html: str) -> str:
        """Return a text in a paragraph; our own are as they are."""
        return html if self.own else paragraph(html)

    def labelled(self, label: str) -> str:
        """Return the content of our own material with this label."""
        return "".join(
            self.material(node) for node in self.presentation.children("material") if node.get("label") == label
        )

    def hints(self) -> tuple[str, ...]:
        nodes = [part for node in self.node.children("itemfeedback") for part in node.all("hintmaterial")]
        return tuple(text for text in (self.block(self.material(node)) for node in nodes) if text)

    def solution(self) -> str:
        return "".join(
            self.block(self.material(part))
            for node in self.node.children("itemfeedback")
            for part in node.all("solutionmaterial")
        )

    def mark(self) -> float:
        """Return the marks that the item says, 1 where it is silent or says none."""
        value = number(self.field("points_possible") or self.field("qmd_weighting") or "1")
        return value if value and value > 0 else 1.0


_MATERIAL: Mapping[str, Callable[[Item1, Node], str]] = {
    "mattext": Item1.text,
    "matemtext": lambda item, node: f"<em>{item.text(node)}</em>",
    "matimage": Item1.picture,
    "mataudio": Item1.sound,
    "matvideo": Item1.sound,
    "matbreak": lambda item, node: "<br/>",
}
