import certificates.storage
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('certificates', '0001_initial'), ('certificates', '0002_initial'), ('certificates', '0003_rendering_and_revocation'), ('certificates', '0004_indexes'), ('certificates', '0005_withdrawn')]

    initial = True

    dependencies = [
        ('people', '0001_squashed_0031_unread_notices'),
        ('progress', '0001_squashed_0014_enrolments_due'),
    ]

    operations = [
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serial', models.CharField(help_text='Twelve characters in three groups.', max_length=14, unique=True)),
                ('language', models.CharField(max_length=10)),
                ('name', models.CharField(help_text='The holder’s name as written.', max_length=200)),
                ('service_number', models.CharField(max_length=40)),
                ('institution', models.CharField(max_length=200)),
                ('course', models.CharField(max_length=255)),
                ('minutes', models.PositiveIntegerField()),
                ('edition', models.CharField(max_length=20)),
                ('completed_on', models.DateField(help_text='The day at the institution.')),
                ('valid_until', models.DateField(help_text='Its last day; nothing where it is valid for ever.', null=True)),
                ('status', models.CharField(choices=[('pending', 'Being made'), ('rendered', 'Ready'), ('failed', 'Could not be made'), ('withdrawn', 'Withdrawn at the holder’s request')], default='pending', max_length=10)),
                ('tries', models.PositiveIntegerField(default=0, help_text='How often a worker has begun to make the PDF.')),
                ('pdf', models.FileField(blank=True, storage=certificates.storage.private, upload_to='certificates/')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('issued_at', models.DateTimeField()),
                ('queued_at', models.DateTimeField(help_text='When it was queued or last tried; later where the next try has to wait.')),
                ('rendered_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_why', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='progress.enrolment')),
                ('problem', models.CharField(blank=True, help_text='Why the last try came to nothing.', max_length=300)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['status', 'queued_at'], name='certificate_queue'), models.Index(fields=['enrolment', 'revoked_at', 'id'], name='certificate_of_enrolment')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('rendered_at__isnull', False), ('status', 'rendered'), models.Q(('pdf', ''), _negated=True)), models.Q(models.Q(('status', 'rendered'), _negated=True), ('pdf', ''), ('rendered_at', None)), _connector='OR'), name='certificate_is_ready_when_its_pdf_is_there'), models.CheckConstraint(condition=models.Q(('revoked_at', None), models.Q(('revoked_why', ''), _negated=True), _connector='OR'), name='revoked_certificate_says_why')],
            },
        ),
    ]
