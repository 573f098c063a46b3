"""Statistics of a quiz and its questions, from the answers of many learners.

Names and definitions are those of Moodle's published ones.
"""
