"""Settings of notices to people: the gateway for text messages, quiet hours."""

from .environment import DATA_DIR, env

# Where stands what was handed to a mail server or a gateway until the database says so.
NOTICES_DIR = env("NOTICES_DIR", default=str(DATA_DIR / "notices"))

# When nobody is sent anything, in the time zone of their institution. The same hour twice: never.
QUIET_HOURS = env("QUIET_HOURS", default="20:00-07:00")

# Text messages. Without a gateway none is sent; “file:” puts each into a file of the data folder.
SMS_URL = env("SMS_URL", default="")
SMS_BODY = env("SMS_BODY", default="to={to}&message={text}&from={from}&id={key}")
SMS_METHOD = env("SMS_METHOD", default="POST")
SMS_AUTH = env("SMS_AUTH", default="")
SMS_SECRET = env("SMS_SECRET", default="")
SMS_SENDER = env("SMS_SENDER", default="")
SMS_KEY_HEADER = env("SMS_KEY_HEADER", default="")
SMS_TAKEN = env("SMS_TAKEN", default="")
SMS_REFERENCE = env("SMS_REFERENCE", default="")
SMS_NO_NUMBER = env.list("SMS_NO_NUMBER", default=[])
SMS_SECONDS = env.int("SMS_SECONDS", default=15)
SMS_INTERNAL_HOSTS = env.list("SMS_INTERNAL_HOSTS", default=[])
SMS_PER_MONTH = env.int("SMS_PER_MONTH", default=2000)
SMS_PRICE = env("SMS_PRICE", default="")

# Pushes to browsers. Without a key (manage.py push_key makes one) none is sent. Services: hosts, or with a dot in front
# all below.
PUSH_PRIVATE_KEY = env("PUSH_PRIVATE_KEY", default="")
PUSH_CONTACT = env("PUSH_CONTACT", default="")
PUSH_HOSTS = env.list(
    "PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        ".push.services.mozilla.com",
        ".push.apple.com",
        ".notify.windows.com",
    ],
)
PUSH_INTERNAL_HOSTS = env.list("PUSH_INTERNAL_HOSTS", default=[])
