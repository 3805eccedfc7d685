"""The form of who wants to be told what becomes of a recommendation."""

from core.visitor_requests import forms

from .models import Follow


class FollowForm(forms.FollowForm):
    model = Follow
