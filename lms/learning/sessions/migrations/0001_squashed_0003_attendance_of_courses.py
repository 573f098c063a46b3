import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('sessions', '0001_initial'), ('sessions', '0002_attendance'), ('sessions', '0003_attendance_of_courses')]

    initial = True

    dependencies = [
        ('courses', '0001_squashed_0011_one_process_at_a_planned_release'),
        ('people', '0001_squashed_0031_unread_notices'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.CharField(max_length=120, verbose_name='room')),
                ('planned_at', models.DateTimeField(verbose_name='planned for')),
                ('kind', models.CharField(choices=[('class', 'Class'), ('drill', 'Drill'), ('simulation', 'Simulation day')], default='class', max_length=12, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('plan', models.TextField(blank=True, max_length=5000, verbose_name='plan')),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, help_text='Why it was called off.', max_length=500, verbose_name='reason')),
                ('activity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions_held', to='courses.activity', verbose_name='counts for')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)ss', to='people.cohort', verbose_name='cohort')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'indexes': [models.Index(fields=['planned_at'], name='session_by_time'), models.Index(fields=['institution', 'planned_at'], name='session_by_institution')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('planned_at'))), name='session_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('room', ''), _negated=True), name='session_has_a_room'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='session_has_a_title'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('reason', '')), models.Q(('cancelled_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='session_called_off_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Leader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions_places', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leaders', to='sessions.session')),
            ],
            options={
                'verbose_name': 'instructor of a session',
                'verbose_name_plural': 'instructors of sessions',
                'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='leader_of_a_session_once')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('present', 'Present'), ('late', 'Late'), ('excused', 'Excused'), ('absent', 'Absent')], max_length=8, verbose_name='state')),
                ('minutes', models.PositiveIntegerField(verbose_name='minutes attended')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('way', models.CharField(choices=[('list', 'By the list'), ('code', 'By the code on the board'), ('sheet', 'From the printed sheet')], max_length=8, verbose_name='taken')),
                ('at', models.DateTimeField()),
                ('contested_at', models.DateTimeField(null=True)),
                ('contest', models.TextField(blank=True, max_length=1000, verbose_name='what the learner says')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions_attendance', to=settings.AUTH_USER_MODEL)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='sessions.session')),
                ('journalled', models.BooleanField(default=False, help_text='Whether it is in the journal of the course for which the session counts.')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendance',
                'indexes': [models.Index(condition=models.Q(('answered_at', None), ('contested_at__isnull', False)), fields=['contested_at'], name='attendance_contested'), models.Index(condition=models.Q(('journalled', False)), fields=['session'], name='attendance_to_bring_in')],
                'constraints': [models.UniqueConstraint(fields=('session', 'learner'), name='attendance_of_a_learner_once'), models.CheckConstraint(condition=models.Q(models.Q(('minutes__gt', 0), ('status__in', ('present', 'late'))), models.Q(models.Q(('status__in', ('present', 'late')), _negated=True), ('minutes', 0)), _connector='OR'), name='attendance_counts_who_came'), models.CheckConstraint(condition=models.Q(('reason', ''), ('status', 'excused'), _negated=True), name='attendance_excused_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('contest', ''), ('contested_at', None)), models.Q(('contested_at__isnull', False), models.Q(('contest', ''), _negated=True)), _connector='OR'), name='attendance_contested_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answered_at__isnull', False), ('contested_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='attendance_answer_is_to_a_contest')],
            },
        ),
        migrations.CreateModel(
            name='SessionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('change', models.CharField(choices=[('correction', 'Correction: people under way move to it, what they completed stays completed'), ('edition', 'New edition: for new enrolments; people under way finish the edition they began')], default='correction', max_length=12, verbose_name='kind of change')),
                ('why', models.CharField(blank=True, help_text='One line for the record: what changed and for what reason.', max_length=300, verbose_name='why')),
                ('minutes', models.PositiveIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2400)], verbose_name='minutes')),
                ('required', models.BooleanField(default=True, help_text='The course is complete when every required activity is.', verbose_name='required')),
                ('weight', models.FloatField(default=1.0, validators=[django.core.validators.MinValueValidator(0)], verbose_name='weight in the course score')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
                ('share', models.PositiveIntegerField(default=80, help_text='Of the minutes of all sessions together, which stand above.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='share that has to be attended (per cent)')),
                ('excused_counts', models.BooleanField(default=False, help_text='Otherwise the time of a session at which somebody is excused is missing.', verbose_name='who is excused counts as present')),
            ],
            options={
                'verbose_name': 'attendance page',
                'verbose_name_plural': 'attendance pages',
            },
            bases=('wagtailcore.page',),
        ),
    ]
