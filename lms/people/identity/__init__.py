"""Identity: passwords, second factors, single sign-on, shared devices, and the sessions of people.

Floors from below: `sessions`, `protection`, `mail`, `providers`, `factors`, `sso`, `shared_devices`, `accounts`,
`sign_in`.
Other rooms may import `factors.stepup`, which asks for a password again, `sessions` and `mail`.
"""
