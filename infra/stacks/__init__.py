"""The five stacks of a stage, in the order in which they are deployed."""
