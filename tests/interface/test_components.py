"""Components: small parts that pages include outside of loops."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string

pytestmark = pytest.mark.once


class ServiceForm(forms.Form):
    number = forms.CharField(label="Service number", help_text="As on your card.")
    sex = forms.ChoiceField(label="Sex", choices=[("f", "Female"), ("m", "Male")], widget=forms.RadioSelect)


def part(name: str, **context) -> str:
    return render_to_string(f"interface/components/{name}.html", context)


def test_a_field_names_its_help_and_its_error():
    html = part("field", field=ServiceForm({})["number"])
    assert '<label for="id_number">Service number</label>' in html
    assert 'aria-describedby="id_number_helptext id_number_error"' in html
    assert 'id="id_number_helptext"' in html
    assert 'id="id_number_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_of_choices_is_a_fieldset():
    html = part("field", field=ServiceForm({"number": "1"})["sex"])
    assert "<legend>Sex</legend>" in html
    assert 'aria-describedby="id_sex_error"' in html


def test_the_error_summary_leads_to_each_field_and_a_sound_form_has_none():
    html = part("error_summary", form=ServiceForm({}))
    assert '<a href="#id_number">Service number: This field is required.</a>' in html
    assert '<a href="#id_sex' in html
    assert part("error_summary", form=ServiceForm({"number": "1", "sex": "f"})).strip() == ""


def test_the_error_summary_has_the_focus_without_a_script_and_takes_problems_of_no_form():
    html = part("error_summary", problems=[("level-1", "Choose a <level>."), ("", "Too late.")])
    assert 'role="alert" tabindex="-1" autofocus>' in html
    assert '<li><a href="#level-1">Choose a &lt;level&gt;.</a></li>' in html and "<li>Too late.</li>" in html


def test_pages_keep_the_rest_of_the_address_and_a_single_one_needs_none():
    html = part("pagination", page=Paginator(range(100), 25).page(2), query="unit=3&")
    assert 'href="?unit=3&amp;page=1"' in html
    assert 'href="?unit=3&amp;page=3"' in html
    assert "Page 2 of 4" in html
    assert part("pagination", page=Paginator(range(3), 25).page(1)).strip() == ""


def test_an_empty_page_says_how_to_start_and_progress_is_said_in_words():
    html = part("empty", text="Your cohorts will be here.", url="/new/", action="Make a cohort")
    assert '<a class="button" href="/new/">Make a cohort</a>' in html
    assert "4 of 6 done" in part("progress", done=4, total=6)


def test_a_table_heads_its_rows_and_columns():
    rows = [[("Mlima", "/m/", False), (704, "", True)]]
    html = part("table", caption="By institution", columns=[("Institution", False), ("Completed", True)], rows=rows)
    assert '<th scope="row"><a href="/m/">Mlima</a></th>' in html
    assert '<td class="num">704</td>' in html
    assert '<th scope="col" class="num">Completed</th>' in html
