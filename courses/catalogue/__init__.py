"""Catalogue of the courses, activities and contents in which learners are enrolled, and its storage."""
