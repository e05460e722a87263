"""`orq.router`: the AI router's endpoints. It builds each when first asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .responses import Responses
    from .sdkconfiguration import SDKConfiguration
    from .transport.clients import ClientPool


class Router:
    """The AI router. `responses` is its Responses endpoint."""

    def __init__(self, configuration: SDKConfiguration, pool: ClientPool) -> None:
        self.sdk_configuration = configuration
        self._pool = pool

    @property
    def responses(self) -> Responses:
        """The Responses endpoint, built at first use."""
        built: Responses | None = self.__dict__.get("_responses")
        if built is not None:
            return built
        from .responses import Responses

        # Two threads may both build one; `setdefault` lets them have the same.
        responses: Responses = self.__dict__.setdefault("_responses", Responses(self.sdk_configuration, self._pool))
        return responses
