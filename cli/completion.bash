# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of day31 for bash: the program itself is asked for all names, so that none can
# be out of date.

# Takes the lines of $1 as the reply.  Process substitution would want /proc.
_day31_reply ()
{
  COMPREPLY=()
  [[ -z $1 ]] || mapfile -t COMPREPLY <<<"$1"
}

# The first argument that is a file with this ending, or a directory for the ending "/".
_day31_find ()
{
  local word
  for word in "${words[@]:2}"; do
    case $1 in
      /) [[ -d $word ]] && break ;;
      *) [[ $word == *"$1" && -f $word ]] && break ;;
    esac
    word=
  done
  printf '%s' "$word"
}

_day31_commands ()
{
  "${words[0]}" --help | sed -nE 's/^  ([a-z]+) .*/\1/p'
}

# "--name=" where the option takes a value, else "--name".
_day31_options ()
{
  "${words[0]}" "$1" --help | sed -nE 's/^  (-., )?(--[a-z-]+)(=?).*/\2\3/p'
}

_day31_rules ()
{
  local scenario
  scenario=$(_day31_find .xml)
  [[ -z $scenario ]] ||
    "${words[0]}" list rules --lang=en "$scenario" | sed -nE 's/^[* ] ([A-Za-z0-9][A-Za-z0-9_-]*).*/\1/p'
}

_day31_parameters ()
{
  local scenario
  scenario=$(_day31_find .xml)
  [[ -z $scenario ]] ||
    "${words[0]}" list parameters "$scenario" | sed -nE '2,$s/^([^ ]+) .*/\1/p'
}

_day31_metrics ()
{
  local scenario
  scenario=$(_day31_find .xml)
  "${words[0]}" list metrics ${scenario:+"$scenario"} |
    sed -nE '2,$s/^([a-z][^ ]*)  .*/\1/p'
}

# The values of option $1 in command $2; nothing for those that are numbers or files.
_day31_values ()
{
  case $1 in
    --rule | --rules | --baseline) _day31_rules ;;
    --chart) "${words[0]}" list charts | sed -nE '2,$s/^([a-z-]+) .*/\1/p' ;;
    --metric | --target) _day31_metrics ;;
    --vary) _day31_parameters | sed 's/$/=/' ;;
    --pool) _day31_parameters | sed -nE 's/^pool:([^.]+)$/\1/p' ;;
    --format) printf '%s\n' png pdf svg ;;
    --lang) printf '%s\n' en ja ;;
  esac
}

# What stands where no option does, as the usage line of the command has it.
_day31_arguments ()
{
  local usage
  usage=$("${words[0]}" "${words[1]}" --help 2>/dev/null | sed -n 2p)
  if [[ $usage == *WHAT* && ${#words[@]} -eq 2 ]]; then
    _day31_reply "$(compgen -W 'charts distributions metrics parameters rules' -- "$1")"
    return
  fi
  compopt -o filenames 2>/dev/null
  case $usage in
    *RESULTS*) _day31_reply "$(compgen -d -- "$1")" ;;
    *SCENARIO* | *FILE*) _day31_reply "$(compgen -d -- "$1"; compgen -f -X '!*.xml' -- "$1")" ;;
  esac
}

_day31 ()
{
  local line=${COMP_LINE:0:COMP_POINT} word= option= prefix=
  local -x LC_ALL=C.UTF-8 LANGUAGE=en
  local -a words
  COMPREPLY=()
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] || { word=${words[-1]}; unset 'words[-1]'; }
  ((${#words[@]} > 0)) || return
  if ((${#words[@]} == 1)); then
    _day31_reply "$(compgen -W "$(_day31_commands 2>/dev/null) --help --version" -- "$word")"
    return
  fi
  # A value follows its option behind "=" or a blank.
  if [[ $word == --*=* ]]; then
    option=${word%%=*}
    prefix=$option=
    word=${word#*=}
  elif [[ ${words[-1]} == --* && ${words[-1]} != *=* ]] &&
       _day31_options "${words[1]}" 2>/dev/null | grep -qxF -- "${words[-1]}="; then
    option=${words[-1]}
  elif [[ ${words[-1]} == -[on] ]]; then
    [[ ${words[-1]} == -o ]] && option=--output || option=--replications
  fi
  # Of a list, the last member is completed.
  if [[ $option == --@(rules|chart|format|lang) && $word == *,* ]]; then
    prefix+=${word%,*},
    word=${word##*,}
  fi
  if [[ $option == --output ]]; then
    compopt -o filenames 2>/dev/null
    _day31_reply "$(compgen -d -- "$word")"
  elif [[ $option == --rules-file ]]; then
    compopt -o filenames 2>/dev/null
    _day31_reply "$(compgen -d -- "$word"; compgen -f -X '!*.xml' -- "$word")"
  elif [[ -n $option ]]; then
    _day31_reply "$(compgen -W "$(_day31_values "$option" 2>/dev/null)" -- "$word")"
  elif [[ $word == -* ]]; then
    _day31_reply "$(compgen -W "$(_day31_options "${words[1]}" 2>/dev/null)" -- "$word")"
  else
    _day31_arguments "$word"
  fi
  [[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
  # Bash replaces what follows the last of its word breaks: the reply begins there.
  COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
  word=$prefix$word
  local breaks=${COMP_WORDBREAKS//[^:=]/}
  if [[ -n $breaks && $word == *[$breaks]* ]]; then
    local kept=${word%"${word##*[$breaks]}"}
    COMPREPLY=("${COMPREPLY[@]#"$kept"}")
  fi
}

complete -F _day31 day31
