"""What was measured, and how to measure it again. No part of the product."""
