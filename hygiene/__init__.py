"""An auditor of account hygiene for public-sector staff: it measures what can be measured and asks the rest."""

__version__ = "0.1.0"
