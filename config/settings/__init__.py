"""Settings, one file per concern. Strict by default; the environment loosens them (README, "Settings").

`ENV_FILE` names a file of `NAME=value` lines that stands in for real environment variables:
`make` points it at `config/dev.env`, production leaves it out.
"""

from .accounts import *  # noqa: F403
from .base import *  # noqa: F403
from .content import *  # noqa: F403
from .database import *  # noqa: F403
from .env import env
from .links import *  # noqa: F403
from .mail import *  # noqa: F403
from .search import *  # noqa: F403
from .security import *  # noqa: F403
from .static import *  # noqa: F403

# What the environment may say (README, "Settings"): every name that was read above.
ENVIRONMENT_NAMES = frozenset(env.asked)
