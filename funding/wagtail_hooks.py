from wagtail.snippets.models import register_snippet

from .viewsets import FundingViewSet

register_snippet(FundingViewSet)
