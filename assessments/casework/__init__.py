"""Cases that people play: what is true, who knows what, what may happen. Pure: neither Django nor Wagtail."""
