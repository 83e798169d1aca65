"""The checker put to the test: plans without defects made from a number, and defects put into them in many forms."""
