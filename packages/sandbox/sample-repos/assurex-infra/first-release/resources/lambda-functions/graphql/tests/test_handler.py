import json
import os
import unittest
from unittest import mock

import handler

VARIABLES = {"COMMIT": "c" * 40, "API_TOKEN": "secret", "BACKEND_URL": "https://api.example"}


class FakeDatabase:
    closed = False

    def run(self, sql):
        columns = sql[len("select ") : sql.index(" from ")].split(", ")
        return [[f"{column} of one" for column in columns]]

    def close(self):
        self.closed = True


class HandlerTest(unittest.TestCase):
    def setUp(self):
        patch = mock.patch.dict(os.environ, VARIABLES)
        patch.start()
        self.addCleanup(patch.stop)

    def post(self, query, headers=None, connect=None):
        event = {"body": json.dumps({"query": query}), "headers": headers or {}}
        answer = handler.handle(event, None, connect)
        return answer["statusCode"], json.loads(answer["body"])

    def test_names_its_type_and_commit_without_the_database(self):
        status, body = self.post("{ __typename backend { url } }")
        self.assertEqual(status, 200)
        self.assertEqual(body["data"], {"__typename": "Query", "backend": {"url": "https://api.example"}})
        self.assertEqual(body["extensions"], {"commit": "c" * 40})

    def test_users_need_the_token(self):
        database = FakeDatabase()
        _, refused = self.post("{ users { email } }", {"authorization": "Bearer wrong"}, lambda: database)
        self.assertEqual(refused["errors"], [{"message": "these fields need a bearer token"}])
        _, body = self.post("{ users { email } }", {"authorization": "Bearer secret"}, lambda: database)
        self.assertEqual(body["data"], {"users": [{"email": "email of one"}]})
        self.assertTrue(database.closed)

    def test_unknown_fields_and_bodies_are_refused(self):
        _, body = self.post("{ nothing }")
        self.assertEqual(body["errors"], [{"message": "Query has no field 'nothing'"}])
        self.assertEqual(handler.handle({"body": "["}, None)["statusCode"], 400)


if __name__ == "__main__":
    unittest.main()
