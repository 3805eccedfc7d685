from django import template

from synthesis import links

register = template.Library()


@register.simple_tag
def subjects_of_list(results, listing) -> list[dict]:
    """`{% subjects_of_list results listing as subjects %}`: `links.of_list`."""
    return links.of_list(results, listing)


@register.simple_tag
def subjects_of_sheet(page) -> list[dict]:
    """`{% subjects_of_sheet page as subjects %}`: `links.of_sheet`."""
    return links.of_sheet(page)
