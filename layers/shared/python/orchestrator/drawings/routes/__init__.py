"""The drawing routes, by subject."""

from typing import Final

from orchestrator.drawings.routes import (
    compare,
    components,
    counts,
    drawings,
    find,
    legend,
    pages,
    reviews,
    schedules,
    tags,
)

routers: Final = (
    drawings.router,
    pages.router,
    find.router,
    components.router,
    reviews.router,
    legend.router,
    schedules.router,
    counts.router,
    compare.router,
    tags.router,
)
