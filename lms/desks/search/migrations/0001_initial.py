import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('courses', '0011_one_process_at_a_planned_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('anchor', models.CharField(blank=True, max_length=80)),
                ('heading', models.CharField(blank=True, max_length=255)),
                ('text', models.TextField()),
                ('line', models.TextField()),
                ('content', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.content')),
            ],
        ),
        migrations.CreateModel(
            name='ReadContent',
            fields=[
                ('content', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='courses.content')),
                ('version', models.PositiveIntegerField()),
            ],
        ),
        migrations.AddConstraint(
            model_name='passage',
            constraint=models.UniqueConstraint(fields=('content', 'number'), name='passage_of_a_content_once'),
        ),
    ]
