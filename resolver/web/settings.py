"""The settings of the service: from the environment, from a file, or as they are if nobody says anything."""

from __future__ import annotations

import difflib
import logging
import math
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints
from urllib.parse import urlsplit

import platformdirs

from resolver.cache import Cache, Counters, MemoryCounters, open_cache
from resolver.errors import ConfigurationError

PREFIX = "RESOLVER_"
FILE = "resolver.toml"

_log = logging.getLogger("resolver.web")

Auth = Literal["auto", "on", "off"]


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a setting is read from text, and what it is for."""

    read: Callable[[str], Any]
    help: str


def _seconds(text: str) -> float:
    number = _float(text)
    if not 0 < number < math.inf:
        raise ValueError("it must be a number of seconds above 0")
    return number


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _whole(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
        if number < least:
            raise ValueError(f"it must be a whole number from {least}")
        return number

    return read


def _one_of(*known: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f"it must be one of {', '.join(known)}")
        return text

    return read


def _yes(text: str) -> bool:
    if text.lower() not in ("true", "false", "1", "0", "yes", "no"):
        raise ValueError("it must be true or false")
    return text.lower() in ("true", "1", "yes")


def bare_host(text: str) -> str:
    """An address without the brackets that one of IPv6 has in URLs."""
    return text[1:-1] if text.startswith("[") and text.endswith("]") else text


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service can be told. `RESOLVER_` and the name in capitals is the environment variable of each; a file
    (TOML) uses the name itself."""

    index: Annotated[Path | None, _Setting(Path, "index directory (without it, the bundled aliases)")] = None
    store: Annotated[str, _Setting(str, "store whose decisions count (SQLite file or postgresql:// URL)")] = ""
    host: Annotated[str, _Setting(bare_host, "address to listen on")] = "127.0.0.1"
    port: Annotated[int, _Setting(_whole(0), "port to listen on")] = 8080
    workers: Annotated[int, _Setting(_whole(1), "processes")] = 1
    threads: Annotated[int, _Setting(_whole(1), "threads of each process")] = 4
    recycle: Annotated[int, _Setting(_whole(0), "requests after which a process is replaced (0: never)")] = 0
    redis_url: Annotated[str, _Setting(str, "where answers are kept for several processes (without it, in each)")] = ""
    redis_timeout: Annotated[float, _Setting(_seconds, "seconds Redis may take before the answer is made anew")] = 0.2
    cache_ttl: Annotated[float, _Setting(_seconds, "seconds an answer is kept")] = 3600.0
    cache_megabytes: Annotated[int, _Setting(_whole(0), "memory for answers in each process (0: none)")] = 64
    max_age: Annotated[int, _Setting(_whole(0), "seconds for which clients need not ask again")] = 0
    proxies: Annotated[
        int, _Setting(_whole(0), "proxies in front that say who asks, and where (X-Forwarded-For, -Proto and -Prefix)")
    ] = 0
    auth: Annotated[
        Auth, _Setting(_one_of("auto", "on", "off"), "whether a key is asked for (auto: off on loopback)")
    ] = "auto"
    keys: Annotated[Path | None, _Setting(Path, "file of the API keys")] = None
    rate: Annotated[int, _Setting(_whole(0), "names a minute for each key or address (0: no limit)")] = 0
    cors: Annotated[tuple[str, ...], _Setting(_words, "origins whose pages may ask (*: any)")] = ()
    log: Annotated[
        Literal["off", "json"], _Setting(_one_of("off", "json"), "a line on standard error for each request")
    ] = "off"
    log_names: Annotated[bool, _Setting(_yes, "whether these lines hold the names asked for")] = False
    audit: Annotated[Path | None, _Setting(Path, "file that notes who asked what and what was answered")] = None
    jobs: Annotated[Path | None, _Setting(Path, "directory for the tables that are uploaded")] = None
    job_megabytes: Annotated[int, _Setting(_whole(1), "largest table that is taken")] = 256
    job_days: Annotated[int, _Setting(_whole(1), "days for which the result of a job is kept")] = 7

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """See `read_settings`."""
        return read_settings(environ)[0]

    @property
    def keys_file(self) -> Path:
        """The file of the API keys."""
        return self.keys or Path(platformdirs.user_config_dir("resolver")) / "keys.json"

    @property
    def jobs_folder(self) -> Path:
        """The directory of the jobs."""
        return self.jobs or Path(platformdirs.user_state_dir("resolver")) / "jobs"

    def open_cache(self) -> Cache:
        """The cache of these settings. Raises ConfigurationError if `redis_url` is no URL of Redis."""
        return open_cache(
            self.redis_url,
            ttl_seconds=self.cache_ttl,
            timeout_seconds=self.redis_timeout,
            memory_bytes=self.cache_megabytes << 20,
        )

    def open_counters(self) -> Counters:
        """Where the rate is counted: in Redis for all processes, else in each."""
        if self.redis_url:
            from resolver.cache.redis import RedisCache

            return RedisCache(self.redis_url, self.cache_ttl, self.redis_timeout)
        return MemoryCounters()


def described(name: str) -> _Setting:
    """What there is to say of a setting."""
    found: _Setting = get_type_hints(Settings, include_extras=True)[name].__metadata__[0]
    return found


def read_settings(environ: Mapping[str, str] | None = None) -> tuple[Settings, dict[str, str]]:
    """The settings, and where each of them comes from: "default", the name of a variable, or of the file.

    The environment comes before the file, which is the one RESOLVER_CONFIG names, or resolver.toml in the working
    directory. Empty variables count as unset. A variable that is named like one and sets nothing is warned of. Raises
    ConfigurationError naming the setting that makes no sense.
    """
    environ = os.environ if environ is None else environ
    _warn_of_unknown(environ)
    filed, file = _read_file(environ.get(PREFIX + "CONFIG", ""))
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for setting in fields(Settings):
        variable = PREFIX + setting.name.upper()
        text, sources[setting.name] = environ.get(variable, ""), variable
        if not text:
            text, sources[setting.name] = filed.pop(setting.name, ""), file
        filed.pop(setting.name, "")
        if not text:
            sources[setting.name] = "default"
            continue
        try:
            values[setting.name] = described(setting.name).read(text)
        except ValueError as error:
            where = sources[setting.name] if sources[setting.name] != file else f"{file}: {setting.name}"
            raise ConfigurationError(f"{where} is '{text}'; {error}") from None
    if filed:
        unknown = next(iter(filed))
        near = difflib.get_close_matches(unknown, [setting.name for setting in fields(Settings)], n=1)
        mend = f"did you mean {near[0]}?" if near else "`resolver config` lists them"
        raise ConfigurationError(f"{file}: there is no setting '{unknown}'; {mend}")
    return Settings(**values), sources


def _warn_of_unknown(environ: Mapping[str, str]) -> None:
    known = {"config", *(setting.name for setting in fields(Settings))}
    for variable in sorted(environ):
        name = variable.removeprefix(PREFIX).lower()
        if variable.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            mend = f"did you mean {PREFIX}{near[0].upper()}?" if near else "`resolver config` lists the settings"
            _log.warning("%s sets nothing; %s", variable, mend)


def _read_file(named: str) -> tuple[dict[str, str], str]:
    """The settings of the file as text, and its name."""
    path = Path(named or FILE)
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if named:
            raise ConfigurationError(f"RESOLVER_CONFIG: there is no file {named}") from None
        return {}, str(path)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path} can't be read: {error}") from None
    return {name: _text(value) for name, value in values.items()}, str(path)


def _text(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def masked(settings: Settings) -> dict[str, str]:
    """Each setting as it may be shown: no password of a URL."""
    shown = {setting.name: getattr(settings, setting.name) for setting in fields(Settings)}
    shown["keys"], shown["jobs"] = settings.keys_file, settings.jobs_folder
    for name in ("redis_url", "store"):
        shown[name] = _without_password(str(shown[name]))
    texts = {name: " ".join(value) if isinstance(value, tuple) else value for name, value in shown.items()}
    return {name: "" if value is None else str(value) for name, value in texts.items()}


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if not parts.password and "password" not in parts.query:
        return url
    user, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}:***@{host}" if user else host, query="").geturl()
