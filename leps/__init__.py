"""The locked regional library of LEPS indicators and their yearly targets."""
