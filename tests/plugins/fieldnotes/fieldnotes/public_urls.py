"""The public address, which is served below /p/fieldnotes/ to whoever comes, while the plugin is on somewhere."""

from django.urls import path

from . import board

urlpatterns = [path("board/<int:pk>/", board.practised, name="board")]
