"""Runs slow computing in a thread of gevent's pool, where it does not stall every socket."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from gevent import get_hub, monkey

P = ParamSpec("P")
Result = TypeVar("Result")


def run_in_threadpool(function: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """Return what `function` returns, while other greenlets run; without gevent, just call it."""
    if not monkey.is_module_patched("threading"):
        return function(*args, **kwargs)
    return get_hub().threadpool.apply(function, args, kwargs)  # type: ignore[no-any-return]
