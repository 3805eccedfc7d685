"""Places of a page that apps above fill: the page knows the name of the place, not who stands there."""

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from core.declarations import project_apps
from core.identity import identity

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context, name: str) -> SafeString:
    """`{% slot "sheet" %}`: the templates that apps put there (`slots` of their AppConfig), lowest app first."""
    names = [app.slots[name] for app in project_apps() if name in app.slots]
    # What an administrator closed is known in every place: pieces that are included « only » leave it behind.
    with context.push(open_to=identity().open):
        parts = [get_template(one).template.render(context) for one in reversed(names)]
    return mark_safe("".join(parts))
