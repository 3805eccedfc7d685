"""The pages that stand once, as the menu of the admin asks for them: read together, once for each request."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, get_page_models

from .models import PlacePage


def place_of(user, kind: type[Page]) -> Page | None:
    """The page of this type, without what only its type has. user: of the request, which keeps them."""
    if not hasattr(user, "_places"):
        kinds = [model for model in get_page_models() if issubclass(model, PlacePage)]
        of_type = {
            one.pk: model for model, one in ContentType.objects.get_for_models(*kinds).items()
        }
        pages = Page.objects.filter(content_type__in=of_type).order_by("-path")
        user._places = {of_type[page.content_type_id]: page for page in pages}
    return user._places.get(kind)
