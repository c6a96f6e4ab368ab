# Completion of parley for zsh.
_parley() {
    local candidate description files
    local -a described
    while IFS=$'\t' read -r candidate description; do
        if [[ $candidate == : ]]; then
            files=yes
        elif [[ -n $description ]]; then
            described+=("${candidate//:/\\:}:$description")
        else
            described+=("${candidate//:/\\:}")
        fi
    done < <("${words[1]}" complete zsh "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)
    (( ${#described} )) && _describe -V parley described
    [[ -n $files ]] && _files
}
compdef _parley parley
