"""Files that take long to make: asked for on a page, made in the background, fetched by whoever asked.

A room registers a `kind` (`kinds`) and asks for its file (`views.offer`); `services` is the only writer.
"""
