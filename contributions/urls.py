from django.urls import path

import core.addresses  # noqa: F401 the converter `text`
from core.visitor_requests.urls import confirmation_path

from . import begin_views, pasted_views, views
from .models import Contribution

urlpatterns = [
    path("raconter/", begin_views.BeginView.as_view(), name="tell_begin"),
    path("f/<int:number>/reprendre/", begin_views.TakeOverView.as_view(), name="take_over"),
    confirmation_path("raconter/confirmer/", Contribution),
    path("raconter/<text:token>/", views.ToldView.as_view(), name="told"),
    path("raconter/<text:token>/<int:number>/", views.ScreenView.as_view(), name="tell"),
    path(f"raconter/<text:token>/{views.LATER}/", views.LaterView.as_view(), name="tell_later"),
    path(
        f"raconter/<text:token>/{views.LATER}/envoi/",
        views.LaterView.as_view(is_sent=True),
        name="tell_later_sent",
    ),
    path("raconter/<text:token>/texte/", pasted_views.TextView.as_view(), name="tell_text"),
    path(
        "raconter/<text:token>/propositions/",
        pasted_views.SuggestionsView.as_view(),
        name="tell_suggestions",
    ),
    path(f"raconter/<text:token>/{views.CHECK}/", views.CheckView.as_view(), name="tell_check"),
    path("raconter/<text:token>/envoi/", views.SentView.as_view(), name="tell_sent"),
]
