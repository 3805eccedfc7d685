from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY

register = template.Library()


@register.simple_tag(takes_context=True)
def repeat_block(context, name: str) -> str:
    """What the page's block of that name holds, where it is needed twice: `<title>` says what `<h1>` says."""
    return context.render_context[BLOCK_CONTEXT_KEY].get_block(name).render(context)
