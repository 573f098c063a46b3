"""Institutions of the tree, and the countries in which they lie, as administrators and superusers write them.

Floors: views, forms, then `services` and `country_services`, the only writers. The workspace gives their addresses.
"""
