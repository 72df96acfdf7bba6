import tempfile
import unittest
from pathlib import Path

import migration_files


class MigrationFilesTest(unittest.TestCase):
    def test_versions_have_no_gap_and_each_has_its_reverse(self):
        found = migration_files.load()
        self.assertEqual([migration.version for migration in found], list(range(1, len(found) + 1)))
        for migration in found:
            reverse = migration_files.FOLDER / ("U" + migration.file[1:])
            self.assertTrue(reverse.is_file(), f"{reverse.name} is missing")

    def test_a_first_line_takes_a_file_out_of_its_transaction(self):
        self.assertFalse(self._single("-- no-transaction\nselect 1;").in_transaction)
        self.assertTrue(self._single("select 1; -- no-transaction").in_transaction)

    def test_a_wrong_name_is_refused(self):
        with self.assertRaisesRegex(ValueError, "V1_x.sql is not named"):
            self._load("V1_x.sql", "select 1;")

    def _single(self, sql):
        return self._load("V001__x.sql", sql)[0]

    def _load(self, name, sql):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / name).write_text(sql, encoding="utf-8")
            return migration_files.load(folder)


if __name__ == "__main__":
    unittest.main()
