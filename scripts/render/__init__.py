"""Renders the models, the operation's signatures and their pages from `.speakeasy/openapi.yaml`."""
