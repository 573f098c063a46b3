"""Scenes that an author takes over from a file of Twine or H5P: shown first, then a draft."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assessments.scenario.stories.conversion import MOST_SCENES
from courses.models import PageImport
from tests.casework.imports.files import TWEE, TWINE, h5p, question

from .scenes import SCENES


@pytest.fixture
def story(scenario_page):
    return reverse("scenario:story", args=[scenario_page.pk])


@pytest.fixture
def put_in(scenario_page):
    return reverse("scenario:story-draft", args=[scenario_page.pk])


def upload(client, address, data, name="story.twee"):
    data = data if isinstance(data, bytes) else data.encode()
    return client.post(address, {"file": SimpleUploadedFile(name, data)}, follow=True)


def carried(page) -> str:
    return re.search(r'name="import" value="([^"]+)"', page.content.decode())[1]


def draft(page):
    page.refresh_from_db()
    return page.get_latest_revision_as_object()


class TestReading:
    def test_shows_what_is_in_it_and_what_is_left_out_and_writes_nothing(self, as_, editor, scenario_page, story):
        revision, client = scenario_page.latest_revision_id, as_(editor)
        assert story in client.get(reverse("wagtailadmin_pages:edit", args=[scenario_page.pk])).content.decode()
        page = upload(client, story, TWEE)
        shown = page.content.decode()
        assert page.status_code == 200 and "5 scenes were found" in shown
        assert "Two young women" in shown and "leads to scene 4" in shown
        for sentence in (
            "Scripts and styles are left out: StoryScript, Look.",
            "“The lorry”: macros are left out (set, if).",
            "“The lorry”: the program put a value in place of $hour.",
            "“Office”: pictures are left out.",
            "5 choices have no feedback",
        ):
            assert sentence in shown
        scenario_page.refresh_from_db()
        assert scenario_page.latest_revision_id == revision

    def test_names_what_would_stop_a_release(self, as_, editor, story):
        shown = upload(as_(editor), story, ":: A\n[[On->B]]\n:: B\n[[Back->A]]\n:: C\nAlone").content.decode()
        assert "Scene 1, “A”: its choices lead back" in shown and "Scene 3, “C”: no choice leads to it" in shown

    def test_reads_a_page_that_twine_published_and_a_package_of_h5p(self, as_, editor, story):
        client = as_(editor)
        assert "In the cabin" in upload(client, story, TWINE, "story.html").content.decode()
        shown = upload(client, story, h5p(), "scenario.h5p").content.decode()
        assert "What do you do?" in shown and "it is no text (Video)" in shown and "Go on" in shown

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"Nothing", "The file is neither a story of Twine"),
            (b":: StoryTitle\nA", "There is no scene in this file"),
            (h5p("{"), "The package cannot be read"),
            ("".join(f":: {number}\nA\n" for number in range(MOST_SCENES + 1)), "60 scenes at most"),
            (b"", "empty"),
            (b"x" * 5_000_001, "larger than"),
        ],
    )
    def test_says_beside_the_field_what_is_wrong(self, as_, editor, story, data, sentence):
        page = upload(as_(editor), story, data)
        assert page.status_code == 422 and sentence in page.content.decode()

    def test_is_kept_for_its_author_and_shown_again(self, as_, editor, superuser, story, put_in):
        client = as_(editor)
        address = f"{put_in}?import={carried(upload(client, story, TWEE))}"
        assert "5 scenes were found" in client.get(address).content.decode()
        assert as_(superuser).get(address).url == story
        PageImport.objects.update(made_at=timezone.now() - PageImport.KEPT)
        assert as_(editor).get(address).url == story

    def test_what_others_wrote_is_shown_as_text(self, as_, editor, story):
        hostile = ':: <img src=x onerror=alert(1)>\n&lt;script&gt;alert(1)&lt;/script&gt; [[<svg onload=a()>x->"]]'
        shown = upload(as_(editor), story, hostile).content.decode()
        assert "<img src=x" not in shown and "<script>alert" not in shown and "<svg onload" not in shown


class TestPuttingIn:
    def test_scenes_follow_those_of_the_draft(self, as_, editor, scenario_page, story, put_in):
        client = as_(editor)
        text = carried(upload(client, story, TWEE))
        assert client.post(put_in, {"import": text}).status_code == 302
        scenes = draft(scenario_page).scenes
        assert [block.value["title"] for block in scenes] == [
            *(scene.title for scene in SCENES), "The lorry", "Waved on", "In the cabin", "Apart", "Office",
        ]  # fmt: skip
        choices = scenes[len(SCENES)].value["choices"]
        assert [choice["goes_to"] for choice in choices] == [str(scenes[place].id) for place in (8, 7, 6)]
        assert len(scenario_page.scenes) == len(SCENES)  # until somebody publishes
        assert scenario_page.latest_revision.user == editor
        edit = client.get(reverse("wagtailadmin_pages:edit", args=[scenario_page.pk])).content.decode()
        assert "Speak with each of them apart" in edit

    def test_or_come_in_their_place(self, as_, editor, scenario_page, story, put_in):
        client = as_(editor)
        client.post(put_in, {"import": carried(upload(client, story, h5p())), "instead": "1"})
        scenes = draft(scenario_page).scenes
        assert [block.value["title"] for block in scenes] == ["The lorry", "In the cabin", "The office", "Apart"]
        best = scenes[0].value["choices"][0]
        assert (best["marks"], best["feedback"]) == (2, "Apart, people can speak.\nThey did.")

    @pytest.mark.parametrize("instead", [{}, {"instead": "1"}])
    def test_once_though_they_are_sent_twice(self, as_, editor, scenario_page, story, put_in, instead):
        client = as_(editor)
        data = {"import": carried(upload(client, story, TWEE)), **instead}
        client.post(put_in, data)
        first = draft(scenario_page)
        client.post(put_in, data)
        assert draft(scenario_page).latest_revision_id == first.latest_revision_id
        assert client.get(put_in, data).status_code == 302
        assert PageImport.objects.get().content == {}

    def test_no_more_than_a_scenario_holds(self, as_, editor, scenario_page, story, put_in):
        client, revision = as_(editor), scenario_page.latest_revision_id
        many = "".join(f":: {number}\nA\n" for number in range(MOST_SCENES))
        text = carried(upload(client, story, many))
        assert "60 scenes at most" in client.post(put_in, {"import": text}, follow=True).content.decode()
        scenario_page.refresh_from_db()
        assert scenario_page.latest_revision_id == revision

    @pytest.mark.parametrize("key", ["", "x", "0", "99999999", "9" * 30])
    def test_a_key_that_is_not_there_is_not_taken(self, as_, editor, scenario_page, story, put_in, key):
        client, revision = as_(editor), scenario_page.latest_revision_id
        upload(client, story, TWEE)
        assert "Upload the file again" in client.post(put_in, {"import": key}, follow=True).content.decode()
        scenario_page.refresh_from_db()
        assert scenario_page.latest_revision_id == revision

    def test_nor_what_somebody_else_read(self, as_, editor, superuser, scenario_page, story, put_in):
        data = {"import": carried(upload(as_(editor), story, TWEE))}
        assert "Upload the file again" in as_(superuser).post(put_in, data, follow=True).content.decode()


def test_numbers_and_signs_that_no_database_holds_are_left_out(as_, editor, scenario_page, story, put_in):
    client = as_(editor)
    content = [question("A\ud800B\u0000C?", {"text": "On\ud800", "nextContentId": -1})]
    text = carried(upload(client, story, h5p({"branchingScenario": {"content": content}})))
    client.post(put_in, {"import": text, "instead": "1"})
    assert draft(scenario_page).scenes[0].value["text"] == "ABC?"


class TestOthers:
    def test_nor_does_an_editor_find_a_page_that_somebody_else_locked(
        self, as_, editor, superuser, scenario_page, story
    ):
        scenario_page.locked, scenario_page.locked_by = True, superuser
        scenario_page.save()
        assert as_(editor).get(story).status_code == 404
