"""Slow computing that would stall every socket of a gevent process: done in a thread of the
hub's pool instead.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from gevent import get_hub, monkey

Given = ParamSpec("Given")
Result = TypeVar("Result")


def run_in_threadpool(
    work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs
) -> Result:
    """The result of `work`; other greenlets run meanwhile. Without gevent it is simply called."""
    if not monkey.is_module_patched("threading"):
        return work(*args, **kwargs)
    return get_hub().threadpool.apply(work, args, kwargs)  # type: ignore[no-any-return]
