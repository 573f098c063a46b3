"""Settings: one module for each kind of deployment (`dev`, `production`, `test`) over `base`.

Floors from below: `environment` (variables and the data folder); `databases`, `files`, `logs`, `policies`,
`background` and `notices`; `base`; the deployments. It imports no room but the discovery of plugins, and no room may
import it: use `django.conf.settings`.
"""
