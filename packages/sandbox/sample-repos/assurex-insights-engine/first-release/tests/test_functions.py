import os
import unittest
from unittest import mock

from tests.fake_database import FakeDatabase
from tests.load_function import load_function

VARIABLES = {"COMMIT": "c" * 40, "BACKEND_FUNCTION": "profile-360-backend-dev-api"}


class FunctionsTest(unittest.TestCase):
    def setUp(self):
        patch = mock.patch.dict(os.environ, VARIABLES)
        patch.start()
        self.addCleanup(patch.stop)

    def test_both_answer_a_health_check_from_the_database(self):
        for name in ("analytics", "dormant-agent"):
            database = FakeDatabase([3])
            answer = load_function(name).handle({"operation": "health_check"}, None, lambda: database)
            self.assertEqual((answer["status"], answer["schema"], answer["commit"]), ("healthy", 3, "c" * 40))
            self.assertTrue(database.closed)

    def test_an_unreachable_database_is_unhealthy(self):
        def refuse():
            raise ConnectionError("away")

        for name in ("analytics", "dormant-agent"):
            answer = load_function(name).handle({"operation": "health_check"}, None, refuse)
            self.assertEqual(answer["status"], "unhealthy")
            self.assertIn("away", answer["reason"])

    def test_other_operations(self):
        summary = load_function("analytics").handle({"operation": "summary"}, None, lambda: FakeDatabase([4]))
        self.assertEqual(summary["summary"]["users"], 4)
        database = FakeDatabase(["a@b.example"])
        found = load_function("dormant-agent").handle(
            {"operation": "find_dormant", "days": 30}, None, lambda: database
        )
        self.assertEqual((found["dormant"], database.log[0][1]), (["a@b.example"], {"days": 30}))
        self.assertEqual(load_function("analytics").handle({}, None)["status"], "refused")


if __name__ == "__main__":
    unittest.main()
