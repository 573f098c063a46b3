"""Way of one piece of work: the functions of ours that it passes, and where a lower floor calls up."""

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("lms", "courses", "assessments", "certificates", "home")


def floors() -> dict[str, int]:
    """The rooms of the contract of all floors, by the folder; 0 is the lowest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["name"].startswith("Floors"))
    return {
        name.strip().replace(".", "/"): number
        for number, layer in enumerate(reversed(layers))
        for name in layer.replace(":", "|").split("|")
    }


class Way:
    """Functions of ours that ran, and calls from a lower floor into a higher one, in order."""

    def __init__(self) -> None:
        self.floors = floors()
        self.functions: list[str] = []
        self.climbs: list[str] = []
        self._known: dict[CodeType, tuple[str, int] | None] = {}
        self._stack: list[tuple[str, int] | None] = []

    def follow(self, work: Callable[[], object]) -> None:
        self._stack = []
        sys.setprofile(self._see)
        try:
            work()
        finally:
            sys.setprofile(None)

    def _see(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            place = self._place(frame.f_code)
            if place is not None:
                self.functions.append(place[0])
                below = next((one for one in reversed(self._stack) if one is not None), None)
                if below is not None and below[1] < place[1]:
                    self.climbs.append(f"{below[0]} → {place[0]}")
            self._stack.append(place)
        elif event == "return" and self._stack:
            self._stack.pop()

    def _place(self, code: CodeType) -> tuple[str, int] | None:
        if code not in self._known:
            self._known[code] = self._look_up(code)
        return self._known[code]

    def _look_up(self, code: CodeType) -> tuple[str, int] | None:
        file = Path(code.co_filename)
        if not file.is_relative_to(ROOT) or code.co_name.startswith("<"):
            return None
        name = file.relative_to(ROOT).with_suffix("").as_posix()
        if name.partition("/")[0] not in FOLDERS:
            return None
        floor = max((folder for folder in self.floors if f"{name}/".startswith(f"{folder}/")), key=len, default=None)
        return None if floor is None else (f"{name}:{code.co_qualname}", self.floors[floor])
