"""{% load courses_admin %}: what Wagtail's own pages say about learners."""

from django import template

from courses import records

register = template.Library()
register.simple_tag(records.records_behind, name="records_behind")
