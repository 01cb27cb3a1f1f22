"""Failures that a person is told about: a message id of the catalogues with its arguments, and an exit code."""

from __future__ import annotations


class KzlawError(Exception):
    """It failed (exit code 1). ``message_id`` is a key of ``i18n/*.ftl``; ``args_`` fill its placeholders."""

    exit_code = 1

    def __init__(self, message_id: str, **args_: object) -> None:
        super().__init__(message_id, args_)
        self.message_id = message_id
        self.args_ = args_

    def __str__(self) -> str:
        details = ", ".join(f"{k}={v}" for k, v in self.args_.items())
        return f"{self.message_id}({details})" if details else self.message_id


class UsageError(KzlawError):
    """The command was used wrongly (exit code 2)."""

    exit_code = 2


class NotFoundError(KzlawError):
    """The thing asked for does not exist (exit code 3)."""

    exit_code = 3
