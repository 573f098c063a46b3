"""The product's addresses, and the bench's own below /bench/."""

from django.urls import path

from lms import urls as product
from lms.urls import *  # noqa: F403  the error handlers too

from . import floor

urlpatterns = [path("bench/floor/", floor.floor), path("bench/streamed/", floor.streamed), *product.urlpatterns]
