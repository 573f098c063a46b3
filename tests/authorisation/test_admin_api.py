"""Wagtail's own API, with which its menu shows the tree, is open for what stands above one's pages,
and for nothing else.
"""

from django.urls import reverse

from courses.models import CoursePage

from .limited import draft, limited_editor

DETAIL = "wagtailadmin_api:pages:detail"


def test_the_tree_down_to_one_s_own_pages(as_, programme_page, course_page, uganda):
    own = programme_page.add_child(instance=CoursePage(title="Uganda's own", slug="own", summary="Theirs."))
    client = as_(limited_editor(uganda, own))

    assert client.get(reverse(DETAIL, args=[own.pk])).status_code == 200
    assert client.get(reverse(DETAIL, args=[draft(course_page).row.pk])).status_code == 404
