"""The one page where people log in, whatever part of the site asked them to."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from wagtail.admin.forms import auth
from wagtail.admin.views import account

from core.form_errors import SaysErrors
from core.identity import identity

from . import throttling

REMEMBER = "remember"  # in the session
WRONG = "Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez l’un et l’autre, majuscules comprises."


class LoginForm(SaysErrors, auth.LoginForm):
    username = forms.CharField(
        label="Nom d’utilisateur",
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        # A longer one costs as much to refuse as it is long.
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = forms.BooleanField(label="Rester connecté sur cet appareil", required=False)
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs, label_suffix="")
        for name in ("username", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)

    def get_invalid_login_error(self):
        if self.request.axes_locked_out:
            words = throttling.locked_words(self.request, self.cleaned_data["username"])
            return forms.ValidationError(words, code="locked")
        return forms.ValidationError(WRONG, code="invalid_login")


class LoginView(account.LoginView):
    def form_valid(self, form):
        """The password is right: in, or on to the page of the second factor."""
        self.request.session[REMEMBER] = form.cleaned_data["remember"]
        login = Login(user=form.get_user(), redirect_url=self.get_success_url())
        return perform_password_login(self.request, {}, login)

    def get_context_data(self, **kwargs):
        # Django names the site by its host.
        return super().get_context_data(**kwargs) | {"site_name": identity().name}
