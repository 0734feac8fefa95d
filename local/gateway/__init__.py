"""API Gateway in front of the same functions: routes, authorizer, proxy events, limits."""
