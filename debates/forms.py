from core.visitor_requests import forms

from .models import DebateFollow


class FollowForm(forms.FollowForm):
    model = DebateFollow
