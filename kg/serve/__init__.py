"""A graph where people and programs meet it: pages, SPARQL, JSON, linked data over HTTP, and tools for agents.

- catalogue: what a graph holds, ready to be shown, read once
- search: entities and articles by what their names begin with
- workers: work in processes that are ended when it takes too long; querying and extracting are what they do
- site: all of that together, as it is served
- security: who may ask: hosts, tokens, origins, headers
- pages, api, protocol, linked, upload, decisions: one module for each way to ask; app has the routes
- agents: the same for agents, by the Model Context Protocol
"""
