"""How the model is made: symbols, synthetic sheets, training, evaluation, export. Never deployed."""
