"""How every function of AssureX reaches the shared database."""
import os

import pg8000.native


def connect(timeout=10):
    """A new connection. The caller closes it in `finally`: a warm function must not keep one, nor its locks."""
    return pg8000.native.Connection(
        os.environ["DB_USER"],
        host=os.environ["DB_HOST"],
        port=int(os.environ["DB_PORT"]),
        database=os.environ["DB_NAME"],
        password=os.environ["DB_PASSWORD"],
        timeout=timeout,
        application_name=os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "assurex"),
    )
