import os
import unittest
from unittest import mock

from flags import Flags

FOLDER = "/assurex/dev/flags"
SWITCHED = f"{FOLDER}/new-dashboard"


class FlagsTest(unittest.TestCase):
    def setUp(self):
        patch = mock.patch.dict(os.environ, {"FLAGS": FOLDER})
        patch.start()
        self.addCleanup(patch.stop)
        self.store, self.asked, self.time = {}, [], 0.0

    def flags(self):
        return Flags(self.ask, lambda: self.time)

    def ask(self, names):
        self.asked.append(names)
        return {name: self.store[name] for name in names if name in self.store}

    def test_the_share_is_that_of_the_store(self):
        self.store[SWITCHED] = "25"
        self.assertEqual(self.flags().read(), {"new-dashboard": 25})
        self.assertEqual(self.asked, [[SWITCHED]])

    def test_what_was_never_set_is_off(self):
        self.assertEqual(self.flags().read(), {"new-dashboard": 0})

    def test_what_is_no_share_is_off(self):
        for value in ("", "many", "-1", "101", "2.5", "true"):
            self.store[SWITCHED] = value
            self.assertEqual(self.flags().read(), {"new-dashboard": 0}, value)

    def test_a_switch_is_seen_when_the_answer_before_is_two_seconds_old(self):
        flags = self.flags()
        self.store[SWITCHED] = "25"
        flags.read()
        self.store[SWITCHED] = "50"
        self.time = 1.9
        self.assertEqual(flags.read(), {"new-dashboard": 25})
        self.time = 2.0
        self.assertEqual(flags.read(), {"new-dashboard": 50})

    def test_a_store_that_does_not_answer_switches_nothing_on(self):
        def refuse(names):
            raise ConnectionError("away")

        with mock.patch("builtins.print") as log:
            self.assertEqual(Flags(refuse).read(), {"new-dashboard": 0})
        self.assertIn("away", log.call_args.args[0])


if __name__ == "__main__":
    unittest.main()
