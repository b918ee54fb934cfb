"""`python -m libnnx`: versions, instruction set and devices."""

from . import environment

print(environment())
