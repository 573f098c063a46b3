import assessments.quiz.page.review
import django.core.validators
import django.db.models.deletion
import lms.foundation.plugins.identifiers
import modelcluster.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('quiz', '0001_initial'), ('quiz', '0002_settings_and_sections'), ('quiz', '0003_statistics'), ('quiz', '0004_contests_and_regrades'), ('quiz', '0005_exams'), ('quiz', '0006_when_attempts_closed'), ('quiz', '0007_whose_questions_a_quiz_draws'), ('quiz', '0008_statistics_with_intervals'), ('quiz', '0009_meetings'), ('quiz', '0010_work')]

    initial = True

    dependencies = [
        ('courses', '0001_squashed_0011_one_process_at_a_planned_release'),
        ('people', '0001_squashed_0031_unread_notices'),
        ('progress', '0001_squashed_0014_enrolments_due'),
        ('questions', '0001_squashed_0009_import_is_work'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='QuizPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('change', models.CharField(choices=[('correction', 'Correction: people under way move to it, what they completed stays completed'), ('edition', 'New edition: for new enrolments; people under way finish the edition they began')], default='correction', max_length=12, verbose_name='kind of change')),
                ('why', models.CharField(blank=True, help_text='One line for the record: what changed and for what reason.', max_length=300, verbose_name='why')),
                ('minutes', models.PositiveIntegerField(default=10, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2400)], verbose_name='minutes')),
                ('required', models.BooleanField(default=True, help_text='The course is complete when every required activity is.', verbose_name='required')),
                ('weight', models.FloatField(default=1.0, validators=[django.core.validators.MinValueValidator(0)], verbose_name='weight in the course score')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
                ('pass_mark', models.PositiveIntegerField(default=70, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='pass mark (per cent)')),
                ('attempts', models.PositiveIntegerField(default=3, help_text='0: as many as wanted.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='attempts allowed')),
                ('shuffle', models.BooleanField(default=True, verbose_name='shuffle questions and options')),
                ('behaviour', models.CharField(choices=[('deferred', 'At the end: learners see what was right when they have submitted'), ('immediate', 'At once: learners check each answer, get hints and try again'), ('certainty', 'With certainty: learners say how sure they are; wrong and sure costs marks')], default='deferred', max_length=10, verbose_name='feedback')),
                ('blind', models.BooleanField(default=False, verbose_name='markers do not see whose answer it is')),
                ('closes_at', models.DateTimeField(blank=True, help_text='Attempts under way are then submitted.', null=True, verbose_name='closes')),
                ('delay_minutes', models.PositiveIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(525600)], verbose_name='wait between attempts (minutes)')),
                ('grace_seconds', models.PositiveIntegerField(default=60, help_text='How long after the end an answer is still taken that was on its way.', validators=[django.core.validators.MaxValueValidator(3600)], verbose_name='grace (seconds)')),
                ('grading', models.CharField(choices=[('best', 'The best attempt'), ('last', 'The last attempt'), ('first', 'The first attempt'), ('mean', 'The mean of all attempts')], default='best', max_length=10, verbose_name='what counts')),
                ('half', models.CharField(blank=True, choices=[('a', 'Form A'), ('b', 'Form B')], help_text='Half of the questions of each draw, so that another quiz can ask the other half. Empty: all of them.', max_length=1, verbose_name='form')),
                ('like', models.ForeignKey(blank=True, help_text='A quiz whose draws this one takes over, as its other form: a test after the course like the one before it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='quiz.quizpage', verbose_name='draw like')),
                ('limit_minutes', models.PositiveIntegerField(default=0, help_text='0: as long as it takes.', validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='time limit (minutes)')),
                ('markers', models.PositiveSmallIntegerField(choices=[(1, 'One person marks'), (2, 'Two people mark, and the mean counts')], default=1, verbose_name='markers')),
                ('navigation', models.CharField(choices=[('free', 'In any order'), ('sequential', 'One after the other, with no way back')], default='free', max_length=10, verbose_name='order')),
                ('opens_at', models.DateTimeField(blank=True, null=True, verbose_name='opens')),
                ('penalty', models.PositiveIntegerField(default=33, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='a wrong try costs (per cent)')),
                ('per_page', models.PositiveIntegerField(default=0, help_text='0: all of them; one where there is no way back.', validators=[django.core.validators.MaxValueValidator(200)], verbose_name='questions on a page')),
                ('review', models.JSONField(default=assessments.quiz.page.review.everything, verbose_name='what learners see')),
                ('ticket', models.BooleanField(default=False, help_text='In an invigilated room.', verbose_name='only with an exam ticket')),
                ('tries', models.PositiveIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20)], verbose_name='tries for each question')),
                ('institution', models.ForeignKey(blank=True, help_text='Questions that are shared can always be drawn. Those that belong to the institution chosen here, or to one above it, can then be drawn too, and learners of every institution get them.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution', verbose_name='also questions of')),
            ],
            options={
                'verbose_name': 'quiz',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Draw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('number', models.PositiveIntegerField(default=10, help_text='0: all of them.', validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(200)], verbose_name='number of questions')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questions.category', verbose_name='category')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='draws', to='quiz.quizpage')),
                ('difficulty', models.CharField(blank=True, choices=[('easy', 'Easy'), ('medium', 'Medium'), ('hard', 'Hard')], max_length=10, verbose_name='difficulty')),
                ('mark', models.FloatField(default=1.0, validators=[django.core.validators.MinValueValidator(0.0), django.core.validators.MaxValueValidator(100.0)], verbose_name='marks for each')),
                ('objective', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questions.objective', verbose_name='learning objective')),
                ('question', models.ForeignKey(blank=True, help_text='Everybody gets it. Empty: questions are drawn.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='questions.question', verbose_name='this question')),
                ('section', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(50)], verbose_name='in section')),
                ('tag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taggit.tag', verbose_name='tag')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('heading', models.CharField(max_length=160, verbose_name='heading')),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('page', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='quiz.quizpage')),
            ],
            options={
                'verbose_name': 'section',
                'ordering': ['sort_order'],
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
        ),
        migrations.CreateModel(
            name='StatisticsRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('which', models.CharField(choices=[('first', 'First attempts'), ('last', 'Last attempts'), ('best', 'Best attempts'), ('all', 'All attempts')], default='first', max_length=10)),
                ('status', models.CharField(choices=[('pending', 'Waiting'), ('running', 'Under way'), ('done', 'Done'), ('failed', 'Failed')], default='pending', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('touched_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField(default=0)),
                ('handled', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(help_text='When the figures were computed.', null=True)),
                ('not_marked', models.PositiveIntegerField(default=0, help_text='Attempts left out because somebody still has to mark them.')),
                ('figures', models.JSONField(null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='courses.activity')),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'which'), name='statistics_once_for_a_quiz'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'done'), _negated=True), models.Q(('figures__isnull', False), ('finished_at__isnull', False)), _connector='OR'), name='statistics_done_have_figures')],
            },
        ),
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(help_text='The translation key of the question.', max_length=60)),
                ('contested_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='progress.attempt')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at', None)), fields=['contested_at'], name='contest_open')],
                'constraints': [models.UniqueConstraint(fields=('attempt', 'question'), name='answer_contested_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Regrade',
            fields=[
                ('id', models.UUIDField(default=lms.foundation.plugins.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('question', models.CharField(help_text='The translation key of the question.', max_length=60)),
                ('title', models.CharField(help_text='What the question said.', max_length=200)),
                ('keys', models.JSONField()),
                ('reason', models.CharField(max_length=500, verbose_name='reason')),
                ('lower', models.BooleanField(default=False, verbose_name='also lower results')),
                ('asked_at', models.DateTimeField()),
                ('status', models.CharField(choices=[('pending', 'Waiting'), ('running', 'Under way'), ('done', 'Done'), ('failed', 'Failed')], default='pending', max_length=10)),
                ('total', models.PositiveIntegerField(default=0)),
                ('handled', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0, help_text='Attempts whose result is another one now.')),
                ('skipped', models.PositiveIntegerField(default=0, help_text='Attempts that cannot be marked with the new key.')),
                ('reached', models.PositiveBigIntegerField(default=0)),
                ('touched_at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.activity')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['activity', 'asked_at'], name='regrade_of_activity')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='regrade_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.CharField(max_length=120, verbose_name='room')),
                ('planned_at', models.DateTimeField(verbose_name='planned for')),
                ('opened_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(help_text='Also where it was called off before it opened.', null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiz_sittings', to='courses.activity', verbose_name='quiz')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)ss', to='people.cohort', verbose_name='cohort')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution')),
                ('invigilator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='invigilator')),
            ],
            options={
                'verbose_name': 'sitting',
                'verbose_name_plural': 'sittings',
                'indexes': [models.Index(fields=['closed_at'], name='quiz_sitting_closed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('opened_at', None), ('closed_at', None), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='sitting_opens_before_it_closes'), models.CheckConstraint(condition=models.Q(('room', ''), _negated=True), name='sitting_has_a_room')],
            },
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nonce', models.CharField(max_length=32)),
                ('issued_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0, help_text='Wrong codes in a row.', validators=[django.core.validators.MinValueValidator(0)])),
                ('failed_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, help_text='Why the learner was let in again.', max_length=500, verbose_name='reason')),
                ('replaced_at', models.DateTimeField(null=True)),
                ('attempt', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quiz_ticket', to='progress.attempt')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quiz_tickets', to=settings.AUTH_USER_MODEL)),
                ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tickets', to='quiz.sitting')),
            ],
            options={
                'verbose_name': 'exam ticket',
                'verbose_name_plural': 'exam tickets',
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at', None)), fields=('sitting', 'learner'), name='ticket_of_a_sitting_once'), models.CheckConstraint(condition=models.Q(('attempt', None), ('used_at__isnull', False), _connector='OR'), name='ticket_with_an_attempt_is_used')],
            },
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opens_at', models.DateTimeField(null=True, verbose_name='opens')),
                ('closes_at', models.DateTimeField(null=True, verbose_name='closes')),
                ('minutes', models.PositiveIntegerField(null=True, validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='time limit (minutes)')),
                ('extra_minutes', models.PositiveIntegerField(null=True, validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='extra minutes')),
                ('extra_percent', models.PositiveIntegerField(null=True, validators=[django.core.validators.MaxValueValidator(300)], verbose_name='extra time (per cent)')),
                ('attempts', models.PositiveIntegerField(null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='attempts allowed')),
                ('delay_minutes', models.PositiveIntegerField(null=True, validators=[django.core.validators.MaxValueValidator(525600)], verbose_name='wait between attempts (minutes)')),
                ('reason', models.TextField(max_length=1000, verbose_name='reason')),
                ('at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiz_overrides', to='courses.activity')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='quiz_overrides', to='people.cohort')),
                ('institution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.institution')),
                ('learner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='quiz_overrides', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'exception',
                'verbose_name_plural': 'exceptions',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cohort__isnull', False), ('learner', None)), models.Q(('cohort', None), ('learner__isnull', False)), _connector='OR'), name='override_is_for_one'), models.UniqueConstraint(condition=models.Q(('learner__isnull', False), ('replaced_at', None)), fields=('activity', 'learner'), name='override_of_a_learner_once'), models.UniqueConstraint(condition=models.Q(('cohort__isnull', False), ('replaced_at', None)), fields=('activity', 'cohort'), name='override_of_a_cohort_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_has_a_reason'), models.CheckConstraint(condition=models.Q(('extra_minutes', None), ('extra_percent', None), _connector='OR'), name='override_has_one_kind_of_extra_time'), models.CheckConstraint(condition=models.Q(('opens_at', None), ('closes_at', None), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='override_opens_before_it_closes')],
            },
        ),
    ]
