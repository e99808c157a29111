"""How right the program is, on development data that is not part of the project (`--shared`, default `../shared`)."""
