"""Stylesheets of plugins: linked on pages that show what they draw, and nowhere else; refused in a sentence."""

import pytest
from django.template import Context, Template

from lms.foundation.interface.templatetags import interface
from lms.foundation.plugins.contract.breach import Breach
from lms.foundation.plugins.contract.contributions import panel_is_drawn
from lms.foundation.plugins.pages.slots import Panel
from lms.foundation.plugins.pages.stylesheets import LARGEST_STYLESHEET, problems
from lms.learning.progress.journal import services
from lms.switchboard import recent_faults
from tests.trial.fixtures import with_diary

DIARY = "/learn/trafficking/my-week/"
SOUND = (
    '/* https://example.org */ .trial-day { background: url("lines.svg#a") } .b { mask: url(data:image/png;base64,aa) }'
)


@pytest.fixture
def write(settings, tmp_path):
    """`write(".a {}")` is the stylesheet `trial/diary.css`, beside the picture `trial/lines.svg`."""
    folder = tmp_path / "static" / "trial"
    folder.mkdir(parents=True)
    (folder / "lines.svg").write_text("<svg/>")
    settings.STATICFILES_DIRS = [folder.parent]
    interface.checked.cache_clear()

    def at(text: str) -> None:
        (folder / "diary.css").write_text(text)

    return at


@pytest.fixture
def diary(trial, course, wanjiru, switch, academy, now, settings, tmp_path, monkeypatch, write):
    """Wanjiru in a course that begins with a diary, whose template and stylesheet are the plugin's."""
    (tmp_path / "trial").mkdir()
    (tmp_path / "trial" / "diary.html").write_text("<p>Dear diary</p>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    monkeypatch.setattr(trial.Diary, "template", "trial/diary.html")
    monkeypatch.setattr(trial.Diary, "stylesheet", "trial/diary.css", raising=False)
    with_diary(course)
    switch("trial", academy, True)
    wanjiru.refresh_from_db()
    services.enrol(people=[wanjiru], course=course, now=now)


def links(client, address: str) -> int:
    response = client.get(address)
    assert response.status_code == 200
    assert "style-src 'self';" in response.headers["Content-Security-Policy"]
    return response.content.decode().count('<link rel="stylesheet" href="/static/trial/diary.css">')


class TestAnActivity:
    def test_links_it_on_its_page_alone(self, as_, wanjiru, diary, write):
        write(SOUND)
        client = as_(wanjiru)
        others = ("/learn/", "/learn/trafficking/", "/learn/trafficking/trafficking-lesson-1/")
        assert [links(client, one) for one in (DIARY, *others)] == [1, 0, 0, 0]
        assert "<p>Dear diary</p>" in client.get(DIARY).content.decode()

    @pytest.mark.parametrize("text", ["a { color: red }" * 5000, "@import 'trial/more.css';"])
    def test_is_shown_without_one_that_may_not_be_linked(self, as_, wanjiru, diary, write, text, caplog):
        write(text)
        client = as_(wanjiru)
        assert links(client, DIARY) == 0
        assert "<p>Dear diary</p>" in client.get(DIARY).content.decode()
        assert "The stylesheet “trial/diary.css” has " in caplog.text
        assert recent_faults.sockets_by_plugin(["trial"]) == {"trial": ["activity type"]}


def test_a_page_links_it_once_for_all_panels(trial, write, rf):
    write(SOUND)
    panel = Panel("Notes", "interface/components/empty.html", plugin="trial", stylesheet="trial/diary.css")
    twice = Template("{% load interface %}{% panel_body panel %}{% panel_body panel %}")
    assert twice.render(Context({"panel": panel, "request": rf.get("/")})).count("<link") == 1


class TestTheLaw:
    def test_lets_a_sound_one_be(self, write):
        write(SOUND)
        assert list(problems("trial/diary.css", "trial")) == []

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            (" " * LARGEST_STYLESHEET + ".a {}", f"{LARGEST_STYLESHEET} at most"),
            ("@import 'trial/more.css';", "“@import”"),
            ("@\\69mport 'trial/more.css';", "“@import”"),
            (".a { background: url(https://example.org/a.png) }", "“https:”"),
            (".a { background: url(HTTPS:example.org/a.png) }", "“HTTPS:”"),
            (".a { background: url(//example.org/a.png) }", "“//”"),
            (".a { background: url('\\2f/example.org/a.png') }", "“//”"),
            (".a { background: image-set('\\\\\\\\example.org' 1x) }", "“\\\\”"),
            (".a { background: u\\72l(/static/people/strength.js) }", "names “/static/people/strength.js”"),
            (".a { background: url(../people/strength.js) }", "names “../people/strength.js”"),
            (".a { background: url('nowhere.svg') }", "names “nowhere.svg”"),
        ],
    )
    def test_refuses_in_a_sentence(self, write, text, sentence):
        write(text)
        assert sentence in " ".join(problems("trial/diary.css", "trial"))

    @pytest.mark.parametrize("name", ["people/strength.js", "trial/nowhere.css", "trial/lines.svg", "trial/../a.css"])
    def test_refuses_what_is_no_stylesheet_of_its_own(self, write, name):
        assert "is no CSS file in static/trial/" in " ".join(problems(name, "trial"))

    def test_looks_at_panels_too(self, diary, write, rf):
        write("@import 'more.css';")
        with pytest.raises(Breach, match="“@import”"):
            panel_is_drawn(Panel("Notes", "trial/diary.html", stylesheet="trial/diary.css"), "notes", rf.get("/"))
