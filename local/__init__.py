"""The whole product on one machine: embedded AWS, the API in front of the same handlers, the command line."""
