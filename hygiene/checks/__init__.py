"""Pure functions from a policy rule and the evidence to an outcome."""
