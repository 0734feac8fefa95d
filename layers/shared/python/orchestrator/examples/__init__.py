"""What the OpenAPI document shows by example: bodies, answers and problems. Only its making imports this."""
