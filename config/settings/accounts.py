"""How accounts are let in: backends, bounds on guessing, passwords."""

import datetime

from .env import env

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
# Nobody makes up a password for somebody else: users/invitations.py.
WAGTAILUSERS_PASSWORD_ENABLED = False
# Private pages ask for the same.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# The second factor is django-allauth's; of its pages of accounts none is there but those that users/urls.py names.
ACCOUNT_ADAPTER = "users.second_factor.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_FORMS = {"reauthenticate": "users.second_factor.forms.PasswordForm"}
ACCOUNT_RATE_LIMITS = (
    False  # counted in the cache, which is each worker's own: users/second_factor/forms.py counts
)
MFA_ADAPTER = "users.second_factor.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "users.second_factor.forms.AuthenticateForm",
    "reauthenticate": "users.second_factor.forms.ReauthenticateForm",
    "activate_totp": "users.second_factor.forms.ActivateForm",
    "deactivate_totp": "users.second_factor.forms.DeactivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # of 30 seconds, by which a phone's clock may be wrong

# A log-in ends after so long without use, and in any case (users/sessions.py).
SESSION_IDLE_HOURS = env.int("SESSION_IDLE_HOURS", default=4)
SESSION_MAX_DAYS = env.int("SESSION_MAX_DAYS", default=7)
SESSION_COOKIE_AGE = SESSION_MAX_DAYS * 24 * 3600

PASSWORD_RESET_TIMEOUT = 3 * 3600  # seconds

_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator"},
    {"NAME": "users.passwords.GuessableValidator"},
]
