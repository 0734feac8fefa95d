"""The drawing routes, by subject."""

from typing import Final

from orchestrator.drawings.routes import components, counts, drawings, pages

routers: Final = (drawings.router, pages.router, components.router, counts.router)
