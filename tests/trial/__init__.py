"""Two small plugins that tests plug in and switch on: what they are asked is written down in `plugin.asked`."""
