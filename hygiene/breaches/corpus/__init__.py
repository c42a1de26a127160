"""A corpus: the hashes of all passwords known from breaches, in one compact file, looked up without a network."""
