"""Keeps the hooks of one client in the order they were registered; it does not call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .types import AfterErrorHook, AfterSuccessHook, BeforeRequestHook, Hooks, SDKInitHook

if TYPE_CHECKING:
    from collections.abc import Iterable


class SDKHooks(Hooks):
    """The registered hooks, by the moment they run at."""

    def __init__(self, hooks: Iterable[Any] = ()) -> None:
        """Register every hook of `hooks` for each kind that it is.

        Raises:
            TypeError: One of them is not a hook.
        """
        self.sdk_init_hooks: list[SDKInitHook] = []
        self.before_request_hooks: list[BeforeRequestHook] = []
        self.after_success_hooks: list[AfterSuccessHook] = []
        self.after_error_hooks: list[AfterErrorHook] = []
        for hook in hooks:
            self._register(hook)

    def _register(self, hook: Any) -> None:
        known = False
        if isinstance(hook, SDKInitHook):
            self.register_sdk_init_hook(hook)
            known = True
        if isinstance(hook, BeforeRequestHook):
            self.register_before_request_hook(hook)
            known = True
        if isinstance(hook, AfterSuccessHook):
            self.register_after_success_hook(hook)
            known = True
        if isinstance(hook, AfterErrorHook):
            self.register_after_error_hook(hook)
            known = True
        if isinstance(hook, type):
            raise TypeError(f"hooks: {hook.__name__} is a class; pass an object, {hook.__name__}()")
        if not known:
            raise TypeError(f"hooks: {type(hook).__name__} is none of the hook classes of orq_ai_sdk._hooks")

    def register_sdk_init_hook(self, hook: SDKInitHook) -> None:
        self.sdk_init_hooks.append(hook)

    def register_before_request_hook(self, hook: BeforeRequestHook) -> None:
        self.before_request_hooks.append(hook)

    def register_after_success_hook(self, hook: AfterSuccessHook) -> None:
        self.after_success_hooks.append(hook)

    def register_after_error_hook(self, hook: AfterErrorHook) -> None:
        self.after_error_hooks.append(hook)
