"""The clauses in force, listed by hand: a forgotten import must not switch a rule off."""

from bot.domain.clauses.colleague import adults_have_permission
from bot.domain.clauses.permission import pupils_have_permission
from bot.domain.clauses.publishing import (
    declared_responsible,
    declared_true,
    purpose_is_allowed,
    sources_are_named,
)
from bot.domain.clauses.text import nobody_is_named
from bot.domain.policy import Clause

CLAUSES: tuple[Clause, ...] = (
    pupils_have_permission,
    nobody_is_named,
    purpose_is_allowed,
    declared_responsible,
    declared_true,
    sources_are_named,
    adults_have_permission,
)
