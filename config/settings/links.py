"""Whether this machine asks the addresses that pages link to. Off unless said: nobody's laptop visits the sources of a
demonstration, and a machine may have no way out."""

from .env import env

CHECK_LINKS = env.bool("CHECK_LINKS", default=False)
