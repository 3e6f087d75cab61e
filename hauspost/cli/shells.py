"""Knows how bash and zsh are told the commands: fixed words, so that a key press starts no Python."""

from collections.abc import Iterable, Sequence

from hauspost.cli.outline import Command, Option

SHELLS = ("bash", "zsh")

_BASH = """\
# Completion of hauspost for bash: hauspost system completion bash > /etc/bash_completion.d/hauspost
_hauspost() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words="" place="hauspost" word
  local -i index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word=${{COMP_WORDS[index]}}
    case "$place $word" in
{walks}
    esac
  done
  case "$previous" in
    {files}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case "$place" in
{lists}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  case "$place" in
    {takers}) [[ $current == -* ]] || COMPREPLY+=($(compgen -f -- "$current")) ;;
  esac
}}
complete -o filenames -F _hauspost hauspost
"""

_ZSH = """\
#compdef hauspost
# Completion of hauspost for zsh: hauspost system completion zsh > /usr/share/zsh/vendor-completions/_hauspost
_hauspost() {{
  local place="hauspost" word
  local -i index
  local -a commands options
  for ((index = 2; index < CURRENT; index++)); do
    word=${{words[index]}}
    case "$place $word" in
{walks}
    esac
  done
  case "${{words[CURRENT-1]}}" in
    {files}) _files; return ;;
  esac
  case "$place" in
{lists}
  esac
  (( ${{#commands}} )) && _describe command commands
  (( ${{#options}} )) && _describe option options
  case "$place" in
    {takers}) _files ;;
  esac
}}
if [ "$funcstack[1]" = "_hauspost" ]; then _hauspost "$@"; else compdef _hauspost hauspost; fi
"""


def completion(shell: str, root: Command) -> str:
    """The script for one of SHELLS. The options of `root` stand behind every command, as they may."""
    every = tuple(root.all())
    shared = _names(root.options)
    if shell == "bash":
        lists = []
        for each in every:
            words = dict.fromkeys([*_names(each.commands), *_names(each.options), *shared])
            lists.append(f"    {_quoted(each.words)}) words={_quoted(words)} ;;")
        return _filled(_BASH, every, lists)
    lists = []
    for each in every:
        says = {one.name: one.says for one in (*root.options, *each.options)}
        commands = " ".join(_described(one.name, one.says) for one in each.commands)
        options = " ".join(_described(name, text) for name, text in says.items())
        lists.append(f"    {_quoted(each.words)}) commands=({commands}); options=({options}) ;;")
    return _filled(_ZSH, every, lists)


def _filled(script: str, every: Sequence[Command], lists: Sequence[str]) -> str:
    walks = [
        f"      {_quoted(each.words)}) place={_quoted(each.words)} ;;" for each in every if each.words[1:]
    ]
    files = sorted({one.name for each in every for one in each.options if one.value in _PATHS})
    takers = [_quoted(each.words) for each in every if each.takes_files]
    return script.format(
        walks="\n".join(walks), lists="\n".join(lists), files="|".join(files), takers="|".join(takers)
    )


_PATHS = frozenset({"PATH", "FILE", "FOLDER", "DIR"})


def _names(parts: Sequence[Command] | Sequence[Option]) -> list[str]:
    return [each.name for each in parts]


def _quoted(words: Iterable[str]) -> str:
    return f'"{" ".join(words)}"'


def _described(name: str, says: str) -> str:
    quote = "'\\''"
    return f"'{name}:{says.replace(':', chr(92) + ':').replace(chr(39), quote)}'"
