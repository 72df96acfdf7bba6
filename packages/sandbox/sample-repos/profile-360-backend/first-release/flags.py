"""Feature flags: kept in the SSM Parameter Store of the environment, switched there without a deploy."""
import functools
import os
import time

# What visitors may know. Each is the share of a hundred of them who get what it switches.
NAMES = ("new-dashboard",)

# Every dashboard asks, and the store answers a limited number of questions a second: a switch is seen two seconds later at most.
REMEMBERED_SECONDS = 2.0


class Flags:
    """The share of each flag. One that was never set, or that cannot be read, is 0: what it switches stays off."""

    def __init__(self, ask, now=time.monotonic):
        self._ask, self._now, self._answer = ask, now, None

    def read(self):
        if self._answer is None or self._now() - self._answer[0] >= REMEMBERED_SECONDS:
            self._answer = (self._now(), self._read())
        return self._answer[1]

    def _read(self):
        folder = os.environ["FLAGS"]
        try:
            values = self._ask([f"{folder}/{name}" for name in NAMES])
        except Exception as error:
            # The reason goes to the log. Visitors get what they had before there were flags.
            print(f"the feature flags cannot be read: {error}")
            values = {}
        return {name: share(values.get(f"{folder}/{name}", "")) for name in NAMES}


def share(text):
    return int(text) if text.isdecimal() and int(text) <= 100 else 0


def ask_store(names):
    """The values of those parameters that are there."""
    answer = client().get_parameters(Names=names)
    return {each["Name"]: each["Value"] for each in answer["Parameters"]}


@functools.lru_cache(maxsize=1)
def client():
    # Loading it takes a good part of a second, which only those who ask for flags should wait.
    import botocore.session
    from botocore.config import Config

    patience = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2})
    return botocore.session.get_session().create_client("ssm", config=patience)


# Lives as long as the function's process does.
flags = Flags(ask_store)
