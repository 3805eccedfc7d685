"""Admin forms: a body that an editor adds, and a list of authorities typed one per line."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets import AdminAutoHeightTextInput

from core.named_choosers import NearTwinForm

from .lookup import resolve
from .models import Authority
from .telling import title_told
from .types import BODY_TYPES


class BodyForm(NearTwinForm):
    """A syndicat, GIP, agency or association. Its population and class stay empty."""

    # Two départements may each have a syndicat of one name.
    may_share_names = True

    def others(self):
        return Authority.objects.bodies().current().exclude(pk=self.instance.pk)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "type" in self.fields:
            self.fields["type"].choices = [
                ("", "---------"),
                *((kind.value, kind.label) for kind in BODY_TYPES),
            ]

    class Meta:
        model = Authority
        fields = ["name", "type", "siren", "departement", "region"]


class AuthorityListInput(AdminAutoHeightTextInput):
    """With a button that looks in the register, where scripts run: class, type and region stand in its list, and in the
    lines that come of it."""

    @property
    def media(self):
        # Not in a class: the names of files are known once they are collected, and this is read before.
        chooser = versioned_static("wagtailadmin/js/chooser-modal.js")
        own = forms.Media(js=[chooser, Script("js/authority-list.js", defer=True)])
        return super().media + own

    def render(self, name, value, attrs=None, renderer=None):
        return format_html(
            '{}<p class="w-mt-2"><button class="button button-small button-secondary" type="button" hidden '
            'data-authority-list="{}" data-url="{}?multiple=1">Chercher dans le registre</button></p>',
            super().render(name, value, attrs, renderer),
            (attrs or {}).get("id", ""),
            reverse("choix_territoire:choose"),
        )


class AuthorityListField(forms.ModelMultipleChoiceField):
    """Several authorities as lines of text: « Boé », « 47550 », a code, or "Boé, Lot-et-Garonne".

    A list of 36,000 choices would be no help and weigh megabytes. A line that several
    authorities answer is refused with the names to choose from.
    """

    widget = AuthorityListInput

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, **kwargs)
        self.help_text = " ".join(
            filter(
                None,
                [
                    str(self.help_text),
                    "Un par ligne : nom et département, code INSEE, SIREN ou code postal.",
                ],
            )
        )

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        keys = [getattr(one, "pk", one) for one in value]
        found = Authority.objects.select_related("departement", "region").in_bulk(keys)
        return "\n".join(
            f"{title_told(found[key])} ({found[key].code})" for key in keys if key in found
        )

    def clean(self, value):
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        if not lines and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        chosen, errors = [], []
        for line in lines:
            found = _one(line)
            if isinstance(found, Authority):
                chosen.append(found.pk)
            else:
                errors.append(found)
        if errors:
            raise ValidationError(errors)
        queryset = self.queryset.filter(pk__in=chosen)
        self.run_validators(queryset)
        return queryset

    def has_changed(self, initial, data):
        before = {getattr(one, "pk", one) for one in initial or ()}
        try:
            after = set(self.clean(data).values_list("pk", flat=True))
        except ValidationError:
            return True
        return before != after


def _one(line: str) -> Authority | str:
    """The authority of a line, or the message to show."""
    head, _, tail = line.rpartition("(")
    if head and tail.endswith(")"):
        by_code = Authority.objects.filter(code=tail[:-1].strip()).first()
        if by_code:
            return by_code
    found = resolve(line)
    if isinstance(found, Authority):
        return found
    if not found:
        return f"« {line} » : aucune collectivité de ce nom, code ou code postal."
    names = " ; ".join(f"{one.label} ({one.code})" for one in found[:5])
    return f"« {line} » : plusieurs réponses. Précisez : {names}."
