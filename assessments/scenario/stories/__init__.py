"""Scenes out of files of Twine and H5P: read, shown with what is left out, then put into the draft of a page."""
