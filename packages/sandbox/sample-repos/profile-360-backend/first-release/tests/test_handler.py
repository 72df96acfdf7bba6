import json
import os
import unittest
from unittest import mock

import handler
from tests.fake_database import FakeDatabase

VARIABLES = {"COMMIT": "c" * 40, "STAGE": "dev", "API_TOKEN": "secret"}


class HandlerTest(unittest.TestCase):
    def setUp(self):
        patch = mock.patch.dict(os.environ, VARIABLES)
        patch.start()
        self.addCleanup(patch.stop)
        self.database = FakeDatabase()

    def request(self, path, token=None, method="GET", connect=None):
        event = {
            "rawPath": path,
            "requestContext": {"http": {"method": method}},
            "headers": {"authorization": f"Bearer {token}"} if token else {},
        }
        answer = handler.handle(event, None, connect or (lambda: self.database))
        return answer["statusCode"], json.loads(answer["body"])

    def test_health_names_commit_and_schema(self):
        status, body = self.request("/health")
        self.assertEqual((status, body["status"], body["commit"], body["schema"]), (200, "ok", "c" * 40, 3))
        self.assertTrue(self.database.closed)

    def test_health_without_a_database(self):
        def refuse():
            raise ConnectionError("host-of-the-database is away")

        with mock.patch("builtins.print"):
            status, body = self.request("/health", connect=refuse)
        self.assertEqual((status, body["status"]), (503, "unavailable"))
        self.assertNotIn("host-of-the-database", json.dumps(body))

    def test_users_and_integrations_need_the_token(self):
        for path in ("/users/", "/users", "/integrations"):
            self.assertEqual(self.request(path)[0], 401)
            self.assertEqual(self.request(path, "wrong")[0], 401)
            self.assertEqual(self.database.log, [])
        self.assertEqual(self.request("/users/", "secret")[1]["users"][0]["email"], "email of one")
        self.assertEqual(self.request("/integrations", "secret")[1]["integrations"][0]["name"], "name of one")

    def test_flags_need_no_token_and_no_database(self):
        with mock.patch.object(handler.flags, "read", lambda: {"new-dashboard": 25}):
            self.assertEqual(self.request("/flags"), (200, {"new-dashboard": 25}))
        self.assertEqual(self.database.log, [])

    def test_what_is_not_there(self):
        self.assertEqual(self.request("/nothing")[0], 404)
        self.assertEqual(self.request("/health", method="POST")[0], 405)


if __name__ == "__main__":
    unittest.main()
