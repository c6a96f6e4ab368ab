# Completion of parley for bash.
_parley() {
    local candidate files=
    COMPREPLY=()
    while IFS=$'\t' read -r candidate _; do
        if [[ $candidate == : ]]; then
            files=yes
        else
            COMPREPLY+=("$candidate")
        fi
    done < <("${COMP_WORDS[0]}" complete bash "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    if [[ $files ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r candidate; do
            COMPREPLY+=("$candidate")
        done < <(compgen -f -- "$2")
    fi
}
complete -F _parley parley ./parley
