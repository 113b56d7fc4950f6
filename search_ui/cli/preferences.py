"""Preferences: what the command makes of its configuration, and which of its options choose a setting."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click
from click.core import ParameterSource

from indexer.configuration import Configuration, SettingValue, read, variable_of
from indexer.errors import BadSettings
from indexer.messages import Message, message

if TYPE_CHECKING:
    from indexer.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


class SettingOption(click.Option):
    """An option that chooses a setting: it is read as the setting is, wherever else that may be set."""

    def __init__(self, *names: Any, **how: Any) -> None:
        super().__init__(*names, **{"allow_from_autoenv": False} | how)


def chooses(*names: str, **how: Any) -> Callable[[F], F]:
    """The option that chooses the setting of its name."""
    return click.option(*names, cls=SettingOption, **how)


def group_of(ctx: click.Context) -> click.Group:
    """The command itself, which has the verbs."""
    return cast("click.Group", ctx.find_root().command)


def configuration(ctx: click.Context) -> Configuration:
    """What is set, the options that are given included; of an option, its own name and not that of its verb's."""
    root = ctx.find_root()
    whole = root.obj if isinstance(root.obj, Configuration) else read(os.environ)
    options = {}
    for context in {root: None, ctx: None}:
        for param in context.command.params:
            value = context.params.get(param.name or "")
            if isinstance(param, SettingOption) and param.name and value not in {None, False}:
                options[param.name] = SettingValue(param.name, value, "option", param.opts[0])
    return whole.with_options(options)


def settings(ctx: click.Context) -> Settings:
    """The settings of a call; BadSettings when something that is set is wrong, or is read by nothing."""
    whole = configuration(ctx)
    if whole.preferences and (unused := list(whole.unused(options_of(group_of(ctx))))):
        raise BadSettings([*whole.problems, *unused])
    return whole.settings()


def misspelt(ctx: click.Context) -> Iterator[Message]:
    """The variables of the environment that begin as ours do and are read by nothing."""
    whole = configuration(ctx)
    yield from whole.misspelt(options_of(group_of(ctx))) if whole.variables else ()


def listed(ctx: click.Context) -> Iterator[SettingValue]:
    """Every setting, and every preference that is set, with where its value comes from."""
    whole = configuration(ctx)
    yield from whole.listed()
    given = dict(whole.preferences)
    for name in options_of(group_of(ctx)):
        if (variable := variable_of(name)) in whole.variables:
            given[name] = SettingValue(name, whole.variables[variable], "environment", variable)
    yield from (given[name] for name in sorted(given))


def plain(value: object) -> object:
    """A value as JSON writes it: a folder is a text, and what is not set an empty one."""
    if value is None or isinstance(value, Path):
        return str(value or "")
    return [plain(each) for each in value] if isinstance(value, tuple) else value


def problems(ctx: click.Context) -> Iterator[Message]:
    """Everything that is wrong with what is set, also for verbs that are not called."""
    whole, known = configuration(ctx), options_of(group_of(ctx))
    yield from (*whole.problems, *whole.unused(known))
    for each in listed(ctx):
        if each.name in known:
            try:
                known[each.name].type_cast_value(ctx, each.value)
            except click.BadParameter as error:
                yield message("settings.refused", where=each.where, error=error.format_message())


def options_of(group: click.Group) -> dict[str, click.Option]:
    """All options that may be set as preferences, by their names: "color", and "search.limit"."""
    with click.Context(group) as top:
        found = dict(_options(group, top))
        for verb, command in group.commands.items():
            with click.Context(command, parent=top) as context:
                found |= {f"{verb}.{name}": option for name, option in _options(command, context)}
    return found


def _options(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, click.Option]]:
    """The options of a command that choose no setting, by their names."""
    for param in command.get_params(ctx):
        if isinstance(param, click.Option) and not isinstance(param, SettingOption) and not param.is_eager:
            yield param.name or "", param


def defaults(whole: Configuration, group: click.Group) -> dict[str, Any]:
    """The preferences as click reads the defaults of options: "search.limit" is a limit within search."""
    found: dict[str, Any] = {}
    for name, given in whole.preferences.items():
        verb, dot, option = name.rpartition(".")
        if dot:
            found.setdefault(verb, {})[option] = given.value
        elif name not in group.commands:
            found[name] = given.value
    return found


def wrong(error: click.BadParameter) -> click.BadParameter | BadSettings:
    """A value that an option does not take; where it was set by a file or a variable, with that."""
    ctx, name = error.ctx, error.param.name if error.param else None
    if ctx is None or not name:
        return error
    full = f"{ctx.info_name}.{name}" if ctx.parent else name
    source, set_in_files = ctx.get_parameter_source(name), configuration(ctx).preferences
    if source is ParameterSource.DEFAULT_MAP and full in set_in_files:
        where = set_in_files[full].where
    elif source is ParameterSource.ENVIRONMENT:
        where = variable_of(full)
    else:
        return error
    return BadSettings([message("settings.refused", where=where, error=error.format_message())])
