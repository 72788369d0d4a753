"""Several people do everything that can be done with entries, in any order; a simple model knows what must be public then.

The people are a visitor, two keepers, a steward who looks after everything and one who looks after one category. The model is a few
dictionaries: what each entry says in public, what it said in each version, where it leads if it has gone, what was sent and not
approved, which places are kept back, which contacts nobody agreed to, who answers for which group. After every step the register must
say the same: on pages' services, the map's clusters, the facets and what the API reads; and nothing that is not for everybody may
stand in anything public.
"""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.conftest import DEEP
from tests.services.machine.deciding import Deciding
from tests.services.machine.keeping import Keeping
from tests.services.machine.suggesting import Suggesting
from tests.services.machine.truths import Truths

EXAMPLES, STEPS = (400, 60) if DEEP else (18, 40)


class Register(Suggesting, Deciding, Keeping, Truths):
    """The register and its model, side by side."""


def test_whatever_people_do_in_whatever_order_the_register_is_as_the_model_says(engine):
    Register.engine = engine
    limits = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, suppress_health_check=list(HealthCheck), deadline=None)
    run_state_machine_as_test(Register, settings=limits)
