"""The real data of Gallarate to try the portal, its checks and the benchmarks. No models, nothing imports it."""
