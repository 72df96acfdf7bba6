import unittest

import profiles
from tests.fake_database import FakeDatabase


class ProfilesTest(unittest.TestCase):
    def test_users_say_when_they_were_last_active(self):
        [user] = profiles.read_users(FakeDatabase())
        self.assertEqual(user["lastActiveAt"], "2025-10-17T00:00:00+00:00")

    def test_users_have_a_department(self):
        [user] = profiles.read_users(FakeDatabase())
        self.assertEqual(user["department"], "department of one")


if __name__ == "__main__":
    unittest.main()
