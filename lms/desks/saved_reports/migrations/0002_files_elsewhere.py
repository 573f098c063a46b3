"""Files of reports are those of `lms.files`: the table of this room goes, with its files. No release had it."""

from django.db import migrations

from lms.foundation.storage import private

TABLE = "saved_reports_reportfile"


def drop(_apps, editor):
    """Drop the table where there is one: a database that is made at once has none."""
    with editor.connection.cursor() as cursor:
        if TABLE not in editor.connection.introspection.table_names(cursor):
            return
        cursor.execute(f"SELECT file FROM {TABLE} WHERE file <> ''")  # noqa: S608  a constant
        for (name,) in cursor.fetchall():
            private().delete(name)
    editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("saved_reports", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop)],
            state_operations=[migrations.DeleteModel("ReportFile")],
        ),
    ]
