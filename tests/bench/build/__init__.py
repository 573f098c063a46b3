"""Generates the bench's data: institutions, courses and roles through the services, people and records in bulk."""
