"""Directory of people: institutions, users, cohorts, roles, and the rules of who sees which rows.

The lowest floor of people: it imports no other part of them. `models` stand on `institutions` and `choices`;
`queries`, `reach` and `rules` on `models`; `decorators` of views on all of these.
Every room above may import every module.
"""
