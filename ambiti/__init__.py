"""Bodies (Ente and its kinds), their links and memberships, population and quotas."""
