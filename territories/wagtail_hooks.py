from django.db.models import ManyToManyField
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.permissions import register_permission_policy

from .forms import AuthorityListField
from .models import Authority
from .permissions import AuthorityPermissionPolicy
from .viewsets import authority_chooser_viewset, authority_viewset

# First: a policy must be there before anything asks for the model's.
register_permission_policy(Authority, AuthorityPermissionPolicy(Authority))

register_form_field_override(
    ManyToManyField,
    override=lambda field: (
        {"form_class": AuthorityListField} if field.related_model is Authority else {}
    ),
)


@hooks.register("register_admin_viewset")
def register_viewsets():
    # The chooser first: the other's form shows one.
    return [authority_chooser_viewset, authority_viewset]
