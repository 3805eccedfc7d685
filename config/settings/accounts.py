"""How accounts are let in: backends, bounds on guessing, passwords."""

import datetime

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it stops what is locked before a password is looked at
    "django.contrib.auth.backends.ModelBackend",
]

# django-axes counts wrong passwords in the database, where every worker sees them; users/throttling.py says how.
AXES_HANDLER = "users.throttling.Handler"
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_FAILURE_LIMIT = 5  # of one account; of one address: users.throttling.PER_ADDRESS
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_ON_SUCCESS = True
# A lock ends when it was said that it ends, whoever goes on trying.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "users.throttling.address"
AXES_USERNAME_CALLABLE = "users.throttling.account"
AXES_LOCKOUT_CALLABLE = "users.throttling.locked"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]

WAGTAILADMIN_USER_LOGIN_FORM = "users.login.LoginForm"
# Private pages ask for the same.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
LOGIN_URL = "wagtailadmin_login"

PASSWORD_RESET_TIMEOUT = 3 * 3600  # seconds

_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator"},
    {"NAME": "users.passwords.GuessableValidator"},
]
