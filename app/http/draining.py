"""The end of a process: told apart from faults, so that clients hear "try again" and not "it is broken"."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def noticed(begin: Callable[[], None]) -> Iterator[None]:
    """Call ``begin`` at the first signal to stop, before the server's own handler acts on it.

    Only the main thread can listen to signals; elsewhere (tests) the end of the lifespan is the first notice.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = {number: signal.getsignal(number) for number in _SIGNALS}

    def heard(number: int, frame: FrameType | None) -> Any:
        begin()
        handler = earlier[signal.Signals(number)]
        if callable(handler):
            return handler(number, frame)
        signal.signal(number, signal.SIG_DFL)
        return signal.raise_signal(number)

    for number in _SIGNALS:
        signal.signal(number, heard)
    try:
        yield
    finally:
        for number, handler in earlier.items():
            if signal.getsignal(number) is heard:
                signal.signal(number, handler)
