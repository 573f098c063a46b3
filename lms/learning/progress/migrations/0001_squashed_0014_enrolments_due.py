import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SETTINGS = ("autovacuum_vacuum_scale_factor", "autovacuum_vacuum_insert_scale_factor", "autovacuum_analyze_scale_factor")


def _tune(schema_editor, change):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE progress_enrolment {change}")


def vacuum_early(apps, schema_editor):
    """As 0004_vacuum_early says."""
    _tune(schema_editor, f"SET ({', '.join(f'{name} = 0.02' for name in SETTINGS)})")


def vacuum_as_usual(apps, schema_editor):
    _tune(schema_editor, f"RESET ({', '.join(SETTINGS)})")


class Migration(migrations.Migration):

    replaces = [('progress', '0001_initial'), ('progress', '0002_under_way_and_moved'), ('progress', '0003_indexes'), ('progress', '0004_vacuum_early'), ('progress', '0005_deadlines_and_waiting'), ('progress', '0006_terminated_once'), ('progress', '0007_scores_without_optional_activities'), ('progress', '0008_late_answers'), ('progress', '0009_stays'), ('progress', '0010_people_transferred_before'), ('progress', '0011_when_attempts_ended'), ('progress', '0012_work'), ('progress', '0013_failed_attempts'), ('progress', '0014_enrolments_due')]

    initial = True

    dependencies = [
        ('courses', '0001_squashed_0011_one_process_at_a_planned_release'),
        ('people', '0001_squashed_0031_unread_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(null=True, verbose_name='due')),
                ('assigned_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('pending', 'Waiting'), ('running', 'Enrolling'), ('done', 'Done')], default='pending', max_length=10)),
                ('total', models.PositiveIntegerField(default=0)),
                ('handled', models.PositiveIntegerField(default=0)),
                ('touched_at', models.DateTimeField()),
                ('assigned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='people.cohort')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='courses.course')),
                ('reached', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cohort', 'course'), name='course_assigned_once_to_a_cohort')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(blank=True, choices=[('DJ', 'Djibouti'), ('ET', 'Ethiopia'), ('KE', 'Kenya'), ('UG', 'Uganda')], max_length=2)),
                ('sex', models.CharField(blank=True, choices=[('F', 'Woman'), ('M', 'Man'), ('', 'Not stated')], max_length=1)),
                ('rank', models.CharField(blank=True, max_length=60)),
                ('role_family', models.CharField(blank=True, choices=[('police', 'Police'), ('prosecution', 'Prosecution'), ('judiciary', 'Judiciary'), ('immigration', 'Immigration'), ('labour', 'Labour inspection'), ('services', 'Service provider'), ('other', 'Other')], max_length=20)),
                ('status', models.CharField(choices=[('assigned', 'Not started'), ('started', 'Under way'), ('completed', 'Completed')], default='assigned', max_length=10)),
                ('remaining', models.PositiveIntegerField(help_text='Required activities not yet done.')),
                ('done', models.JSONField(default=list, help_text='Ids of the activities done, in the order in which they were done.')),
                ('scores', models.JSONField(default=dict, help_text='What each activity counts for, 0..1, by its id.')),
                ('score', models.FloatField(null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)])),
                ('due_at', models.DateTimeField(null=True)),
                ('enrolled_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(help_text='When the learner last did something.', null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('assignment', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enrolments', to='progress.assignment')),
                ('course', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='courses.course')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='people.institution')),
                ('learner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to=settings.AUTH_USER_MODEL)),
                ('release', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='courses.release')),
                ('moved_at', models.DateTimeField(help_text='When a correction last moved it to another release.', null=True)),
                ('arrived_at', models.DateTimeField(help_text='When it came to this institution from another one, with its learner.', null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['institution', 'status', 'sex'], name='enrolment_by_institution'), models.Index(fields=['course', 'institution', 'status', 'sex'], name='enrolment_by_course'), models.Index(fields=['assignment'], name='enrolment_by_assignment'), models.Index(condition=models.Q(('completed_at', None)), fields=['release'], name='enrolment_under_way'), models.Index(fields=['learner', 'course'], name='enrolment_of_learner'), models.Index(condition=models.Q(('completed_at', None)), fields=['institution', 'due_at', 'sex'], name='enrolment_due'), models.Index(condition=models.Q(('completed_at', None)), fields=['assignment', 'due_at', 'institution'], name='enrolment_late')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('completed_at', None)), fields=('learner', 'course'), name='one_enrolment_under_way'), models.CheckConstraint(condition=models.Q(models.Q(('completed_at__isnull', False), ('status', 'completed')), models.Q(models.Q(('status', 'completed'), _negated=True), ('completed_at', None)), _connector='OR'), name='completed_enrolment_says_when'), models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='enrolment_score_is_scaled')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('number', models.PositiveIntegerField(help_text='1 for the first try of this enrolment.')),
                ('form', models.JSONField()),
                ('state', models.JSONField()),
                ('events', models.PositiveIntegerField(default=0, help_text='How many events it has; the next one’s position.')),
                ('begun_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('passed', models.BooleanField(null=True)),
                ('score', models.FloatField(null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='courses.activity')),
                ('release', models.ForeignKey(help_text='Whose contents it shows, also after a correction.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.release')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='progress.enrolment')),
                ('deadline_at', models.DateTimeField(help_text='When it ends by itself.', null=True)),
                ('waiting', models.BooleanField(db_default=False, default=False, help_text='A person has to look at it before there is a result.')),
                ('late', models.PositiveIntegerField(db_default=0, default=0, help_text='Answers that came after the end.')),
                ('undecided', models.PositiveIntegerField(db_default=0, default=0, help_text='Of the late answers those that nobody has decided on.')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed_at', None), ('deadline_at__isnull', False)), fields=['deadline_at'], name='attempt_deadline'), models.Index(condition=models.Q(('waiting', True)), fields=['activity', 'closed_at'], name='attempt_waiting'), models.Index(condition=models.Q(('undecided__gt', 0)), fields=['enrolment'], name='attempt_undecided'), models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['activity', 'closed_at'], name='attempt_ended'), models.Index(condition=models.Q(('closed_at__isnull', False), ('passed', False)), fields=['activity', 'number'], name='attempt_failed')],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'activity', 'number'), name='attempt_number_once'), models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('enrolment', 'activity'), name='one_open_attempt'), models.CheckConstraint(condition=models.Q(('score', None), models.Q(('score__gte', 0), ('score__lte', 1)), _connector='OR'), name='attempt_score_is_scaled')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField()),
                ('verb', models.CharField(help_text='A verb of xAPI: initialized, answered, scored.', max_length=40)),
                ('data', models.JSONField()),
                ('occurred_at', models.DateTimeField(help_text='The learner’s clock.')),
                ('received_at', models.DateTimeField(help_text='Our clock.')),
                ('origin', models.CharField(default='web', max_length=20)),
                ('device', models.CharField(blank=True, max_length=64)),
                ('sequence', models.PositiveIntegerField(help_text='The device’s own count.', null=True)),
                ('attempt', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='journal', to='progress.attempt')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='progress.enrolment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('attempt'), models.F('position'), name='event_position_once'), models.UniqueConstraint(condition=models.Q(('verb', 'terminated')), fields=('attempt',), name='attempt_terminated_once')],
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(blank=True, choices=[('DJ', 'Djibouti'), ('ET', 'Ethiopia'), ('KE', 'Kenya'), ('UG', 'Uganda')], max_length=2)),
                ('sex', models.CharField(blank=True, choices=[('F', 'Woman'), ('M', 'Man'), ('', 'Not stated')], max_length=1)),
                ('status', models.CharField(choices=[('assigned', 'Not started'), ('started', 'Under way'), ('completed', 'Completed')], max_length=10)),
                ('due_at', models.DateTimeField(null=True)),
                ('enrolled_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('arrived_at', models.DateTimeField(null=True)),
                ('left_at', models.DateTimeField(help_text='When the learner was transferred.')),
                ('assignment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='progress.assignment')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.course')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='progress.enrolment')),
                ('institution', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.release')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution')),
            ],
            options={
                'indexes': [models.Index(fields=['institution', 'left_at'], name='stay_by_institution')],
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'left_at'), name='stay_ends_once'), models.CheckConstraint(condition=models.Q(('institution', models.F('to')), _negated=True), name='stay_ends_elsewhere')],
            },
        ),
        migrations.RunPython(vacuum_early, vacuum_as_usual, elidable=False),
    ]
