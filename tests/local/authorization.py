"""Who may do what: the status of every route for everybody who may call it.

nobody sends no token, forged a token we never signed, revoked the token of a lead who signed out; stranger and
admin (a system administrator by account) are signed in but no members. The others are members in that role.
"""

from __future__ import annotations

from typing import Final

CALLERS: Final = [
    "nobody",
    "forged",
    "revoked",
    "stranger",
    "admin",
    "system_admin",
    "electrical_lead",
    "fco_lead",
    "project_manager",
    "superintendent",
    "general_foreman",
    "foreman",
    "fco_technician",
    "electrician",
]
# fmt: off
_TABLE: Final = """
                                           no-   for-  re-   stran-      sys-  el.   fco   proj. super-gen.  fore- fco   elec-
                                           body  ged   voked ger   admin admin lead  lead  mgr.  int.  form. man   tech. trician
GET    /health                             200   200   200   200   200   200   200   200   200   200   200   200   200   200
GET    /docs                               200   200   200   200   200   200   200   200   200   200   200   200   200   200
GET    /v1/openapi.json                    200   200   200   200   200   200   200   200   200   200   200   200   200   200
POST   /v1/auth/register                   202   202   202   202   202   202   202   202   202   202   202   202   202   202
POST   /v1/auth/confirm                    422   422   422   422   422   422   422   422   422   422   422   422   422   422
POST   /v1/auth/confirm/resend             202   202   202   202   202   202   202   202   202   202   202   202   202   202
POST   /v1/auth/login                      200   200   200   200   200   200   200   200   200   200   200   200   200   200
POST   /v1/auth/login/code                  401   401   401   401   401   401   401   401   401   401   401   401   401   401
POST   /v1/auth/refresh                    200   200   200   200   200   200   200   200   200   200   200   200   200   200
POST   /v1/auth/password/forgot            202   202   202   202   202   202   202   202   202   202   202   202   202   202
POST   /v1/auth/password/reset             422   422   422   422   422   422   422   422   422   422   422   422   422   422
POST   /v1/auth/logout                     401   401   401   200   200   200   200   200   200   200   200   200   200   200
GET    /v1/me                              401   401   401   200   200   200   200   200   200   200   200   200   200   200
POST   /v1/me/authenticator                 401   401   401   201   201   201   201   201   201   201   201   201   201   201
POST   /v1/me/authenticator/confirm         401   401   401   422   422   422   422   422   422   422   422   422   422   422
POST   /v1/me/authenticator/remove          401   401   401   200   200   200   200   200   200   200   200   200   200   200
POST   /v1/projects                        401   401   401   201   201   201   201   201   201   201   201   201   201   201
GET    /v1/projects                        401   401   401   200   200   200   200   200   200   200   200   200   200   200
GET    {project}                           401   401   401   404   404   200   200   200   200   200   200   200   200   200
PATCH  {project}                           401   401   401   404   404   200   200   200   200   200   200   403   403   403
DELETE {project}                           401   401   401   404   404   200   200   200   200   403   403   403   403   403
POST   {project}/restore                   401   401   401   404   404   200   200   200   200   403   403   403   403   403
GET    {project}/members                   401   401   401   404   404   200   200   200   200   200   200   200   200   200
POST   {project}/members                   401   401   401   404   404   201   201   201   201   403   403   403   403   403
PATCH  {project}/members/{user_id}         401   401   401   404   404   200   200   200   200   403   403   403   403   403
DELETE {project}/members/{user_id}         401   401   401   404   404   204   204   204   204   403   403   403   403   403
GET    {project}/activity                  401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {project}/takeoff                   401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {project}/tags                      401   401   401   404   404   200   200   200   200   200   200   200   200   200
POST   {project}/drawings                  401   401   401   404   404   201   201   201   201   201   201   403   403   403
GET    {project}/drawings                  401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {drawing}                           401   401   401   404   404   200   200   200   200   200   200   200   200   200
PATCH  {drawing}                           401   401   401   404   404   200   200   200   200   200   200   403   403   403
DELETE {drawing}                           401   401   401   404   404   204   204   204   204   204   204   403   403   403
POST   {drawing}/reprocess                 401   401   401   404   404   202   202   202   202   202   202   403   403   403
GET    {drawing}/document                  401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {drawing}/pages                     401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {drawing}/pages/{page}              401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {drawing}/pages/{page}/text         401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {drawing}/pages/{page}/image        401   401   401   404   404   303   303   303   303   303   303   303   303   303
POST   {drawing}/pages/{page}/recognize    401   401   401   404   404   200   200   200   200   200   200   200   200   200
POST   {drawing}/find                      401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {drawing}/components                401   401   401   404   404   200   200   200   200   200   200   200   200   200
POST   {drawing}/components                401   401   401   404   404   201   201   201   201   201   201   201   201   403
PATCH  {drawing}/components/{component_id} 401   401   401   404   404   200   200   200   200   200   200   200   200   403
DELETE {drawing}/components/{component_id} 401   401   401   404   404   204   204   204   204   204   204   204   204   403
GET    {drawing}/components/{component_id}/reviews 401   401   401   404   404   200   200   200   200   200   200   200   200   200
POST   {drawing}/reviews                   401   401   401   404   404   200   200   200   200   200   200   200   200   403
GET    {drawing}/legend                    401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {drawing}/schedules                 401   401   401   404   404   200   200   200   200   200   200   200   200   200
PATCH  {drawing}/legend/{entry_id}         401   401   401   404   404   200   200   200   200   200   200   200   200   403
GET    {drawing}/takeoff                   401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {drawing}/compare                   401   401   401   404   404   200   200   200   200   200   200   200   200   200
GET    {drawing}/compare/image             401   401   401   404   404   303   303   303   303   303   303   303   303   303
GET    {drawing}/exports/{format}          401   401   401   404   404   303   303   303   303   303   303   303   303   303
"""  # noqa: E501 - a table
# fmt: on
_PROJECT: Final = "/v1/projects/{project_id}"


def _rows() -> dict[tuple[str, str], dict[str, int]]:
    rows = {}
    for line in _TABLE.splitlines()[3:]:
        method, path, *statuses = line.split()
        whole = path.replace("{drawing}", "{project}/drawings/{drawing_id}").replace("{project}", _PROJECT)
        rows[method, whole] = dict(zip(CALLERS, map(int, statuses), strict=True))
    return rows


EXPECTED: Final = _rows()
"""The status of each method and path, by who calls."""
