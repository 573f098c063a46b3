"""Simulations: one case, several seats, a clock or turns. A plugin on `assessments.casework`."""
