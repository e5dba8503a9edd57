"""The clauses in force, listed by hand: a forgotten import must not switch a rule off."""

from bot.domain.clauses.colleague import adults_have_permission
from bot.domain.clauses.permission import pupils_have_permission
from bot.domain.clauses.publishing import (
    declared_responsible,
    declared_true,
    purpose_is_allowed,
    sources_are_named,
)
from bot.domain.clauses.text import (
    devices_are_approved,
    no_colleagues_data,
    no_references,
    nobody_is_named,
    nothing_confidential,
    nothing_disparaging,
    nothing_offensive,
)
from bot.domain.policy import Clause

CLAUSES: tuple[Clause, ...] = (
    pupils_have_permission,
    nobody_is_named,
    devices_are_approved,
    no_colleagues_data,
    nothing_disparaging,
    nothing_confidential,
    nothing_offensive,
    no_references,
    purpose_is_allowed,
    declared_responsible,
    declared_true,
    sources_are_named,
    adults_have_permission,
)
