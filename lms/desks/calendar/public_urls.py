"""The address for programs, below /p/calendar/."""

from django.urls import path

from . import public_views

urlpatterns = [path("<slug:secret>.ics", public_views.feed, name="feed")]
