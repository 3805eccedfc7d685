from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("debates", "0001_follows_of_proposals")]

    operations = [
        migrations.AlterField(
            model_name="debatefollow",
            name="item",
            field=models.PositiveBigIntegerField(verbose_name="proposition"),
        ),
    ]
