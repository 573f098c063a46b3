"""What the answers of many say about a quiz and its questions.

Names and definitions are those of Moodle's published ones.
"""
