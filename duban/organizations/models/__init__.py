"""Units of the city, their names over time, the people of the office and the posts they hold."""

from duban.organizations.models.people import (
    AccountImport,
    Deputyship,
    ImportState,
    Post,
    ResetCode,
    Role,
    User,
    UserManager,
)
from duban.organizations.models.units import (
    Reorganization,
    ReorganizationKind,
    ReorganizationState,
    ReorganizationUnit,
    Unit,
    UnitHeir,
    UnitKind,
    UnitName,
    UnitNameKind,
)

__all__ = [
    "AccountImport",
    "Deputyship",
    "ImportState",
    "Post",
    "Reorganization",
    "ReorganizationKind",
    "ReorganizationState",
    "ReorganizationUnit",
    "ResetCode",
    "Role",
    "Unit",
    "UnitHeir",
    "UnitKind",
    "UnitName",
    "UnitNameKind",
    "User",
    "UserManager",
]
