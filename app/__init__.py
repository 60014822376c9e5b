"""枢纽 Shuniu: the work of a Chinese office as a service.

A thousand modules make hundreds of thousands of objects that stay. The collector looks at them less often from here on,
which takes a tenth off the start of every process; the service itself freezes them before its first request.
"""

import gc

gc.set_threshold(50_000, 20, 50)
