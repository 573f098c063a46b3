"""The plugin keeps the contract that Mafunzo asks of every plugin."""

from uuid import uuid4

from fieldnotes.models import Log

from lms.foundation.plugins.contract import PluginContract
from lms.learning.progress.models import Attempt


def interview(minutes: int) -> dict[str, list[str]]:
    return {
        "minutes": [str(minutes)],
        "well": ["Let her tell it in her own order"],
        "better": ["Fewer questions at once"],
    }


class TestContract(PluginContract):
    plugin = "fieldnotes"

    def make_row(self, figure, enrolment, at):
        """A log that the learner of `enrolment` finished."""
        entry = enrolment.release.outline.activities[0]
        about = {"activity_id": entry.id, "release": enrolment.release, "kind": "fieldnotes_log", "number": 1}
        attempt = Attempt.objects.create(enrolment=enrolment, form={}, state={}, begun_at=at, **about)
        Log.objects.create(attempt=attempt, interviews=2, minutes=55, logged_at=at)

    definitions = {"fieldnotes_log": {"instruction": "With a partner who plays the witness.", "wanted": 2}}
    answers = {"fieldnotes_log": [interview(20), interview(35)]}
    older = {
        "fieldnotes_log": {
            1: {
                "definition": {"instruction": "With a partner who plays the witness.", "number": 2},
                "form": {"number": 2},
                "state": {"notes": [[20, "Let her tell it in her own order", "Fewer questions at once"]]},
                "answers": [interview(35)],
            }
        },
        "fieldnotes_keypoints": {
            1: {
                "shown": {"count": 2},
                "key": {"a": "passport, papers", "b": "wage, no pay"},
                "reveal": {"points": {"a": "Her passport was taken away", "b": "She was never paid"}},
                "order": [],
                "response": "They kept her papers.",
                "mark": 0.5,
            }
        },
    }
    bodies = {
        "fieldnotes_keypoints": {
            "points": [
                {"id": "a", "point": "Her passport was taken away", "words": ["passport", "papers"]},
                {"id": "b", "point": "She was never paid", "words": ["wage", "wages", "no pay"]},
            ]
        }
    }
    replies = {"fieldnotes_keypoints": [{"": ["They kept her passport. No pay!"]}, {"": ["Wages unclear"]}, {"": [""]}]}
    arguments = {"board": {"pk": 1}}
    conditions = {"fieldnotes_practised": {"interviews": 2}}
    addresses = {"fieldnotes_radio": "KE-1"}
    blocks = {
        "fieldnotes_prompt": {
            "situation": "A girl at the bus station says that she is <twenty>.",
            "questions": [
                {"type": "item", "value": text, "id": str(uuid4())}
                for text in ("Where are you going?", "Who paid for the bus?")
            ],
        }
    }
