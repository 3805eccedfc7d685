"""E-mail goes to the console until `EMAIL_URL=smtp://user:password@host:587` says otherwise."""

from .env import env

globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Essaim <essaim@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# A visitor may be waiting: a server that does not answer is left to the worker.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=5)
