from wagtail.snippets.models import register_snippet

from .viewsets import OfferViewSet

register_snippet(OfferViewSet)
