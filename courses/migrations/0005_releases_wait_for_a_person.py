import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def keep_what_waits(apps, schema_editor):
    """What was noted before stays noted, with its cause; a release without a reason says that none was asked for."""
    StaleCourse, Cause, Release = (apps.get_model('courses', name) for name in ('StaleCourse', 'Cause', 'Release'))
    StaleCourse.objects.update(noted_at=F('since'), problem='')
    for stale in StaleCourse.objects.all():
        what = stale.why or 'Pages of the course were changed.'
        Cause.objects.create(stale=stale, what=what, new_edition=stale.new_edition, at=stale.since, by=stale.by)
    Release.objects.filter(why='').update(why='Made before a reason was asked for.')


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0004_drafts_of_law_citations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('new_edition', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='causes', to='courses.stalecourse')),
            ],
        ),
        migrations.AddField(
            model_name='stalecourse',
            name='digest',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='stalecourse',
            name='noted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(keep_what_waits, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='stalecourse',
            name='noted_at',
            field=models.DateTimeField(),
        ),
        migrations.RemoveField(model_name='stalecourse', name='by'),
        migrations.RemoveField(model_name='stalecourse', name='new_edition'),
        migrations.RemoveField(model_name='stalecourse', name='why'),
        migrations.AlterField(
            model_name='release',
            name='why',
            field=models.CharField(max_length=300),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='release_has_a_reason'),
        ),
    ]
