"""What somebody has to come to, or to have done, and when: a page, and an address for the calendar on their phone.
A plugin: an institution that wants nothing of it in calendars of others switches it off.
"""
