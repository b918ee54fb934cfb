"""`python -m libnnx`: versions, instruction set and devices."""

from ._environment import environment

print(environment())
