"""Where the operation is: the contract's servers, its path and its name.

Rendered from .speakeasy/openapi.yaml by `python -m scripts.render`; changes made here are overwritten.
"""

SERVERS = ("https://my.orq.ai",)
"""The contract's servers, by index."""

PATH = "/v2/gateway/responses"
OPERATION_ID = "createResponse"
