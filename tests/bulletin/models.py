from django.db import models


class Letter(models.Model):
    title = models.CharField(max_length=100)
    text = models.TextField(blank=True)
    tone = models.CharField(max_length=20, choices=[("vive", "Vive"), ("calme", "Calme")])
    is_public = models.BooleanField(default=True)

    class Meta:
        app_label = "bulletin"
