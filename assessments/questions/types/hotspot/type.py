"""Hot spot: a place in a picture is chosen by a click, or by its name in the list below the picture. Both choose the
same region.

The browser gets the outlines of all regions, since a click has to show at once what it chose; what a region earns it
does not get. The list names the regions anyway, so that the outlines give away no more than the list does.
"""

from collections.abc import Mapping, Sequence
from html import escape
from math import fsum
from random import Random
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.formats.bodies import Region
from assessments.formats.scores import NEARLY
from assessments.questions.bank.blocks import plain
from lms.foundation.interface.parsing import whole_number
from lms.foundation.plugins.activity import InvalidAnswer
from lms.foundation.plugins.question import Parts

from ..marking import guess_score
from ..marking.choice import NoChoice, chosen
from ..shared.option_choice import ChoiceType
from ..shared.shapes import ChoiceKey, HotspotOrder
from .block import HotspotBlock, in_per_cent, shares
from .marking import ELSEWHERE, is_region, mark, region_at

PLAIN_WIDTH = 300
"""CSS pixels across the picture where a browser without JavaScript sends the point that was clicked."""
POINT = {"at.x", "at.y"}


class Hotspot(ChoiceType):
    """The response is the list of chosen region ids in the order of the list;
    `ELSEWHERE` is among them for a point in no region.
    """

    slug = "hotspot"
    name = gettext_lazy("Hot spot in a picture")
    template = "questions/types/hotspot.html"

    def block(self) -> HotspotBlock:
        return HotspotBlock(icon="crosshairs", label=self.name)

    def body(self, value: object) -> dict[str, object]:
        written = plain(value)
        share = _share(sum(region["right"] for region in written["regions"]), several=written["several"])
        regions = [_region(region, share) for region in written["regions"]]
        return {**{name: written[name] for name in ("image", "alt")}, "regions": regions, "several": written["several"]}

    def stored(self, body: Mapping[str, Any]) -> dict[str, object]:
        share = _share(sum(self._earns(region, body) for region in body["regions"]), several=body["several"])
        regions = [_written(region, share, right=self._earns(region, body)) for region in body["regions"]]
        return super().stored({**body, "regions": regions})

    def _earns(self, region: Mapping[str, Any], body: Mapping[str, Any]) -> bool:
        """Return whether the region is right. Among several, each that earns something is."""
        return region["fraction"] > 0 if body["several"] else self.right(region["fraction"])

    def problems(self, body: Mapping[str, Any]) -> list[str]:
        regions = body["regions"]
        labels = [region["label"].strip() for region in regions]
        sentences = []
        if body["image"] is None:
            sentences.append(_("Choose the picture."))
        if not body["alt"].strip():
            sentences.append(_("Say in words what the picture shows."))
        if not all(labels) or len(set(labels)) < len(labels):
            sentences.append(_("Give each region a name of its own."))
        if ELSEWHERE in [region["id"] for region in regions]:
            sentences.append(_("No region can have the id “%(id)s”.") % {"id": ELSEWHERE})
        sentence = _("“%(region)s” has no place on the picture. Draw it, or give its numbers.")
        sentences += [
            sentence % {"region": one["label"]} for one in regions if not is_region(one["shape"], one["coords"])
        ]
        return sentences + self._unmarkable(body)

    def _unmarkable(self, body: Mapping[str, Any]) -> list[str]:
        if not any(self._earns(region, body) for region in body["regions"]):
            return [_("Mark the right region.")]
        full = fsum(region["fraction"] for region in body["regions"] if region["fraction"] > 0)
        if body["several"] and full < 1 - NEARLY:
            return [
                _("The percentages of the right regions have to add up to 100 at least, or nobody can earn full marks.")
            ]
        return []

    def split(self, body: Mapping[str, Any]) -> Parts:
        regions: Sequence[Mapping[str, Any]] = body["regions"]
        places = [{name: region[name] for name in ("id", "label", "shape", "coords")} for region in regions]
        return Parts(
            shown={"image": body["image"], "alt": body["alt"], "regions": places, "several": body["several"]},
            key={"fractions": {region["id"]: region["fraction"] for region in regions}},
            reveal={"feedback": {region["id"]: region["feedback"] for region in regions if region["feedback"]}},
        )

    def order(self, shown: Mapping[str, Any], *, chance: Random | None) -> Any:
        """Return the ids as the list has them, and what reading a point needs: the regions as written, of which the
        first counts.
        """
        ids = [region["id"] for region in shown["regions"]]
        if chance is not None:
            chance.shuffle(ids)
        places = [{name: region[name] for name in ("id", "shape", "coords")} for region in shown["regions"]]
        image = shown["image"] if isinstance(shown["image"], Mapping) else {"width": 1, "height": 1}
        return {"ids": ids, "places": places, "ratio": image["height"] / image["width"], "several": shown["several"]}

    def read(self, data: Mapping[str, Any], *, order: Any) -> list[str]:
        names = [*order["ids"], ELSEWHERE]
        try:
            if not data or set(data) - {"", *POINT}:
                raise NoChoice
            regions = chosen(data.get("", []), order=names, several=order["several"])
            if set(data) >= POINT and (hit := _hit(data, order)):
                regions = [name for name in names if name == hit or (order["several"] and name in regions)]
        except NoChoice:
            raise InvalidAnswer(_("Choose a place in the picture, or in the list below it.")) from None
        return regions

    def mark(self, key: ChoiceKey, response: Sequence[str] | None) -> float:
        return mark(key["fractions"], response or [])

    def guess(self, key: Any, *, order: Any) -> float | None:
        """Return the expected score of a guess, as if one chose in the list, blindly: a click on the picture hits what
        is large.
        """
        if order["several"]:
            return guess_score.several(key["fractions"], "weights")
        return guess_score.one_of(key["fractions"], [*order["ids"], ELSEWHERE])

    def pickable(self, shown: Mapping[str, object]) -> dict[str, str]:
        return _labels(shown)

    def context(
        self,
        shown: Mapping[str, Any],
        *,
        order: Any,
        response: Any,
        key: Any = None,
        reveal: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        labels = _labels(shown)
        options: list[dict[str, Any]] = [
            {"id": name, "text": labels.get(name, ""), "chosen": name in (response or [])}
            for name in [*order["ids"], ELSEWHERE]
        ]
        if key is not None:
            feedback = (reveal or {}).get("feedback", {})
            for option in options:
                fraction = key["fractions"].get(option["id"], 0)
                option |= self._look(1 if shown["several"] and fraction > 0 else fraction, chosen=option["chosen"])
                option["feedback"] = feedback.get(option["id"], "")
            if not options[-1]["chosen"]:
                options.pop()
        help_text = (
            _("Choose all that apply, in the picture or in the list.")
            if shown["several"]
            else _("Choose in the picture or in the list.")
        )
        picture = shown["image"] if isinstance(shown["image"], Mapping) else None
        return {
            "options": options,
            "several": shown["several"],
            "help": help_text,
            "elsewhere": ELSEWHERE,
            "alt": shown["alt"],
            "picture": _drawn(picture, shown["regions"], {option["id"]: option for option in options})
            if picture
            else None,
        }


def _labels(shown: Mapping[str, Any]) -> dict[str, str]:
    return {region["id"]: escape(region["label"]) for region in shown["regions"]} | {
        ELSEWHERE: _("Somewhere else in the picture")
    }


def _share(right: int, *, several: bool) -> float:
    """Return the share of a right region where the author gave none."""
    return 1 / right if several and right else 1.0


def _region(region: Mapping[str, Any], share: float) -> Region:
    equal = share if region["right"] else 0.0
    fraction = equal if region["credit"] is None else region["credit"] / 100
    return {
        "id": region["id"],
        "label": region["label"],
        "shape": region["shape"],
        "feedback": region["feedback"],
        "coords": shares(region["place"]),
        "fraction": fraction,
    }


def _written(region: Region, share: float, *, right: bool) -> dict[str, object]:
    fraction = region["fraction"]
    equal = share if right else 0
    credit = None if fraction == equal else round(fraction * 100, 10)
    same = {name: region[name] for name in ("id", "label", "shape", "feedback")}
    return {**same, "place": in_per_cent(region["coords"]), "right": right, "credit": credit}


def _hit(data: Mapping[str, object], order: HotspotOrder) -> str:
    """Return the region under the point that was clicked without JavaScript; nothing for 0 0, which a keyboard sends.

    Raises `NoChoice`.
    """
    match data["at.x"], data["at.y"]:
        case [str(across)], [str(down)]:
            pixels = whole_number(across, digits=5), whole_number(down, digits=5)
            if pixels[0] is not None and pixels[1] is not None:
                x, y = pixels[0] / PLAIN_WIDTH, pixels[1] / PLAIN_WIDTH / order["ratio"]
                return region_at(order["places"], x, y, ratio=order["ratio"]) if x or y else ""
    raise NoChoice


def _drawn(
    picture: Mapping[str, Any], regions: Sequence[Mapping[str, Any]], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the picture as the template draws it: outlines in its pixels, as text, the one that counts first on
    top.
    """
    width, height = picture["width"], picture["height"]
    shapes = [
        {
            "id": region["id"],
            "shape": region["shape"],
            **_outline(region["shape"], region["coords"], width, height),
            "look": options.get(region["id"], {}).get("look", ""),
            "chosen": options.get(region["id"], {}).get("chosen", False),
        }
        for region in reversed(regions)
    ]
    plain_height = round(PLAIN_WIDTH * height / width)
    return {
        **picture,
        "shapes": shapes,
        "plain_width": PLAIN_WIDTH,
        "plain_height": plain_height,
        "mark": str(max(width, height) // 40 + 4),
    }


def _outline(shape: str, coords: Sequence[float], width: int, height: int) -> dict[str, str]:
    if shape == "circle":
        return {"cx": f"{coords[0] * width:.1f}", "cy": f"{coords[1] * height:.1f}", "r": f"{coords[2] * width:.1f}"}
    pairs = [(coords[place] * width, coords[place + 1] * height) for place in range(0, len(coords) - 1, 2)]
    if shape == "rect":
        (left, top), (right, bottom) = pairs
        return {
            "points": f"{left:.1f},{top:.1f} {right:.1f},{top:.1f} {right:.1f},{bottom:.1f} {left:.1f},{bottom:.1f}"
        }
    return {"points": " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)}
