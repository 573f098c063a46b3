"""A short scenario: a lorry at a checkpoint, four scenes, two ends."""

from collections.abc import Sequence
from typing import Any

from assessments.scenario.scenes import Choice, Scene, depths

STOP, CABIN, OFFICE, APART, WAVED = (f"00000000-0000-4000-8000-00000000000{number}" for number in range(1, 6))


def choice(name: str, text: str, goes_to: str, **more: Any) -> Choice:
    return Choice(f"10000000-0000-4000-8000-0000000000{name}", text, goes_to, **more)


SCENES = (
    Scene(
        STOP,
        "At the checkpoint",
        "A lorry stops. Two young women sit beside the driver, who answers for them.",
        "What do you do?",
        (
            choice("11", "Speak with each of them apart", APART, marks=2, feedback="Apart, people can speak."),
            choice("12", "Ask the driver who they are", CABIN, feedback="He answers for them again."),
            choice("13", "Wave the lorry on", WAVED, never=True, feedback="Nobody asked them anything."),
        ),
    ),
    Scene(
        CABIN,
        "In the cabin",
        "The driver says that they are his nieces.",
        "",
        (
            choice("21", "Take all three to the office", OFFICE, feedback="He hears every word."),
            choice("22", "Now speak with each apart", APART, marks=1, feedback="Late, and still right."),
        ),
    ),
    Scene(OFFICE, "In the office", "Nobody says anything while he is there."),
    Scene(APART, "Apart", "One of them asks whether she may telephone her mother."),
    Scene(WAVED, "The road", "The lorry is gone."),
)


def stream(scenes=SCENES) -> list[dict[str, Any]]:
    """The scenes as the blocks of a page."""
    return [
        {
            "type": "scene",
            "id": scene.id,
            "value": {
                "title": scene.title,
                "text": scene.text,
                "ask": scene.ask,
                "choices": [
                    {
                        "type": "item",
                        "id": each.id,
                        "value": {
                            "text": each.text,
                            "goes_to": each.goes_to,
                            "feedback": each.feedback,
                            "marks": int(each.marks),
                            "never": each.never,
                        },
                    }
                    for each in scene.choices
                ],
            },
        }
        for scene in scenes
    ]


def paths(scenes: Sequence[Scene]) -> int:
    """How many ways there are through a scenario without loops."""
    counted: dict[str, int] = {"": 1}
    depth = depths(scenes)
    for scene in sorted(scenes, key=lambda scene: depth.get(scene.id, 0), reverse=True):
        counted[scene.id] = sum(counted.get(choice.goes_to, 1) for choice in scene.choices) or 1
    return counted[scenes[0].id] if scenes else 0
