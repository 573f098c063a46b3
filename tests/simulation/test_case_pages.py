"""The file of a case as its author uploads it, and what is frozen of it."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.casework import case_json, read_case
from assessments.simulation.authoring.pages import CasePage
from assessments.simulation.page.activity import Simulation
from assessments.simulation.page.case_files import split_case
from courses.models import Content
from lms.foundation.plugins.activity import NotReady


def upload(client, page, file, language="en", **said):
    """Bring a file on the page for files, then save the page of the case; give the answer that refuses, or the last."""
    data = file if isinstance(file, bytes) else json.dumps(file).encode()
    sent = {"language": language, "file": SimpleUploadedFile("case.json", data)}
    read = client.post(reverse("simulation:case-upload", args=[page.pk]), sent, follow=True)
    if read.status_code != 200:
        return read
    key = re.search(r'name="import" value="([^"]+)"', read.content.decode())[1]
    client.post(reverse("simulation:case-take", args=[page.pk]), {"import": key})
    fields = {
        "title": page.title,
        "slug": page.slug,
        "minutes": page.minutes or "",
        "introduction": page.introduction,
        "wellbeing": "",
        "change": "correction",
        "weight": page.weight,
        "why": "",
        "opening_conditions-TOTAL_FORMS": "0",
        "opening_conditions-INITIAL_FORMS": "0",
        **said,
    }
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields)


def draft(page) -> CasePage:
    return CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_what_is_frozen_is_structure_and_words_apart(course, file, entry):
    frozen = Content.objects.get(digest=entry.content("en", "KE", "en"))
    assert frozen.definition["case"] == case_json(read_case(file)) and frozen.html == ""
    words = json.dumps(frozen.definition["texts"], ensure_ascii=False)
    assert "keeps her passport" in words
    assert "keeps her passport" not in json.dumps(frozen.definition["case"])
    told = Simulation().context(frozen.definition, None, None, closed=False, now=None)
    assert "passport" not in json.dumps(told) and "Investigator" in told["seats"]


def test_an_author_uploads_it_and_reads_what_to_look_at(as_, superuser, case_page, file):
    client = as_(superuser)
    address = reverse("wagtailadmin_pages:edit", args=[case_page.pk])
    assert reverse("simulation:case", args=[case_page.pk]) in client.get(address).content.decode()
    file["title"] = "The other guesthouse"
    response = upload(client, case_page, file)
    assert response.status_code == 302, response.context["form"].errors
    page = draft(case_page)
    assert page.texts["en"]["title"] == "The other guesthouse"
    shown = client.get(address).content.decode()
    assert "decisions: 28" in shown and ": nothing uses it, or no trial play came to it" in shown


def test_an_author_reads_why_a_file_is_not_taken(as_, superuser, case_page, file):
    for data, sentence in (([], "The file is neither a case"), ({**file, "ends": "soon"}, "an error at “ends”.")):
        assert sentence in upload(as_(superuser), case_page, data).content.decode()
    assert draft(case_page).texts["en"]["title"] == "The guesthouse"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda file: {**file, "content_note": ""}, "The case: words that people read are missing. Write them."),
        (
            lambda file: {**file, "seats": {**file["seats"], "mayor": {"name": "Mayor"}}},
            "Seat “Mayor”: it has little to do",
        ),
    ],
)
def test_a_draft_may_have_faults_and_its_publication_may_not(as_, superuser, case_page, file, change, sentence):
    client, address = as_(superuser), reverse("wagtailadmin_pages:edit", args=[case_page.pk])
    assert upload(client, case_page, change(file)).status_code == 302
    assert sentence in client.get(address).content.decode()
    refused = upload(client, case_page, change(file), **{"action-publish": "1", "looked": "on"})
    assert refused.status_code == 200 and sentence in refused.content.decode()
    with pytest.raises(NotReady, match=r"^(?!The checker asks)"):
        Simulation().compile(draft(case_page), language="en", country="")


def test_what_the_checker_asks_is_looked_at_once(as_, superuser, case_page, file):
    client, publish = as_(superuser), {"action-publish": "1"}
    file["title"] = "The other guesthouse"
    assert "Look at it, then tick this." in upload(client, case_page, file, **publish).content.decode()
    assert upload(client, case_page, file, **publish, looked="on").status_code == 302
    assert upload(client, case_page, file, **publish).status_code == 302
    file["facts"]["unheard"] = {"start": False}
    assert "Look at it, then tick this." in upload(client, case_page, file, **publish).content.decode()


def test_another_language_has_the_same_structure(as_, superuser, case_page, file):
    french = json.loads(json.dumps(file))
    french["title"] = "La maison d’hôtes"
    client = as_(superuser)
    assert upload(client, case_page, french, language="fr").status_code == 302
    with pytest.raises(NotReady, match="The checker asks something about “The guesthouse”"):
        Simulation().compile(draft(case_page), language="fr", country="")
    assert upload(client, case_page, french, language="fr", looked="on").status_code == 302
    page = draft(case_page)
    assert (page.texts["fr"]["title"], page.texts["en"]["title"]) == ("La maison d’hôtes", "The guesthouse")
    assert Simulation().compile(page, language="fr", country="").definition["texts"]["title"] == "La maison d’hôtes"
    french["ends"] = 999
    assert "The file is not the same case" in upload(client, case_page, french, language="fr").content.decode()


def test_what_is_not_whole_is_not_released(db, file):
    parts = split_case(file)
    lacking = {**parts.texts, "cards": {}}
    for page, sentence in (
        (CasePage(title="x"), "Begin the case first"),
        (CasePage(title="x", structure=parts.structure, texts={"fr": parts.texts}), "does not have this language"),
        (
            CasePage(title="x", structure=parts.structure, texts={"en": parts.texts, "fr": lacking}),
            "not the same parts",
        ),
    ):
        with pytest.raises(NotReady, match=sentence):
            Simulation().compile(page, language="en", country="")


def test_passages_say_all_of_it(case_page):
    compiled = Simulation().compile(case_page, language="en", country="")
    said = {passage.name: passage for passage in Simulation().passages(compiled)}
    assert "keeps her passport" in said["cards:c_call1"].text or "passport" in said["cards:c_call1"].text
    assert "Four hours bought a picture" in said["decisions:assess"].text
