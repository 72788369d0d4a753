"""What the walks over every address share."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import changing


@pytest.fixture
def write(app: Flask) -> Callable[[Callable[[Session], object]], object]:
    """Something done to the site's database, as if by somebody else."""

    def done(act: Callable[[Session], object]) -> object:
        with changing(app) as session:
            return act(session)

    return done
