import os
import unittest
from datetime import datetime, timezone
from unittest import mock

import handler
import migration_files

MOMENT = datetime(2025, 10, 17, 10, 0, tzinfo=timezone.utc)


class FakeDatabase:
    """Remembers what was run; a transaction that is rolled back leaves nothing."""

    def __init__(self, failing=None):
        self.rows, self.kept, self.failing = [], [], failing
        self.closed, self.log = False, []

    def run(self, sql, **values):
        self.log.append(sql)
        if self.failing and self.failing in sql:
            raise RuntimeError({"M": "it failed"})
        if sql == "begin":
            self.kept = list(self.rows)
        elif sql == "rollback":
            self.rows = self.kept
        elif sql.startswith("select to_regclass"):
            return [["schema_migrations"]]
        elif sql.startswith("insert into schema_migrations"):
            self.rows.append([values["version"], values["name"], values["checksum"], MOMENT])
        elif sql.startswith("select 1 from schema_migrations"):
            return [row for row in self.rows if row[0] == values["version"]]
        elif sql.startswith("delete from schema_migrations"):
            self.rows = [row for row in self.rows if row[0] != values["version"]]
        elif sql.startswith("select version"):
            return self.rows
        return []

    def close(self):
        self.closed = True


class HandlerTest(unittest.TestCase):
    def setUp(self):
        patch = mock.patch.dict(os.environ, {"ENVIRONMENT": "dev", "DB_NAME": "assurex_dev"})
        patch.start()
        self.addCleanup(patch.stop)
        self.newest = migration_files.load()[-1]

    def ask(self, database, kind="Create", **properties):
        asked = {"Environment": "dev", "Database": "assurex_dev", **properties}
        return handler.handle({"RequestType": kind, "ResourceProperties": asked}, None, lambda: database)

    def test_applies_what_is_missing_once_and_closes(self):
        database = FakeDatabase()
        first, second = self.ask(database), self.ask(database)
        self.assertEqual((first["Status"], first["version"]), ("SUCCESS", self.newest.version))
        self.assertEqual(len(first["applied"]), self.newest.version)
        self.assertEqual(first["migrations"][0]["appliedAt"], "2025-10-17T10:00:00.000Z")
        self.assertEqual((second["Status"], second["applied"]), ("SUCCESS", []))
        self.assertTrue(database.closed)

    def test_inspect_changes_nothing(self):
        database = FakeDatabase()
        answer = self.ask(database, "Inspect")
        self.assertEqual((answer["Status"], answer["version"], answer["migrations"]), ("SUCCESS", 0, []))
        self.assertFalse([sql for sql in database.log if not sql.startswith("select")])

    def test_a_failing_file_is_named_and_rolled_back(self):
        database = FakeDatabase(failing="create table integrations")
        answer = self.ask(database)
        self.assertEqual(answer["Reason"], "V002__create_integrations.sql: it failed")
        self.assertEqual((answer["Status"], answer["version"], len(answer["applied"])), ("FAILED", 1, 1))
        self.assertTrue(database.closed)

    def test_revert_undoes_the_newest_first_and_only_once(self):
        database = FakeDatabase()
        self.ask(database)
        database.log.clear()
        first, second = self.ask(database, "Revert", To="1"), self.ask(database, "Revert", To=1)
        self.assertEqual((first["Status"], first["version"]), ("SUCCESS", 1))
        self.assertEqual([each["version"] for each in first["reverted"]], list(range(self.newest.version, 1, -1)))
        self.assertEqual((second["Status"], second["reverted"]), ("SUCCESS", []))
        dropped = [sql for sql in database.log if sql.startswith(("drop", "alter"))]
        self.assertIn("integrations", dropped[-1])

    def test_revert_runs_a_marked_file_statement_by_statement_outside_of_a_transaction(self):
        reverse = migration_files.Reverse("U001__a.sql", "-- no-transaction\ndrop index concurrently a; drop index b;")
        migration = migration_files.Migration(1, "a", "V001__a.sql", "create table a ();", reverse)
        with mock.patch.object(migration_files, "load", return_value=[migration]):
            database = FakeDatabase()
            self.ask(database)
            database.log.clear()
            answer = self.ask(database, "Revert", To="0")
        self.assertEqual((answer["Status"], answer["version"]), ("SUCCESS", 0))
        at = database.log.index("drop index concurrently a")
        self.assertEqual(database.log[at - 1 : at + 3], ["commit", "drop index concurrently a", "drop index b", "begin"])

    def test_revert_above_the_version_changes_nothing(self):
        database = FakeDatabase()
        self.ask(database)
        answer = self.ask(database, "Revert", To=str(self.newest.version + 5))
        self.assertEqual((answer["Status"], answer["version"], answer["reverted"]), ("SUCCESS", self.newest.version, []))

    def test_revert_touches_nothing_when_one_step_cannot_be_undone(self):
        database = FakeDatabase()
        self.ask(database)
        database.rows.append([99, "from_elsewhere", "sum", MOMENT])
        answer = self.ask(database, "Revert", To="0")
        self.assertEqual((answer["Status"], answer["version"], answer["reverted"]), ("FAILED", 99, []))
        self.assertIn("V099__from_elsewhere.sql has no reverse file", answer["Reason"])

    def test_a_revert_that_fails_is_named_and_keeps_its_row(self):
        database = FakeDatabase()
        self.ask(database)
        database.failing = "drop table users"
        answer = self.ask(database, "Revert", To="0")
        self.assertEqual(answer["Reason"], "U001__create_users.sql: it failed")
        self.assertEqual((answer["Status"], answer["version"]), ("FAILED", 1))

    def test_revert_needs_a_version(self):
        answer = self.ask(FakeDatabase(), "Revert")
        self.assertIn("not the version to go back to", answer["Reason"])

    def test_another_database_is_refused_before_connecting(self):
        answer = self.ask(None, Database="assurex_preprod")
        self.assertEqual(answer["Status"], "FAILED")
        self.assertIn("this function serves 'assurex_dev'", answer["Reason"])


if __name__ == "__main__":
    unittest.main()
