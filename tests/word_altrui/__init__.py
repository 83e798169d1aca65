"""Plans of Ambiti that nobody has seen: Word files made from a seed, each with the truth of what it says."""
