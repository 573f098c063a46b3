"""Stories as the programs of others write them: the same checkpoint in each form."""

import json
import zipfile
from io import BytesIO
from typing import Any

TWEE = """:: StoryTitle
At the checkpoint

:: StoryData
{
    "ifid": "D674C58C-DEFA-4F70-B7A2-27742230C0FC",
    "format": "SugarCube",
    "format-version": "2.36.1",
    "start": "The lorry"
}

:: StoryScript [script]
window.setup = {};

:: Look [stylesheet]
body { color: red }

:: Waved on
The lorry is gone.

:: The lorry [road night] {"position":"100,100"}
A lorry stops. ''Two'' young women sit beside the driver, who <b>answers</b> for them. It is $hour o’clock.
<<set $asked to false>><<if $late>>It is dark.<</if>>

* [[Speak with each of them apart->Apart]]
* [[Ask the driver|In the cabin]]
* [[Waved on<-Wave the lorry on]]

:: In the cabin
He says that they are his nieces. You can still [[speak with each apart->Apart][$asked to true]].
<<link "Take all three to the office" "Office">><</link>>

:: Apart
One of them asks &amp; waits.

:: Office
[img[nobody.png]]
Nobody says anything.
"""
PLAYER = "<script>var store = '<tw-storydata' + x; if (a < b) { run('<tw-passagedata>') }</script>"
TWINE = f"""<!DOCTYPE html><html><head><title>At the checkpoint</title>{PLAYER}</head><body>
<tw-story></tw-story>
<tw-storydata name="At the checkpoint" startnode="2" creator="Twine" format="Harlowe" ifid="X" hidden>
<style role="stylesheet" id="twine-user-stylesheet" type="text/twine-css">body {{ color: red }}</style>
<script role="script" id="twine-user-script" type="text/twine-javascript">alert("<b>")</script>
<tw-tag name="road" color="orange"></tw-tag>
<tw-passagedata pid="1" name="Waved on" tags="" position="1,1" size="100,100">The lorry is gone.</tw-passagedata>
<tw-passagedata pid="2" name="The lorry" tags="road" position="1,1" size="100,100">A lorry stops. (set: $asked to 0)
(if: $late is true)[It is dark.] (Note: the driver answers.) &lt;b&gt;Bold&lt;/b&gt; and AT&amp;amp;T.

[[Wave the lorry on-&gt;Waved on]]
(link-goto: "Ask the driver", "In the cabin")</tw-passagedata>
<tw-passagedata pid="3" name="In the cabin" tags="" position="1,1" size="100,100">Nieces.</tw-passagedata>
</tw-storydata></body></html>"""


def question(text: str, *alternatives: dict[str, Any]) -> dict[str, Any]:
    params = {"branchingQuestion": {"question": f"<p>{text}</p>", "alternatives": list(alternatives)}}
    return {"type": {"library": "H5P.BranchingQuestion 1.0", "params": params, "metadata": {"title": "Untitled"}}}


def told(text: str, onward: int, title: str) -> dict[str, Any]:
    kind = {"library": "H5P.AdvancedText 1.1", "params": {"text": text}, "metadata": {"title": title}}
    return {"type": kind, "nextContentId": onward}


CONTENTS = [
    told("<p>A lorry stops.</p><p>Two young&nbsp;women sit beside the driver.</p>", 1, "The lorry"),
    question(
        "What do you do?",
        {
            "text": "Speak with each of them apart",
            "nextContentId": -2,
            "feedback": {"title": "Apart, people can speak.", "subtitle": "<p>They did.</p>", "endScreenScore": 2},
        },
        {"text": "Ask the driver", "nextContentId": 2},
        {"text": "Wave the lorry on", "nextContentId": -1},
    ),
    {
        "type": {"library": "H5P.Video 1.6", "params": {"sources": []}, "metadata": {"title": "In the cabin"}},
        "nextContentId": 3,
    },
    told("<p>Nobody says anything.</p>", -1, "The office"),
]
SCENARIO = {
    "branchingScenario": {
        "title": "At the checkpoint",
        "startScreen": {"startScreenTitle": "<p>Start</p>"},
        "endScreens": [
            {"endScreenTitle": "", "contentId": -1, "endScreenScore": 0},
            {"endScreenTitle": "Apart", "endScreenSubtitle": "One of them asks.", "contentId": -2},
        ],
        "content": CONTENTS,
        "scoringOptionGroup": {"scoringOption": "dynamic-score"},
    }
}


def h5p(content: Any = SCENARIO, **files: bytes | str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("h5p.json", json.dumps({"mainLibrary": "H5P.BranchingScenario"}))
        if content is not None:
            archive.writestr("content/content.json", content if isinstance(content, str) else json.dumps(content))
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()
