"""Simulations: one case, several seats, a clock or turns. A plugin on `assessments.casework`.

Floors, from below upwards: `pictures`, `page` (a released case), `authoring`, `runs` (rows and their writers), `seat`,
`planning`, `console`, `debrief`, `reports`, `printing`, `preview`.
Nobody imports this room. It imports `assessments.casework`.
"""
