# shellcheck shell=bash disable=SC2154 # the tables are not here yet
# as-completed.bash -- completion of as-completed and as-completed-bench, for bash 4.3 or later.
#
# The tables are made from those of the programs' options. The functions below leave the words to offer in COMPREPLY.
# They read and set the variables of their caller: `word` is to be completed; `command` and `option` stand before it.

@TABLES@

_as_completed_words() {
    mapfile -t COMPREPLY < <(compgen -W "$*" -- "$word")
}

# Words with commas between them: the last is completed.
_as_completed_list() {
    local before=
    if [[ $word == *,* ]]; then
        before=${word%,*},
    fi
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$*" -- "${word##*,}")
}

# Files (-f), folders (-d) or commands (-c).
_as_completed_names() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen "$1" -- "$word")
}

# Files behind an @, which bash would quote with them.
_as_completed_at_file() {
    local file
    while IFS= read -r file; do
        COMPREPLY+=("@$(printf %q "$file")")
    done < <(compgen -f -- "${word#@}")
}

_as_completed_strategy() {
    if [[ $command == run ]]; then
        _as_completed_words "$_as_completed_strategies"
    elif [[ $word != *,* && $command != compare ]]; then
        _as_completed_list "$_as_completed_strategies" all
    else
        _as_completed_list "$_as_completed_strategies"
    fi
}

# The value of an option, of the kind that its table says.
_as_completed_value() {
    case $1 in
    strategies) _as_completed_strategy ;;
    words\ *) _as_completed_words "${1#words }" ;;
    file) _as_completed_names -f ;;
    folder) _as_completed_names -d ;;
    sleeps)
        if [[ $word == @* ]]; then
            _as_completed_at_file
        fi
        ;;
    esac
}

# Looks through the words before `word`, with the name of the table of values. `rest` is the place of the first that is
# no option, behind the command. Bash takes = and @ for words.
_as_completed_read() {
    local -n values=$1
    local i before
    for ((i = 1; i < COMP_CWORD; i++)); do
        before=${COMP_WORDS[i]}
        if [[ $before == = || $before == @ || $before == =@ ]]; then
            continue
        elif [[ $option ]]; then
            option=
        elif [[ $before == -* ]]; then
            [[ ${values[$before]-} ]] && option=$before
        elif [[ ! $command ]]; then
            command=$before
        else
            rest=$i
            return
        fi
    done
}

_as_completed() {
    local word=$2 command='' option='' rest=''
    COMPREPLY=()
    _as_completed_read _as_completed_values
    if [[ $rest ]]; then
        [[ $command == exec ]] && _as_completed_names -f
    elif [[ $option ]]; then
        _as_completed_value "${_as_completed_values[$option]}"
    elif [[ ! $command ]]; then
        _as_completed_words "${!_as_completed_options[*]} --help --version"
    elif [[ $command == exec && $word != -* ]]; then
        _as_completed_names -c
    else
        _as_completed_words "${_as_completed_options[$command]-} --help"
    fi
}

_as_completed_bench() {
    local word=$2 command='' option='' rest=''
    COMPREPLY=()
    _as_completed_read _as_completed_bench_values
    if [[ $rest ]]; then
        return
    elif [[ $option ]]; then
        _as_completed_value "${_as_completed_bench_values[$option]}"
    elif [[ ! $command ]]; then
        _as_completed_words "${!_as_completed_bench_options[*]} --help"
    elif [[ $command == table || $command == plots ]]; then
        _as_completed_names -d
    else
        _as_completed_words "${_as_completed_bench_options[$command]-} --help"
    fi
}

complete -F _as_completed as-completed as-completed-http
complete -F _as_completed_bench as-completed-bench
