"""The parts of the machine of tests/services/test_register_machine.py: what people do, and what must be true after each step."""
